using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Outbox;

/// <summary>Reads what a message comes to now: with the shipments, settings and mappings of this moment.</summary>
internal static class StatusReader
{
    public static async Task<(ToldOrder Order, StatusPlan Plan, StatusMap Map)> ReadAsync(OrderSyncDb db, OutboxMessage message, StatusSettings settings, CancellationToken ct)
    {
        var order = await db.Orders.AsNoTracking().Include(row => row.Lines).SingleAsync(row => row.Id == message.OrderId, ct);
        var map = await MapAsync(db, message.IntegrationId, ct);
        var plan = message.Kind == OutboxKind.Shipment
            ? await ForShipmentAsync(db, order, StoredJson.Read<ShipmentNews>(message.Payload), settings, map, ct)
            : StatusPlanner.ForStatus(StoredJson.Read<StatusNews>(message.Payload).Status, settings, map);
        return (new ToldOrder(order.Id, order.ExternalId, order.Reference, order.IncomingOrderId), plan, map);
    }

    private static async Task<StatusPlan> ForShipmentAsync(
        OrderSyncDb db, Order order, ShipmentNews news, StatusSettings settings, StatusMap map, CancellationToken ct)
    {
        var shipments = await db.Shipments.AsNoTracking().Include(row => row.Lines)
            .Where(row => row.OrderId == order.Id && row.Id <= news.ShipmentId).OrderBy(row => row.Id).ToListAsync(ct);
        var plan = StatusPlanner.ForShipment(order.Status, shipments, ShipmentPlanner.IsComplete(ShipmentPlanner.Progress(order.Lines, shipments)), settings, map);
        return news.NumberOnly == true && plan.Drop is null
            ? plan with { State = null, Beyond = [], NoState = new Phrase("The shop's status was left alone: only the tracking number changed.") }
            : plan;
    }

    private static async Task<StatusMap> MapAsync(OrderSyncDb db, long integrationId, CancellationToken ct)
    {
        var rows = await db.ValueMappings.AsNoTracking()
            .Where(row => row.IntegrationId == integrationId && row.Target != null && (row.Table == MappingTables.OrderStatuses || row.Table == MappingTables.StatusesBack))
            .Select(row => new { row.Table, row.Source, row.Target }).ToListAsync(ct);
        var toShop = MappingSet.ByStatus(rows.Where(row => row.Table == MappingTables.StatusesBack).Select(row => (row.Source, row.Target!)));
        var fromShop = rows.Where(row => row.Table == MappingTables.OrderStatuses)
            .Select(row => (State: row.Source, StatusRule.Parse(row.Target!)?.Status)).Where(row => row.Status is not null);
        return new StatusMap(fromShop.ToDictionary(row => row.State, row => row.Status!.Value), toShop);
    }
}
