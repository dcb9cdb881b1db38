using System.Security.Cryptography;
using System.Text;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;

namespace OrderSync.Domain.Exporting;

/// <summary>A product of the hub as one shop lists it, with who masters what of it.</summary>
public sealed record ExportedProduct(long ListingId, long ProductId, string ExternalId, string Name, string Sku)
{
    public required decimal PriceNet { get; init; }
    public required decimal? TaxRate { get; init; }
    public required IReadOnlyList<ProductText> Texts { get; init; }
    public required IReadOnlyList<FieldWriter> Writers { get; init; }
    public required LockSet Locks { get; init; }

    /// <summary>The shop sells it only as one of its variants.</summary>
    public bool HasVariants { get; init; }
    public IReadOnlyList<string>? Couriers { get; init; }

    /// <summary>What the shop is to show; without texts of its own the product's name in the shop's language.</summary>
    public IReadOnlyList<ProductText> Wanted => Texts.Any(text => text.Name.Length > 0) ? Texts : [new ProductText("", Name, "", ""), .. Texts];
}

/// <summary>Something of a product that is not sent, worth a line in the run.</summary>
/// <param name="IsHeld">A lock or a person's choice holds it, and nothing is wrong.</param>
public sealed record ExportObstacle(string Cause, Phrase Message, bool IsHeld);

/// <summary>What is to be sent of one product.</summary>
public sealed record ProductExportDecision
{
    /// <summary>The price was compared, whether it differs or not.</summary>
    public bool ComparesPrice { get; init; }
    public PriceChange? Price { get; init; }

    /// <summary>Null when the shop shows them, or what it made of them.</summary>
    public TextWrite? Texts { get; init; }

    /// <summary>Photos may be added.</summary>
    public bool SendsPhotos { get; init; }

    /// <summary>Groups a lock kept from being sent although they differ.</summary>
    public IReadOnlyList<FieldGroup> Held { get; init; } = [];
    public IReadOnlyList<ExportObstacle> Obstacles { get; init; } = [];
}

/// <summary>
/// Decides what a shop is sent of a product: only groups that another integration wrote last, never what a lock holds, and only what differs
/// (contracts/kamsoft.md §8.2: switch, lock, validity, difference).
/// </summary>
public static class ProductExportPlanner
{
    public static ProductExportDecision Decide(ExportedProduct hub, ShownProduct? shown, ProductExport? known, CatalogExport settings, long integrationId)
    {
        if (shown is null)
        {
            return new ProductExportDecision { Obstacles = [new("no-product", new Phrase("The shop does not have this product any more. Update products notes it."), IsHeld: false)] };
        }

        var (held, obstacles) = (new List<FieldGroup>(), new List<ExportObstacle>());
        var comparesPrice = settings.Prices && IsMasteredElsewhere(hub.Writers, FieldGroup.Price, integrationId) && CanCompare(hub, shown, obstacles);
        var price = comparesPrice ? Unless(hub, FieldGroup.Price, PriceOf(hub, shown), held) : null;
        var texts = settings.Texts && IsMasteredElsewhere(hub.Writers, FieldGroup.Texts, integrationId) ? Unless(hub, FieldGroup.Texts, TextsOf(hub, shown, known), held) : null;
        return new ProductExportDecision
        {
            ComparesPrice = comparesPrice,
            Price = price,
            Texts = texts,
            SendsPhotos = settings.Photos && !hub.Locks.HoldsAll,
            Held = held,
            Obstacles = [.. held.Select(Locked), .. obstacles],
        };
    }

    /// <summary>Another integration wrote the group last; what a person or this shop wrote is not sent.</summary>
    public static bool IsMasteredElsewhere(IReadOnlyList<FieldWriter> writers, FieldGroup group, long integrationId) =>
        writers.FirstOrDefault(writer => writer.Group == group)?.IntegrationId is { } owner && owner != integrationId;

    /// <summary>Integrations other than this one that master anything of the product.</summary>
    public static IReadOnlyList<long> Masters(IReadOnlyList<FieldWriter> writers, long integrationId) =>
        [.. writers.Select(writer => writer.IntegrationId).OfType<long>().Where(owner => owner != integrationId).Distinct()];

    public static string Fingerprint(IEnumerable<ProductText> texts)
    {
        var content = string.Join('\u0001', texts.OrderBy(text => text.Language, StringComparer.Ordinal).SelectMany(text => (string[])[text.Language, text.Name, text.Summary, text.Description]));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
    }

    private static bool CanCompare(ExportedProduct hub, ShownProduct shown, List<ExportObstacle> obstacles)
    {
        ExportObstacle? obstacle = hub.HasVariants
            ? new("variant-prices", new Phrase("Prices of products with variants are not sent: the shop keeps differences to the product's price, and writing them empties carts in older versions."), IsHeld: true)
            : hub.PriceNet < 0 ? new("bad-price", new Phrase("A price below zero is not sent."), IsHeld: false)
            : shown.TaxRate is { } there && hub.TaxRate is { } here && there != here
                ? new("tax-differs", new Phrase("The tax is {0} % here and {1} % in the shop, so customers would pay another price. Choose the right tax rule in the shop.", Percent(here), Percent(there)), IsHeld: false)
            : null;
        if (obstacle is not null)
        {
            obstacles.Add(obstacle);
        }

        return obstacle is null;
    }

    /// <summary>Compared by what customers pay: a millionth that no price tag shows is no reason to write (§8.4).</summary>
    private static PriceChange? PriceOf(ExportedProduct hub, ShownProduct shown)
    {
        var (wanted, rate) = (Math.Round(hub.PriceNet, 6), hub.TaxRate ?? shown.TaxRate ?? 0);
        return Gross(wanted, rate) == Gross(shown.PriceNet, rate) && Math.Abs(wanted - shown.PriceNet) < 0.01m ? null : new PriceChange(shown.PriceNet, wanted);
    }

    private static TextWrite? TextsOf(ExportedProduct hub, ShownProduct shown, ProductExport? known)
    {
        var isSettled = known is not null && known.TextsSent == Fingerprint(hub.Wanted) && known.TextsShown == Fingerprint(shown.Texts);
        return isSettled ? null : new TextWrite(shown.ProductId, hub.Wanted);
    }

    private static T? Unless<T>(ExportedProduct hub, FieldGroup group, T? change, List<FieldGroup> held)
        where T : class
    {
        if (change is null || !hub.Locks.Holds(group))
        {
            return change;
        }

        held.Add(group);
        return null;
    }

    private static ExportObstacle Locked(FieldGroup group) => group == FieldGroup.Price
        ? new("locked", new Phrase("A lock keeps the price from being sent."), IsHeld: true)
        : new("locked", new Phrase("A lock keeps name and descriptions from being sent."), IsHeld: true);

    private static decimal Gross(decimal net, decimal rate) => Math.Round(net * (1 + (rate / 100)), 2, MidpointRounding.AwayFromZero);

    private static string Percent(decimal rate) => rate.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
