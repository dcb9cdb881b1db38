using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Outbox;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Features.Orders.Shipping;

/// <summary>Reads shipments with what their shops know of them.</summary>
public sealed class ShipmentQueries(IDbContextFactory<OrderSyncDb> databases, OutboxHolds holds, TimeProvider clock)
{
    /// <param name="order">With its lines.</param>
    public async Task<OrderShipments> OfAsync(Order order, CancellationToken ct) => (await OfAsync([order], ct))[order.Id];

    /// <summary>Of several orders at once, by order; each is in the answer.</summary>
    /// <param name="orders">With their lines.</param>
    public async Task<IReadOnlyDictionary<long, OrderShipments>> OfAsync(IReadOnlyCollection<Order> orders, CancellationToken ct)
    {
        var ids = orders.Select(order => order.Id).ToList();
        await using var db = await databases.CreateDbContextAsync(ct);
        var shipments = (await db.Shipments.AsNoTracking().Include(row => row.Lines).Where(row => ids.Contains(row.OrderId)).OrderBy(row => row.Id).ToListAsync(ct))
            .ToLookup(row => row.OrderId);
        var messages = shipments.Count == 0 ? [] : await db.OutboxMessages.AsNoTracking()
            .Where(row => row.OrderId != null && ids.Contains(row.OrderId.Value) && row.Kind == OutboxKind.Shipment).ToListAsync(ct);
        var held = await holds.ReadAsync(db, [.. messages.Where(message => !message.IsSettled).Select(message => message.IntegrationId).Distinct()], clock.GetUtcNow().UtcDateTime, ct);
        var told = messages.ToDictionary(message => (message.IntegrationId, message.Key), message => new ShopTold(
            message.Id, message.State, message.LastAnswer, message.Steps, message.NextAttemptAt, message.SettledAt, message.HasArrived, held.GetValueOrDefault(message.IntegrationId)));
        return orders.ToDictionary(order => order.Id, order => new OrderShipments(
            [.. shipments[order.Id].Select(row => RowOf(row, order, told.GetValueOrDefault((order.IntegrationId, ShipmentNews.KeyOf(row.Id)))))],
            ShipmentPlanner.Progress(order.Lines, shipments[order.Id])));
    }

    private static ShipmentRow RowOf(Shipment shipment, Order order, ShopTold? told)
    {
        var lines = order.Lines.ToDictionary(line => line.Id);
        return new ShipmentRow(
            shipment.Id, shipment.ShippedAt, shipment.ShippedBy, shipment.Carrier, shipment.TrackingNumbers, shipment.TrackingUrl,
            [.. shipment.Lines.Select(line => lines.GetValueOrDefault(line.OrderLineId) is { } of
                ? new ShippedPieces(line.OrderLineId, of.Sku, of.Name, line.Quantity)
                : new ShippedPieces(line.OrderLineId, "", "–", line.Quantity))],
            shipment.UndoneAt, shipment.UndoneBy, told);
    }
}
