using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Feeds.ExportStock;

namespace OrderSync.Web.Features.Stock;

/// <summary>An open order that is promised pieces of a variant.</summary>
public sealed record PromisedOrder(long OrderId, string Name, long VariantId, string Warehouse, int Pieces);

/// <summary>An order that is not taken in yet, because it waits or has a problem, and holds pieces of a variant.</summary>
public sealed record HoldingOrder(long IncomingOrderId, string Name, long VariantId, string Warehouse, int Pieces);

/// <summary>The stock of a product: each variant by warehouse, who it is promised to, and what changed last.</summary>
public sealed record ProductStockView(IReadOnlyList<StockRow> Variants, ILookup<(long Variant, string Warehouse), PromisedOrder> Promised, IReadOnlyList<MovementRow> Movements)
{
    /// <summary>Orders that are not taken in yet and hold pieces of it.</summary>
    public required ILookup<(long Variant, string Warehouse), HoldingOrder> Holding { get; init; }

    /// <summary>What shops show of it, as far as is known.</summary>
    public IReadOnlyList<ShopFigure> Shops { get; init; } = [];
}

/// <summary>What a shop that is told stock shows of a variant.</summary>
/// <param name="Shows">What it was told, or showed when it was looked at last; null while nothing is known.</param>
/// <param name="DueAt">Since when it is to be told something else.</param>
public sealed record ShopFigure(long IntegrationId, string Shop, long VariantId, string Sku, int? Shows, DateTime? SeenAt, DateTime? ToldAt, DateTime? DueAt, Phrase? Trouble)
{
    /// <summary>What it is told; null when nobody counted it in the warehouses the shop sells from, and it is left alone.</summary>
    public int? Wanted { get; init; }

    /// <summary>What is sellable in those warehouses, before the buffer is taken off.</summary>
    public int? Sellable { get; init; }

    /// <summary>Pieces held back from the shop, by its settings.</summary>
    public int Buffer { get; init; }

    /// <summary>Keys of the warehouses it sells from.</summary>
    public IReadOnlyList<string> Warehouses { get; init; } = [];

    /// <summary>It was told, shows something else than it should, and nothing changed since that would tell it by itself: a setting did.</summary>
    public bool Differs => ToldAt is not null && DueAt is null && Shows is not null && Wanted is not null && Shows != Wanted;

    /// <summary>Since it was told, its own sales were seen there.</summary>
    public bool WasSeenSince => SeenAt > ToldAt || (SeenAt is not null && ToldAt is null);
}

/// <summary>Reads what the page of one product shows of its stock.</summary>
public sealed class ProductStockQueries(IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, ConnectionFactory connections)
{
    private const int LatestMovements = 10;
    private const int NamedOrders = 200;

    public async Task<ProductStockView> FindAsync(long productId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var variants = await db.Variants.AsNoTracking().Where(row => row.ProductId == productId)
            .OrderBy(row => row.GoneAt != null).ThenBy(row => row.Position).ThenBy(row => row.Id).Select(row => row.Id).ToListAsync(ct);
        var movements = await MovementQueries.RowsAsync(
            db, db.StockMovements.AsNoTracking().Where(row => variants.Contains(row.VariantId)).OrderByDescending(row => row.Id).Take(LatestMovements), ct);
        var rows = await StockQueries.RowsAsync(db, variants, null, ct);
        return new ProductStockView(
            [.. rows.Where(row => !row.Gone || row.OnHand != 0 || row.Reserved != 0 || row.Held != 0)], await PromisedAsync(db, variants, ct), movements)
        {
            Holding = await HoldingAsync(db, variants, ct),
            Shops = await ShopsAsync(db, variants, ct),
        };
    }

    private static async Task<ILookup<(long Variant, string Warehouse), PromisedOrder>> PromisedAsync(OrderSyncDb db, List<long> variants, CancellationToken ct) =>
        (await db.Reservations.AsNoTracking().Where(row => variants.Contains(row.VariantId)).OrderBy(row => row.Id).Take(NamedOrders)
            .Join(db.Orders, reserved => reserved.OrderId, order => order.Id, (reserved, order) => new PromisedOrder(
                order.Id, order.Reference.Length > 0 ? order.Reference : order.ExternalId, reserved.VariantId, reserved.Warehouse, reserved.Quantity))
            .ToListAsync(ct)).ToLookup(row => (row.VariantId, row.Warehouse));

    private static async Task<ILookup<(long Variant, string Warehouse), HoldingOrder>> HoldingAsync(OrderSyncDb db, List<long> variants, CancellationToken ct) =>
        (await db.HeldNow().Where(row => variants.Contains(row.VariantId))
            .GroupBy(row => new { row.IncomingOrderId, row.VariantId, row.Warehouse })
            .Select(group => new { group.Key.IncomingOrderId, group.Key.VariantId, group.Key.Warehouse, Pieces = group.Sum(row => row.Quantity) })
            .OrderBy(row => row.IncomingOrderId).Take(NamedOrders)
            .Join(db.IncomingOrders, held => held.IncomingOrderId, order => order.Id, (held, order) => new HoldingOrder(
                order.Id, order.Reference.Length > 0 ? order.Reference : order.ExternalId, held.VariantId, held.Warehouse, held.Pieces))
            .ToListAsync(ct)).ToLookup(row => (row.VariantId, row.Warehouse));

    /// <summary>What each shop shows, and what it should: worked out as the export does it, with the settings of now.</summary>
    private async Task<IReadOnlyList<ShopFigure>> ShopsAsync(OrderSyncDb db, List<long> variants, CancellationToken ct)
    {
        var listings = db.VariantListings.Where(row => variants.Contains(row.VariantId) && row.GoneAt == null
            && db.Feeds.Any(feed => feed.IntegrationId == row.IntegrationId && feed.Key == ExportStockFeed.FeedKey));
        var shows = await (
            from listing in listings.AsNoTracking()
            join integration in db.Integrations on listing.IntegrationId equals integration.Id
            join variant in db.Variants on listing.VariantId equals variant.Id
            orderby integration.Name, variant.Position, listing.Id
            select new
            {
                listing.Id,
                Row = new ShopFigure(
                    integration.Id, integration.Name, variant.Id, variant.Sku, listing.ShopQuantity, listing.ShopSeenAt, listing.StockSentAt, listing.StockDueAt, listing.StockTrouble),
            })
            .ToListAsync(ct);
        var shops = shows.Select(row => row.Row.IntegrationId).Distinct().ToList();
        var wanted = new Dictionary<long, (HubFigure Figure, ExportSettings Settings)>();
        foreach (var shop in await db.Integrations.AsNoTracking().Where(row => shops.Contains(row.Id)).ToListAsync(ct))
        {
            if (connectors.TryGet(shop.Connector, out _) && connectors.Port<IStockTarget>(shop.Connector) is { } target)
            {
                var settings = target.ExportSettings(connections.Open(shop));
                (await db.FiguresAsync(listings.Where(row => row.IntegrationId == shop.Id), settings, ct)).ForEach(figure => wanted[figure.ListingId] = (figure, settings));
            }
        }

        return
        [
            .. shows.Select(row => !wanted.TryGetValue(row.Id, out var one) ? row.Row : row.Row with
            {
                Wanted = one.Figure.Wanted,
                Sellable = one.Figure.Sellable,
                Buffer = one.Settings.Buffer,
                Warehouses = one.Settings.Warehouses,
            }),
        ];
    }
}
