using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Stock;

namespace OrderSync.Web.Data.Stock;

/// <summary>Promises pieces to the lines of open orders, takes them off when they ship, frees them when the order is cancelled.</summary>
public static class Reservations
{
    private const int LinesAtOnce = 500;

    /// <summary>Reserves what the lines of open orders ask for. A line whose product the hub does not know is reserved once it does.</summary>
    /// <param name="orders">Stored orders of one integration with lines that have no reservation yet.</param>
    public static async Task ReserveAsync(
        this OrderSyncDb db, long integrationId, IReadOnlyCollection<(Order Order, List<OrderLine> Lines)> orders, CancellationToken ct)
    {
        var open = orders.Where(order => order.Order.Status.StockEffect() == StockEffect.Reserved).ToList();
        var variants = await VariantsAsync(db, integrationId, [.. open.SelectMany(order => order.Lines)], ct);
        await db.BulkInsertAsync(
            [.. open.SelectMany(order => order.Lines, (order, line) => (order.Order.Warehouse, Line: line))
                .Where(row => row.Line.Quantity > 0 && variants.ContainsKey(KeyOf(row.Line)))
                .Select(row => new Reservation
                {
                    OrderLineId = row.Line.Id,
                    OrderId = row.Line.OrderId,
                    VariantId = variants[KeyOf(row.Line)],
                    Warehouse = row.Warehouse,
                    Quantity = row.Line.Quantity,
                })],
            ct);
    }

    /// <summary>Reserves for lines of open orders that waited for their product to become known; some at a time, by line id.</summary>
    /// <returns>Where to go on, or null when there are no more.</returns>
    public static async Task<long?> ReserveWaitingAsync(this OrderSyncDb db, long integrationId, long after, CancellationToken ct)
    {
        var waiting = await db.Orders
            .Where(order => order.IntegrationId == integrationId && OpenOrders.Reserving.Contains(order.Status))
            .SelectMany(order => order.Lines, (order, line) => new { Order = order, Line = line })
            .Where(row => row.Line.Id > after && !db.Reservations.Any(reserved => reserved.OrderLineId == row.Line.Id)
                && db.VariantListings.Any(listing => listing.IntegrationId == integrationId
                    && listing.ExternalProductId == row.Line.ExternalProductId && listing.ExternalVariantId == row.Line.ExternalVariantId)
                && !db.StockMovements.Any(movement => movement.OrderId == row.Order.Id && movement.Kind == MovementKind.Shipped))
            .OrderBy(row => row.Line.Id).Take(LinesAtOnce).AsNoTracking().ToListAsync(ct);
        await db.ReserveAsync(integrationId, [.. waiting.Select(row => (row.Order, new List<OrderLine> { row.Line }))], ct);
        return waiting.Count < LinesAtOnce ? null : waiting[^1].Line.Id;
    }

    /// <summary>Brings stock in line with an order's new status. Repeating it changes nothing.</summary>
    public static async Task FollowAsync(this OrderSyncDb db, Order order, string actor, DateTime now, CancellationToken ct)
    {
        var reserved = await db.Reservations.Where(row => row.OrderId == order.Id).ToListAsync(ct);
        switch (order.Status.StockEffect())
        {
            case StockEffect.Reserved when reserved.Count == 0:
                await db.ReserveAsync(order.IntegrationId, [(order, await UnshippedAsync(db, order.Id, ct))], ct);
                break;
            case StockEffect.TakenOff:
                foreach (var row in reserved)
                {
                    var cause = new StockCause(MovementKind.Shipped, actor, "", CauseOf(row.OrderLineId), order.Id);
                    await db.ChangeAsync(row.Warehouse, row.VariantId, -row.Quantity, cause, now, ct);
                }

                db.Reservations.RemoveRange(reserved);
                break;
            case StockEffect.Freed:
                db.Reservations.RemoveRange(reserved);
                break;
        }
    }

    private static async Task<List<OrderLine>> UnshippedAsync(OrderSyncDb db, long orderId, CancellationToken ct)
    {
        var shipped = await db.StockMovements.Where(row => row.OrderId == orderId && row.Cause != null).Select(row => row.Cause!).ToHashSetAsync(ct);
        var lines = await db.OrderLines.Where(line => line.OrderId == orderId).ToListAsync(ct);
        return [.. lines.Where(line => !shipped.Contains(CauseOf(line.Id)))];
    }

    private static string CauseOf(long orderLineId) => string.Create(CultureInfo.InvariantCulture, $"shipped:{orderLineId}");

    /// <summary>The shop's ids decide; a SKU a person put on the line decides where they say nothing.</summary>
    private static async Task<Dictionary<(string, string, string), long>> VariantsAsync(
        OrderSyncDb db, long integrationId, IReadOnlyCollection<OrderLine> lines, CancellationToken ct)
    {
        var products = lines.Select(line => line.ExternalProductId).Distinct().ToList();
        var listed = await db.VariantListings
            .Where(row => row.IntegrationId == integrationId && products.Contains(row.ExternalProductId))
            .ToDictionaryAsync(row => (row.ExternalProductId, row.ExternalVariantId), row => row.VariantId, ct);
        var others = lines.Where(line => line.Sku.Length > 0 && !listed.ContainsKey((line.ExternalProductId, line.ExternalVariantId))).Select(line => line.Sku).Distinct().ToList();
        var bySku = others.Count == 0 ? [] : (await db.Variants.Where(row => others.Contains(row.Sku) && row.GoneAt == null).Select(row => new { row.Sku, row.Id }).ToListAsync(ct))
            .GroupBy(row => row.Sku).Where(group => group.Count() == 1).ToDictionary(group => group.Key, group => group.Single().Id);
        return lines.Select(KeyOf).Distinct()
            .Select(key => (Key: key, Variant: listed.TryGetValue((key.Product, key.Variant), out var id) || bySku.TryGetValue(key.Sku, out id) ? id : 0))
            .Where(match => match.Variant != 0)
            .ToDictionary(match => ((string, string, string))match.Key, match => match.Variant);
    }

    private static (string Product, string Variant, string Sku) KeyOf(OrderLine line) => (line.ExternalProductId, line.ExternalVariantId, line.Sku);
}
