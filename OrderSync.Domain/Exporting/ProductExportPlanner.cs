using System.Security.Cryptography;
using System.Text;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;

namespace OrderSync.Domain.Exporting;

/// <summary>A product of the hub as one shop lists it, with who masters what of it.</summary>
public sealed record ExportedProduct(long ListingId, long ProductId, string ExternalId, string Name)
{
    /// <summary>What the shop sells it as: one with an empty id where it is sold as it is.</summary>
    public required IReadOnlyList<ExportedVariant> Variants { get; init; }
    public required decimal? TaxRate { get; init; }
    public required IReadOnlyList<ProductText> Texts { get; init; }
    public required IReadOnlyList<FieldWriter> Writers { get; init; }
    public required LockSet Locks { get; init; }

    public IReadOnlyList<string>? Couriers { get; init; }

    /// <summary>The one language the texts are mastered in; null when whoever masters them brings all.</summary>
    public string? Language { get; init; }

    /// <summary>What the shop is to show: texts in the language they are mastered in; without any of its own the product's name in the shop's language.</summary>
    public IReadOnlyList<ProductText> Wanted => Language is { } only ? [.. Texts.Where(text => text.Language == only)]
        : Texts.Any(text => text.Name.Length > 0) ? Texts : [new ProductText("", Name, "", ""), .. Texts];

    /// <summary>Of what the shop shows, the part that is compared: other languages are the shop's own affair.</summary>
    public IEnumerable<ProductText> Compared(IEnumerable<ProductText> shown) => Language is { } only ? shown.Where(text => text.Language == only) : shown;
}

/// <summary>A variant of the hub as one shop lists it.</summary>
/// <param name="ExternalId">The shop's id of it; empty for the product itself.</param>
public sealed record ExportedVariant(long VariantId, string ExternalId, string Name, decimal PriceNet);

/// <summary>A price that differs.</summary>
public sealed record VariantPrice(ExportedVariant Variant, PriceChange Change);

/// <summary>Something of a product that is not sent, worth a line in the run.</summary>
/// <param name="IsHeld">A lock or a person's choice holds it, and nothing is wrong.</param>
public sealed record ExportObstacle(string Cause, Phrase Message, bool IsHeld);

/// <summary>What is to be sent of one product.</summary>
public sealed record ProductExportDecision
{
    /// <summary>How many prices were compared, whether they differ or not.</summary>
    public int PricesCompared { get; init; }

    /// <summary>Those that differ.</summary>
    public IReadOnlyList<VariantPrice> Prices { get; init; } = [];

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
        var compared = settings.Prices && IsMasteredElsewhere(hub.Writers, FieldGroup.Price, integrationId) ? Comparable(hub, shown, obstacles) : [];
        var prices = Unless(hub, FieldGroup.Price, ChangedAmong(compared, hub), held);
        var texts = settings.Texts && IsMasteredElsewhere(hub.Writers, FieldGroup.Texts, integrationId) ? Unless(hub, FieldGroup.Texts, TextsOf(hub, shown, known), held) : null;
        return new ProductExportDecision
        {
            PricesCompared = compared.Count,
            Prices = prices ?? [],
            Texts = texts,
            SendsPhotos = settings.Photos && !hub.Locks.HoldsAll,
            Held = held,
            Obstacles = [.. held.Select(Locked), .. obstacles],
        };
    }

    /// <summary>Another integration wrote the group last; what a person or this shop wrote is not sent.</summary>
    public static bool IsMasteredElsewhere(IReadOnlyList<FieldWriter> writers, FieldGroup group, long integrationId) =>
        writers.FirstOrDefault(writer => writer.Group == group)?.IntegrationId is { } owner && owner != integrationId;

    /// <summary>A product the shop does not have may be made there only where somebody says what it is called and what it costs.</summary>
    public static bool MayBeMade(IReadOnlyList<FieldWriter> writers, long integrationId) =>
        IsMasteredElsewhere(writers, FieldGroup.Price, integrationId) && IsMasteredElsewhere(writers, FieldGroup.Texts, integrationId);

    /// <summary>Integrations other than this one that master anything of the product.</summary>
    public static IReadOnlyList<long> Masters(IReadOnlyList<FieldWriter> writers, long integrationId) =>
        [.. writers.Select(writer => writer.IntegrationId).OfType<long>().Where(owner => owner != integrationId).Distinct()];

    public static string Fingerprint(IEnumerable<ProductText> texts)
    {
        var content = string.Join('\u0001', texts.OrderBy(text => text.Language, StringComparer.Ordinal).SelectMany(text => (string[])[text.Language, text.Name, text.Summary, text.Description]));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
    }

    /// <summary>Variants whose price can be compared, each with the one the shop shows.</summary>
    private static List<(ExportedVariant Variant, decimal Shown)> Comparable(ExportedProduct hub, ShownProduct shown, List<ExportObstacle> obstacles)
    {
        if (hub.TaxRate is not { } here)
        {
            obstacles.Add(new("tax-unknown", new Phrase("The tax of this product is not known here, so nobody knows what customers would pay. Update products reads it from the shop, or the other system sends it."), IsHeld: false));
            return [];
        }

        if (shown.TaxRate is not { } there)
        {
            obstacles.Add(new("tax-unknown", new Phrase("The shop does not say which tax this product has, so nobody knows what customers would pay. Allow the key to read taxes and tax rules, and choose the shop's country there."), IsHeld: false));
            return [];
        }

        if (there != here)
        {
            obstacles.Add(new("tax-differs", new Phrase("The tax is {0} % here and {1} % in the shop, so customers would pay another price. Choose the right tax rule in the shop.", Percent(here), Percent(there)), IsHeld: false));
            return [];
        }

        var known = hub.Variants.Select(variant => (Variant: variant, Shown: PriceIn(shown, variant))).ToList();
        if (known.Exists(variant => variant.Shown is null))
        {
            obstacles.Add(new("other-variants", new Phrase("The shop sells this product in other variants than are known here. Update products reads them; their prices are sent after that."), IsHeld: true));
        }

        if (known.Exists(variant => variant.Variant.PriceNet < 0))
        {
            obstacles.Add(new("bad-price", new Phrase("A price below zero is not sent."), IsHeld: false));
        }

        return [.. known.Where(variant => variant is { Shown: not null, Variant.PriceNet: >= 0 }).Select(variant => (variant.Variant, variant.Shown!.Value))];
    }

    /// <summary>Null when the shop does not sell it: the price of a product is that of all its variants there, and must not be taken for one.</summary>
    private static decimal? PriceIn(ShownProduct shown, ExportedVariant variant) => variant.ExternalId.Length > 0
        ? shown.Variants.FirstOrDefault(one => one.VariantId == variant.ExternalId)?.PriceNet
        : shown.Variants.Count == 0 ? shown.PriceNet : null;

    private static List<VariantPrice>? ChangedAmong(IEnumerable<(ExportedVariant Variant, decimal Shown)> compared, ExportedProduct hub)
    {
        var changed = compared.Select(price => (price.Variant, Change: ChangeOf(price.Variant.PriceNet, price.Shown, hub.TaxRate ?? 0)))
            .Where(price => price.Change is not null).Select(price => new VariantPrice(price.Variant, price.Change!)).ToList();
        return changed.Count > 0 ? changed : null;
    }

    /// <summary>Compared by what customers pay: a millionth that no price tag shows is no reason to write (§8.4).</summary>
    private static PriceChange? ChangeOf(decimal price, decimal shown, decimal rate)
    {
        var wanted = Math.Round(price, 6);
        return Gross(wanted, rate) == Gross(shown, rate) && Math.Abs(wanted - shown) < 0.01m ? null : new PriceChange(shown, wanted);
    }

    private static TextWrite? TextsOf(ExportedProduct hub, ShownProduct shown, ProductExport? known)
    {
        var isSettled = known is not null && known.TextsSent == Fingerprint(hub.Wanted) && known.TextsShown == Fingerprint(hub.Compared(shown.Texts));
        return isSettled || hub.Wanted.Count == 0 ? null : new TextWrite(shown.ProductId, hub.Wanted);
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
