using System.Runtime.CompilerServices;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>The shop as a target of products.</summary>
internal sealed partial class PrestaShopConnector
{
    /// <inheritdoc/>
    public Phrase? CannotTell { get; } = new("Couriers are not sent: PrestaShop's webservice has no place for the carriers of a product. Set them in the shop.");

    /// <inheritdoc/>
    public Task<IReadOnlyList<ShownProduct>> ReadShownAsync(Connection connection, IReadOnlyCollection<string> productIds, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return catalogue.ReadAsync(shop, Memory(shop), productIds, ct);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<CatalogWritten>> WritePricesAsync(
        Connection connection, IReadOnlyList<PriceWrite> writes, [EnumeratorCancellation] CancellationToken ct)
    {
        var (shop, byKind) = (new ShopAccess(connection), writes.ToLookup(write => write.VariantId.Length > 0));
        await foreach (var part in productWriter.WriteAsync(shop, Memory(shop), [.. byKind[false].Select(write => new PriceEdit(write))], ct))
        {
            yield return part;
        }

        await foreach (var part in variantWriter.WriteAsync(shop, Memory(shop), [.. byKind[true].Select(write => new VariantPriceEdit(write))], ct))
        {
            yield return part;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<CatalogWritten>> WriteTextsAsync(
        Connection connection, IReadOnlyList<TextWrite> writes, [EnumeratorCancellation] CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        var terms = await catalogue.TermsAsync(shop, Memory(shop), ct);
        await foreach (var part in productWriter.WriteAsync(shop, Memory(shop), [.. writes.Select(write => new TextEdit(write, terms.Languages))], ct))
        {
            yield return part;
        }
    }

    /// <inheritdoc/>
    public Task<CatalogAdded> AddProductAsync(Connection connection, NewProduct product, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return productMaker.AddProductAsync(shop, Memory(shop), product, ct);
    }

    /// <inheritdoc/>
    public Task<CatalogAdded> AddImageAsync(Connection connection, ImageAdd image, Func<Stream> open, CancellationToken ct) =>
        productMaker.AddImageAsync(new ShopAccess(connection), image, open, ct);

    /// <inheritdoc/>
    public CatalogExport CatalogExport(Connection connection) => Settings(connection).ToCatalogExport();
}
