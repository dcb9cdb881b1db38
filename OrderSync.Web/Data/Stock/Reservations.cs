using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Stock;

namespace OrderSync.Web.Data.Stock;

/// <summary>Promises pieces to the lines of open orders, takes them off when they ship, frees them when the order is cancelled.</summary>
public static class Reservations
{
    private const int LinesAtOnce = 500;

    /// <summary>Cause of what a change of status took off: all that was left of the line.</summary>
    private const string WholeLine = "shipped:";

    /// <summary>Reserves what the lines of open orders ask for. A line whose product the hub does not know is reserved once it does.</summary>
    /// <param name="orders">Stored orders of one integration with lines that have no reservation yet.</param>
    public static Task ReserveAsync(
        this OrderSyncDb db, long integrationId, IReadOnlyCollection<(Order Order, List<OrderLine> Lines)> orders, DateTime now, CancellationToken ct) =>
        ReserveAsync(db, integrationId, orders, line => line.ToShip, now, ct);

    private static async Task ReserveAsync(
        OrderSyncDb db, long integrationId, IReadOnlyCollection<(Order Order, List<OrderLine> Lines)> orders, Func<OrderLine, int> pieces, DateTime now, CancellationToken ct)
    {
        var open = orders.Where(order => order.Order.Status.StockEffect() == StockEffect.Reserved).ToList();
        var variants = await VariantsAsync(db, integrationId, [.. open.SelectMany(order => order.Lines)], ct);
        List<Reservation> reserved =
            [.. open.SelectMany(order => order.Lines, (order, line) => (order.Order.Warehouse, Line: line))
                .Where(row => pieces(row.Line) > 0 && variants.ContainsKey(KeyOf(row.Line)))
                .Select(row => new Reservation
                {
                    OrderLineId = row.Line.Id,
                    OrderId = row.Line.OrderId,
                    VariantId = variants[KeyOf(row.Line)],
                    Warehouse = row.Warehouse,
                    Quantity = pieces(row.Line),
                })];
        await db.BulkInsertAsync(reserved, ct);
        await db.MarkStockDueAsync(reserved.Select(row => row.VariantId), now, ct);
    }

    /// <summary>
    /// Takes off what orders that arrive as shipped have taken out of the warehouse: those placed after somebody last said what lies there. Older
    /// ones are counted in that figure already.
    /// </summary>
    /// <param name="orders">Stored orders of one integration, new in the hub.</param>
    public static async Task TakeOffArrivedAsync(
        this OrderSyncDb db, long integrationId, IReadOnlyCollection<(Order Order, List<OrderLine> Lines)> orders, string actor, DateTime now, CancellationToken ct)
    {
        var gone = orders.Where(order => order.Order.Status.StockEffect() == StockEffect.TakenOff).ToList();
        if (gone.Count == 0)
        {
            return;
        }

        var variants = await VariantsAsync(db, integrationId, [.. gone.SelectMany(order => order.Lines)], ct);
        var known = variants.Values.Distinct().ToList();
        var said = await db.StockMovements.Where(row => known.Contains(row.VariantId) && row.Kind != MovementKind.Shipped)
            .GroupBy(row => new { row.VariantId, row.Warehouse }).Select(group => new { group.Key.VariantId, group.Key.Warehouse, At = group.Max(row => row.At) })
            .ToDictionaryAsync(row => (row.VariantId, row.Warehouse), row => row.At, ct);
        foreach (var (order, line) in gone.SelectMany(order => order.Lines, (order, line) => (order.Order, line)))
        {
            if (variants.TryGetValue(KeyOf(line), out var variant) && said.TryGetValue((variant, order.Warehouse), out var at) && order.PlacedAt > at)
            {
                var cause = new StockCause(MovementKind.Shipped, actor, "Shipped in the shop before it arrived", CauseOf(line.Id), order.Id);
                await db.ChangeAsync(order.Warehouse, variant, -line.ToShip, cause, now, ct);
            }
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>Reserves for lines of open orders that waited for their product to become known; some at a time, by line id.</summary>
    /// <returns>Where to go on, or null when there are no more.</returns>
    public static async Task<long?> ReserveWaitingAsync(this OrderSyncDb db, long integrationId, long after, DateTime now, CancellationToken ct)
    {
        var waiting = await db.Orders
            .Where(order => order.IntegrationId == integrationId && OpenOrders.Reserving.Contains(order.Status))
            .SelectMany(order => order.Lines, (order, line) => new { Order = order, Line = line })
            .Where(row => row.Line.Id > after && !db.Reservations.Any(reserved => reserved.OrderLineId == row.Line.Id)
                && db.VariantListings.Any(listing => listing.IntegrationId == integrationId
                    && listing.ExternalProductId == row.Line.ExternalProductId && listing.ExternalVariantId == row.Line.ExternalVariantId)
                && !db.StockMovements.Any(movement => movement.OrderId == row.Order.Id && movement.Cause!.StartsWith(WholeLine)))
            .OrderBy(row => row.Line.Id).Take(LinesAtOnce).AsNoTracking().ToListAsync(ct);
        var shipped = await ShippedAsync(db, [.. waiting.Select(row => row.Line.Id)], ct);
        await ReserveAsync(
            db, integrationId, [.. waiting.Select(row => (row.Order, new List<OrderLine> { row.Line }))], line => line.ToShip - shipped.GetValueOrDefault(line.Id), now, ct);
        return waiting.Count < LinesAtOnce ? null : waiting[^1].Line.Id;
    }

    /// <summary>Brings stock in line with an order's new status. Repeating it changes nothing.</summary>
    public static async Task FollowAsync(this OrderSyncDb db, Order order, string actor, DateTime now, CancellationToken ct)
    {
        var reserved = await db.Reservations.Where(row => row.OrderId == order.Id).ToListAsync(ct);
        switch (order.Status.StockEffect())
        {
            case StockEffect.Reserved when reserved.Count == 0:
                await ReserveRestAsync(db, order, reserved, now, ct);
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
                await db.MarkStockDueAsync(reserved.Select(row => row.VariantId), now, ct);
                break;
        }
    }

    /// <summary>Brings what an open order holds in line with its lines after these changed. Repeating it changes nothing.</summary>
    public static async Task ReserveAnewAsync(this OrderSyncDb db, Order order, DateTime now, CancellationToken ct)
    {
        if (order.Status.StockEffect() == StockEffect.Reserved)
        {
            await ReserveRestAsync(db, order, await db.Reservations.Where(row => row.OrderId == order.Id).ToListAsync(ct), now, ct);
        }
    }

    /// <summary>Takes the pieces of a shipment off what its order was promised; each of its lines once. The shipment must be saved.</summary>
    public static async Task ShipAsync(this OrderSyncDb db, Shipment shipment, string actor, DateTime now, CancellationToken ct)
    {
        var reserved = await db.Reservations.Where(row => row.OrderId == shipment.OrderId).ToDictionaryAsync(row => row.OrderLineId, ct);
        foreach (var line in shipment.Lines.Where(line => reserved.ContainsKey(line.OrderLineId)))
        {
            var row = reserved[line.OrderLineId];
            var pieces = Math.Min(line.Quantity, row.Quantity);
            await db.ChangeAsync(row.Warehouse, row.VariantId, -pieces, CauseOf(shipment, line, actor, undone: false), now, ct);
            row.Quantity -= pieces;
            if (row.Quantity == 0)
            {
                db.Reservations.Remove(row);
            }
        }
    }

    /// <summary>Books back what a shipment took off and promises its pieces again. The shipment must be saved as taken back, the order with its new status.</summary>
    public static async Task UnshipAsync(this OrderSyncDb db, Order order, Shipment shipment, string actor, DateTime now, CancellationToken ct)
    {
        foreach (var line in shipment.Lines)
        {
            var cause = PartOf(line);
            if (await db.StockMovements.AsNoTracking().SingleOrDefaultAsync(row => row.Cause == cause, ct) is { } taken)
            {
                await db.ChangeAsync(taken.Warehouse, taken.VariantId, taken.Before - taken.After, CauseOf(shipment, line, actor, undone: true), now, ct);
            }
        }

        await ReserveAnewAsync(db, order, now, ct);
    }

    /// <summary>Promises each line of an order what was not shipped of it, no more and no less.</summary>
    private static async Task ReserveRestAsync(OrderSyncDb db, Order order, List<Reservation> reserved, DateTime now, CancellationToken ct)
    {
        var whole = await db.StockMovements.Where(row => row.OrderId == order.Id && row.Cause!.StartsWith(WholeLine)).Select(row => row.Cause!).ToHashSetAsync(ct);
        var lines = await db.OrderLines.Where(line => line.OrderId == order.Id).ToListAsync(ct);
        var shipped = await ShippedAsync(db, [.. lines.Select(line => line.Id)], ct);
        foreach (var row in reserved)
        {
            row.Quantity = Rest(lines.Single(line => line.Id == row.OrderLineId));
            if (row.Quantity <= 0)
            {
                db.Reservations.Remove(row);
            }
        }

        await db.MarkStockDueAsync(reserved.Select(row => row.VariantId), now, ct);
        var missing = lines.Where(line => reserved.All(row => row.OrderLineId != line.Id)).ToList();
        await ReserveAsync(db, order.IntegrationId, [(order, missing)], Rest, now, ct);

        int Rest(OrderLine line) => whole.Contains(CauseOf(line.Id)) ? 0 : line.ToShip - shipped.GetValueOrDefault(line.Id);
    }

    /// <summary>Pieces that left with shipments, by order line.</summary>
    public static Task<Dictionary<long, int>> ShippedAsync(this OrderSyncDb db, IReadOnlyCollection<long> lines, CancellationToken ct) =>
        db.ShipmentLines.Where(line => lines.Contains(line.OrderLineId) && db.Shipments.Any(shipment => shipment.Id == line.ShipmentId && shipment.UndoneAt == null))
            .GroupBy(line => line.OrderLineId).Select(group => new { group.Key, Pieces = group.Sum(line => line.Quantity) })
            .ToDictionaryAsync(row => row.Key, row => row.Pieces, ct);

    private static StockCause CauseOf(Shipment shipment, ShipmentLine line, string actor, bool undone) => new(
        MovementKind.Shipped, actor, string.Create(CultureInfo.InvariantCulture, $"Shipment {shipment.Id}{(undone ? " taken back" : "")}"),
        undone ? string.Create(CultureInfo.InvariantCulture, $"shipment-undone:{line.Id}") : PartOf(line), shipment.OrderId);

    private static string PartOf(ShipmentLine line) => string.Create(CultureInfo.InvariantCulture, $"shipment:{line.Id}");

    private static string CauseOf(long orderLineId) => string.Create(CultureInfo.InvariantCulture, $"{WholeLine}{orderLineId}");

    /// <summary>The variants that lines of one integration's orders are of, by the line's id; lines whose product the hub does not know are left out.</summary>
    public static async Task<Dictionary<long, long>> VariantsOfLinesAsync(this OrderSyncDb db, long integrationId, IReadOnlyCollection<OrderLine> lines, CancellationToken ct)
    {
        var variants = await VariantsAsync(db, integrationId, lines, ct);
        return lines.Where(line => variants.ContainsKey(KeyOf(line))).ToDictionary(line => line.Id, line => variants[KeyOf(line)]);
    }

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
