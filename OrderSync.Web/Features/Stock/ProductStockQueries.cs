using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ExportStock;

namespace OrderSync.Web.Features.Stock;

/// <summary>An open order that is promised pieces of a variant.</summary>
public sealed record PromisedOrder(long OrderId, string Name, long VariantId, string Warehouse, int Pieces);

/// <summary>The stock of a product: each variant by warehouse, who it is promised to, and what changed last.</summary>
public sealed record ProductStockView(IReadOnlyList<StockRow> Variants, ILookup<(long Variant, string Warehouse), PromisedOrder> Promised, IReadOnlyList<MovementRow> Movements)
{
    /// <summary>What shops show of it, as far as is known.</summary>
    public IReadOnlyList<ShopFigure> Shops { get; init; } = [];
}

/// <summary>What a shop that is told stock shows of a variant.</summary>
/// <param name="Shows">What it was told, or showed when it was looked at last; null while nothing is known.</param>
/// <param name="DueAt">Since when it is to be told something else.</param>
public sealed record ShopFigure(long IntegrationId, string Shop, long VariantId, string Sku, int? Shows, DateTime? SeenAt, DateTime? ToldAt, DateTime? DueAt, Phrase? Trouble)
{
    /// <summary>Since it was told, its own sales were seen there.</summary>
    public bool WasSeenSince => SeenAt > ToldAt || (SeenAt is not null && ToldAt is null);
}

/// <summary>Reads what the page of one product shows of its stock.</summary>
public sealed class ProductStockQueries(IDbContextFactory<OrderSyncDb> databases)
{
    private const int LatestMovements = 10;
    private const int NamedOrders = 200;

    public async Task<ProductStockView> FindAsync(long productId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var variants = await db.Variants.AsNoTracking().Where(row => row.ProductId == productId)
            .OrderBy(row => row.GoneAt != null).ThenBy(row => row.Position).ThenBy(row => row.Id).Select(row => row.Id).ToListAsync(ct);
        var promised = await db.Reservations.AsNoTracking().Where(row => variants.Contains(row.VariantId)).OrderBy(row => row.Id).Take(NamedOrders)
            .Join(db.Orders, reserved => reserved.OrderId, order => order.Id, (reserved, order) => new PromisedOrder(
                order.Id, order.Reference.Length > 0 ? order.Reference : order.ExternalId, reserved.VariantId, reserved.Warehouse, reserved.Quantity))
            .ToListAsync(ct);
        var movements = await MovementQueries.RowsAsync(
            db, db.StockMovements.AsNoTracking().Where(row => variants.Contains(row.VariantId)).OrderByDescending(row => row.Id).Take(LatestMovements), ct);
        var rows = await StockQueries.RowsAsync(db, variants, null, ct);
        var shops = await (
            from listing in db.VariantListings.AsNoTracking()
            where variants.Contains(listing.VariantId) && listing.GoneAt == null && db.Feeds.Any(feed => feed.IntegrationId == listing.IntegrationId && feed.Key == ExportStockFeed.FeedKey)
            join integration in db.Integrations on listing.IntegrationId equals integration.Id
            join variant in db.Variants on listing.VariantId equals variant.Id
            orderby integration.Name, variant.Position, listing.Id
            select new ShopFigure(
                integration.Id, integration.Name, variant.Id, variant.Sku, listing.ShopQuantity, listing.ShopSeenAt, listing.StockSentAt, listing.StockDueAt, listing.StockTrouble))
            .ToListAsync(ct);
        return new ProductStockView(
            [.. rows.Where(row => !row.Gone || row.OnHand != 0 || row.Reserved != 0)], promised.ToLookup(row => (row.VariantId, row.Warehouse)), movements)
        {
            Shops = shops,
        };
    }
}
