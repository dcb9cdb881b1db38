using Microsoft.EntityFrameworkCore;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ImportStock;

/// <summary>Up to where orders were known at a moment; what came in later tells which figures a sale may have changed since.</summary>
internal sealed record KnownOrders(long Line, long Reservation, long HeldPiece)
{
    public static async Task<KnownOrders> NowAsync(OrderSyncDb db, CancellationToken ct) => new(
        await db.OrderLines.MaxAsync(row => (long?)row.Id, ct) ?? 0,
        await db.Reservations.MaxAsync(row => (long?)row.Id, ct) ?? 0,
        await db.HeldPieces.MaxAsync(row => (long?)row.Id, ct) ?? 0);

    /// <summary>Listings of an integration an order came in for since, by the shop's ids.</summary>
    public async Task<List<SoldListing>> SoldSinceAsync(OrderSyncDb db, long integrationId, CancellationToken ct)
    {
        var listings = db.VariantListings.Where(row => row.IntegrationId == integrationId);
        var ordered =
            from line in db.OrderLines
            where line.Id > Line && db.Orders.Any(order => order.Id == line.OrderId && order.IntegrationId == integrationId)
            join listing in listings on new { line.ExternalProductId, line.ExternalVariantId } equals new { listing.ExternalProductId, listing.ExternalVariantId }
            select listing.Id;
        var held =
            from piece in db.HeldPieces
            where piece.Id > HeldPiece && piece.IntegrationId == integrationId
            join listing in listings on new { piece.ExternalProductId, piece.ExternalVariantId } equals new { listing.ExternalProductId, listing.ExternalVariantId }
            select listing.Id;
        var reserved =
            from reservation in db.Reservations
            where reservation.Id > Reservation
            join listing in listings on reservation.VariantId equals listing.VariantId
            select listing.Id;
        var sold = ordered.Union(held).Union(reserved);
        return await listings.Where(row => sold.Contains(row.Id)).OrderBy(row => row.Id)
            .Select(row => new SoldListing(row.VariantId, row.ExternalProductId, row.ExternalVariantId)).ToListAsync(ct);
    }
}

internal sealed record SoldListing(long VariantId, string ProductId, string ExternalVariantId);
