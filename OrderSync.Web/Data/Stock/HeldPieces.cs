using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Stock;

namespace OrderSync.Web.Data.Stock;

/// <summary>Pieces of a variant that an order holds now.</summary>
public sealed class HeldOfVariant
{
    public required long VariantId { get; init; }
    public required long IncomingOrderId { get; init; }
    public required string Warehouse { get; init; }
    public required int Quantity { get; init; }
}

/// <summary>Pieces of orders that wait or have a problem: sold in the shop, not reserved here yet.</summary>
public static class HeldPieces
{
    /// <summary>Replaces what the named incoming orders hold, and marks the variants they hold now: the shops have to follow.</summary>
    public static async Task HoldAsync(
        this OrderSyncDb db, IReadOnlyCollection<long> incomingOrders, IReadOnlyCollection<HeldPiece> pieces, DateTime now, CancellationToken ct)
    {
        if (incomingOrders.Count > 0)
        {
            await db.HeldPieces.Where(row => incomingOrders.Contains(row.IncomingOrderId)).ExecuteDeleteAsync(ct);
        }

        if (pieces.Count == 0)
        {
            return;
        }

        await db.BulkInsertAsync(pieces, ct);
        var (integrations, products) = (pieces.Select(row => row.IntegrationId).Distinct().ToList(), pieces.Select(row => row.ExternalProductId).Distinct().ToList());
        var variants = await db.VariantListings
            .Where(row => integrations.Contains(row.IntegrationId) && products.Contains(row.ExternalProductId)).Select(row => row.VariantId).ToListAsync(ct);
        await db.MarkStockDueAsync(variants, now, ct);
    }

    /// <summary>What orders hold now, each with the variant it is of; to be narrowed by whoever asks.</summary>
    public static IQueryable<HeldOfVariant> HeldNow(this OrderSyncDb db) =>
        from piece in db.HeldPieces
        join incoming in db.IncomingOrders on piece.IncomingOrderId equals incoming.Id
        where incoming.State == IncomingState.Seen || incoming.State == IncomingState.Waiting || incoming.State == IncomingState.Problem
        join listing in db.VariantListings
            on new { piece.IntegrationId, piece.ExternalProductId, piece.ExternalVariantId }
            equals new { listing.IntegrationId, listing.ExternalProductId, listing.ExternalVariantId }
        select new HeldOfVariant { VariantId = listing.VariantId, IncomingOrderId = incoming.Id, Warehouse = piece.Warehouse, Quantity = piece.Quantity };

    /// <summary>Pieces of the named variants that are held in the named warehouses, by variant.</summary>
    public static Task<Dictionary<long, int>> HeldAsync(
        this OrderSyncDb db, IReadOnlyList<string> warehouses, IReadOnlyCollection<long> variants, CancellationToken ct) => db.HeldNow()
        .Where(held => warehouses.Contains(held.Warehouse) && EF.Parameter(variants).Contains(held.VariantId))
        .GroupBy(held => held.VariantId).Select(group => new { group.Key, Pieces = group.Sum(held => held.Quantity) })
        .ToDictionaryAsync(row => row.Key, row => row.Pieces, ct);
}
