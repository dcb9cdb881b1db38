using Microsoft.EntityFrameworkCore;

namespace OrderSync.Web.Data.Stock;

/// <summary>Notes that shops have to be told, in the transaction that changed what is sellable.</summary>
public static class StockDue
{
    private const int VariantsAtOnce = 500;

    /// <summary>Marks the variants wherever a shop lists them. Many changes of one variant come to one telling.</summary>
    public static async Task MarkStockDueAsync(this OrderSyncDb db, IEnumerable<long> variantIds, DateTime now, CancellationToken ct)
    {
        foreach (var part in variantIds.Distinct().Chunk(VariantsAtOnce))
        {
            await db.VariantListings
                .Where(row => part.Contains(row.VariantId) && row.GoneAt == null && (row.StockDueAt == null || row.StockDueAt > now))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.StockDueAt, now), ct);
        }
    }
}
