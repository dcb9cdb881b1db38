using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;

namespace OrderSync.Web.Data.Stock;

/// <summary>What a shop should show of a variant, and what is known of what it shows.</summary>
/// <param name="Wanted">Null when nothing was ever counted in the warehouses the shop sells from: what nobody counted is not zero.</param>
public sealed record HubFigure(long ListingId, long VariantId, VariantKey Key, string Sku, int? Wanted, int? ShopQuantity, bool IsGone)
{
    /// <summary>What is sellable in the warehouses the shop sells from, before the buffer is taken off.</summary>
    public int? Sellable { get; init; }
}

/// <summary>Works out what a shop should show, many variants in one question to the database.</summary>
public static class HubFigures
{
    public static async Task<List<HubFigure>> FiguresAsync(
        this OrderSyncDb db, IQueryable<VariantListing> listings, ExportSettings settings, CancellationToken ct)
    {
        var warehouses = settings.Warehouses;
        var rows = await listings.AsNoTracking().Select(row => new
        {
            row.Id,
            row.VariantId,
            row.ExternalProductId,
            row.ExternalVariantId,
            row.ShopQuantity,
            IsGone = row.GoneAt != null,
            Sku = db.Variants.Where(variant => variant.Id == row.VariantId).Select(variant => variant.Sku).First(),
            OnHand = db.StockLevels.Where(level => level.VariantId == row.VariantId && warehouses.Contains(level.Warehouse))
                .GroupBy(level => level.VariantId).Select(levels => (int?)levels.Sum(level => level.OnHand)).FirstOrDefault(),
            Reserved = db.Reservations.Where(reserved => reserved.VariantId == row.VariantId && warehouses.Contains(reserved.Warehouse)).Sum(reserved => reserved.Quantity),
        }).ToListAsync(ct);
        var held = await db.HeldAsync(warehouses, [.. rows.Select(row => row.VariantId)], ct);
        return
        [
            .. rows.Select(row => new HubFigure(
                row.Id, row.VariantId, new VariantKey(row.ExternalProductId, row.ExternalVariantId), row.Sku,
                Offered(row.OnHand, row.Reserved + held.GetValueOrDefault(row.VariantId), settings.Buffer), row.ShopQuantity, row.IsGone)
            {
                Sellable = Offered(row.OnHand, row.Reserved + held.GetValueOrDefault(row.VariantId), buffer: 0),
            }),
        ];
    }

    private static int? Offered(int? onHand, int promised, int buffer) => onHand is { } counted ? Sellable.Of(counted, promised, buffer) : null;
}
