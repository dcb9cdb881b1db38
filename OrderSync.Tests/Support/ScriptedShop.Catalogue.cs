using System.Runtime.CompilerServices;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Support;

/// <summary>The shop as a target of products: what it is told it shows, by the rules of the port.</summary>
internal sealed partial class ScriptedShop
{
    public CatalogExport CatalogSettings { get; set; } = new(Prices: true, Texts: true, Photos: true, NewProducts: false, new PriceGuardLimits());

    /// <summary>Everything that was to change something in the catalogue, as "price 1 12.5".</summary>
    public List<string> CatalogWrites { get; } = [];

    /// <summary>Products the shop was asked to show, one list for each time.</summary>
    public List<IReadOnlyCollection<string>> Looks { get; } = [];

    /// <summary>What the shop makes of a description it saves.</summary>
    public Func<string, string> Cleans { get; set; } = text => text;

    /// <summary>Called before anything is changed; throw here to break the shop.</summary>
    public Action<string> BeforeCatalogWrite { get; set; } = _ => { };

    /// <summary>Called after something was added whose result nobody has yet: throw here to kill the process.</summary>
    public Action<string> AfterCatalogAdd { get; set; } = _ => { };

    /// <summary>Adding is done, but the answer does not come and nothing is to be seen yet.</summary>
    public bool AddedComesLate { get; set; }

    public Phrase? CannotTell { get; } = new("Couriers are not sent.");

    public CatalogExport CatalogExport(Connection connection) => CatalogSettings;

    public Task<IReadOnlyList<ShownProduct>> ReadShownAsync(Connection connection, IReadOnlyCollection<string> productIds, CancellationToken ct)
    {
        Looks.Add(productIds);
        IReadOnlyList<ShownProduct> shown = [.. Products.Where(product => productIds.Contains(product.ExternalId)).Select(product =>
            new ShownProduct(product.ExternalId, product.Variants[0].PriceNet, product.TaxRate, [.. product.Texts.DefaultIfEmpty(new ProductText("", product.Name, "", ""))], product.ImageIds)
            {
                Variants = [.. product.Variants.Where(variant => variant.ExternalId.Length > 0).Select(variant => new ShownVariant(variant.ExternalId, variant.PriceNet))],
            })];
        return Task.FromResult(shown);
    }

    public async IAsyncEnumerable<IReadOnlyList<CatalogWritten>> WritePricesAsync(
        Connection connection, IReadOnlyList<PriceWrite> writes, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        foreach (var part in writes.Chunk(PageSize))
        {
            yield return [.. part.Select(Write)];
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<CatalogWritten>> WriteTextsAsync(
        Connection connection, IReadOnlyList<TextWrite> writes, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        foreach (var part in writes.Chunk(PageSize))
        {
            yield return [.. part.Select(Write)];
        }
    }

    public Task<CatalogAdded> AddProductAsync(Connection connection, NewProduct product, CancellationToken ct)
    {
        if (Products.Find(one => one.Variants[0].Sku == product.Reference) is { } found)
        {
            return Task.FromResult(new CatalogAdded(product.IsRepeat ? CatalogSent.Written : CatalogSent.AlreadyThere, found.ExternalId));
        }

        BeforeCatalogWrite($"product {product.Reference}");
        CatalogWrites.Add($"product {product.Reference}");
        var made = new ExternalProduct
        {
            ExternalId = $"{1000 + Products.Count}",
            Kind = ProductKind.Simple,
            Name = product.Texts[0].Name,
            Variants = [new ExternalVariant { ExternalId = "", Sku = product.Reference, PriceNet = product.PriceNet }],
        };
        Products.Add(made);
        AfterCatalogAdd(made.ExternalId);
        return Task.FromResult(AddedComesLate ? new CatalogAdded(CatalogSent.Unknown) : new CatalogAdded(CatalogSent.Written, made.ExternalId));
    }

    public Task<CatalogAdded> AddImageAsync(Connection connection, ImageAdd image, Func<Stream> open, CancellationToken ct)
    {
        var index = Products.FindIndex(product => product.ExternalId == image.ProductId);
        if (image.IsRepeat && Products[index].ImageIds.Except(image.Before).FirstOrDefault() is { } come)
        {
            return Task.FromResult(new CatalogAdded(CatalogSent.Written, come));
        }

        using var content = open();
        var id = $"{image.ProductId}-{Products[index].ImageIds.Count + 1}";
        CatalogWrites.Add($"photo {image.ProductId} {content.Length > 0}");
        Products[index] = Products[index] with { ImageIds = [.. Products[index].ImageIds, id] };
        AfterCatalogAdd(id);
        return Task.FromResult(AddedComesLate ? new CatalogAdded(CatalogSent.Unknown) : new CatalogAdded(CatalogSent.Written, id));
    }

    private CatalogWritten Write(PriceWrite write)
    {
        var index = Products.FindIndex(product => product.ExternalId == write.ProductId);
        var key = new VariantKey(write.ProductId, write.VariantId);
        var shown = Products[index].Variants.Single(variant => variant.ExternalId == write.VariantId).PriceNet;
        if (shown == write.Price || shown != write.Expected)
        {
            return new(write.ProductId, shown == write.Price ? CatalogSent.AlreadyThere : CatalogSent.Changed, shown) { VariantId = write.VariantId };
        }

        BeforeCatalogWrite($"price {key}");
        CatalogWrites.Add(FormattableString.Invariant($"price {key} {write.Price:0.######}"));
        Products[index] = Products[index] with { Variants = [.. Products[index].Variants.Select(variant => variant.ExternalId == write.VariantId ? variant with { PriceNet = write.Price } : variant)] };
        return new(write.ProductId, CatalogSent.Written, write.Price) { VariantId = write.VariantId };
    }

    private CatalogWritten Write(TextWrite write)
    {
        var index = Products.FindIndex(product => product.ExternalId == write.ProductId);
        List<ProductText> wanted =
        [
            .. Products[index].Texts.Where(text => write.Texts.All(other => other.Language != text.Language)),
            .. write.Texts.Select(text => text with { Description = Cleans(text.Description) }),
        ];
        if (write.Texts.All(Products[index].Texts.Contains))
        {
            return new(write.ProductId, CatalogSent.AlreadyThere);
        }

        BeforeCatalogWrite($"texts {write.ProductId}");
        CatalogWrites.Add($"texts {write.ProductId}");
        Products[index] = Products[index] with { Texts = wanted, Name = write.Texts[0].Name };
        return new(write.ProductId, CatalogSent.Written);
    }
}
