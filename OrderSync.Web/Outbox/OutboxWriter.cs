using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Outbox;

/// <summary>
/// Writes messages in the transaction of the change they tell of. Only what people and scripts do here is told: what came from a shop is
/// saved by feeds, which never call this, so nothing is echoed.
/// </summary>
public sealed class OutboxWriter(ConnectorRegistry connectors, TimeProvider clock)
{
    /// <summary>Tells the order's shop of a shipment. The shipment must be saved.</summary>
    /// <returns>False when the shop cannot be told.</returns>
    public async Task<bool> AddShipmentAsync(OrderSyncDb db, Order order, Shipment shipment, string by, CancellationToken ct)
    {
        if (!await CanTellAsync(db, order, ct))
        {
            return false;
        }

        var (id, number) = (shipment.Id.ToString(CultureInfo.InvariantCulture), shipment.TrackingNumber);
        var subject = number.Length > 0 ? new Phrase("Shipment {0}, tracking number {1}", id, number) : new Phrase("Shipment {0}", id);
        Add(db, order, OutboxKind.Shipment, ShipmentNews.KeyOf(shipment.Id), subject, StoredJson.Write(new ShipmentNews(shipment.Id)), by);
        return true;
    }

    /// <summary>
    /// Tells the order's shop that a shipment has another tracking number. A message about it that has not written a number yet says the one of
    /// now by itself; its stamp changes, so that nobody sends it at this moment with the number of before. The shipment must have its new stamp.
    /// </summary>
    public async Task AddNumberAsync(OrderSyncDb db, Order order, Shipment shipment, string by, CancellationToken ct)
    {
        var latest = (await MessagesAsync(db, order, shipment.Id, ct)).LastOrDefault();
        if (latest is { State: OutboxState.Pending or OutboxState.Retrying } && latest.Steps.All(step => step.Name != StatusWords.Tracking))
        {
            latest.Stamp = Guid.NewGuid();
        }
        else if (await CanTellAsync(db, order, ct))
        {
            var subject = new Phrase("Shipment {0}, another tracking number: {1}", shipment.Id.ToString(CultureInfo.InvariantCulture), shipment.TrackingNumber);
            Add(db, order, OutboxKind.Shipment, ShipmentNews.KeyOf(shipment.Id, shipment.Stamp), subject, StoredJson.Write(new ShipmentNews(shipment.Id) { NumberOnly = true }), by);
        }
    }

    /// <summary>Everything the order's shop was or is to be told of a shipment, oldest first.</summary>
    public static Task<List<OutboxMessage>> MessagesAsync(OrderSyncDb db, Order order, long shipmentId, CancellationToken ct)
    {
        var (first, others) = (ShipmentNews.KeyOf(shipmentId), ShipmentNews.KeyOf(shipmentId) + ":");
        return db.OutboxMessages.Where(row => row.OrderId == order.Id && row.IntegrationId == order.IntegrationId && (row.Key == first || row.Key.StartsWith(others)))
            .OrderBy(row => row.Id).ToListAsync(ct);
    }

    /// <summary>Tells the order's shop of a status that was set here, if the merchant mapped it. The order must have its new stamp.</summary>
    public async Task AddStatusAsync(OrderSyncDb db, Order order, string by, CancellationToken ct)
    {
        var status = order.Status;
        await ReplaceOlderAsync(db, order, status, ct);
        if (!await CanTellAsync(db, order, ct) || (status is not (OrderStatus.Shipped or OrderStatus.PartiallyShipped) && !await IsMappedAsync(db, order.IntegrationId, status, ct)))
        {
            return;
        }

        Add(db, order, OutboxKind.Status, StatusNews.KeyOf(order.Id, order.Stamp), new Phrase("Status {0}", status.ToString()), StoredJson.Write(new StatusNews(status)), by);
    }

    private async Task<bool> CanTellAsync(OrderSyncDb db, Order order, CancellationToken ct)
    {
        var connector = await db.Integrations.Where(row => row.Id == order.IntegrationId).Select(row => row.Connector).SingleAsync(ct);
        return connectors.TryGet(connector, out _) && connectors.Port<IOrderStatusTarget>(connector) is not null;
    }

    private static Task<bool> IsMappedAsync(OrderSyncDb db, long integrationId, OrderStatus status, CancellationToken ct)
    {
        var source = status.ToString();
        return db.ValueMappings.AnyAsync(row => row.IntegrationId == integrationId && row.Table == MappingTables.StatusesBack && row.Source == source && row.Target != null, ct);
    }

    /// <summary>A status nobody was told of yet is not told of any more once there is a newer one: the customer is spared a mail about a slip.</summary>
    private async Task ReplaceOlderAsync(OrderSyncDb db, Order order, OrderStatus status, CancellationToken ct)
    {
        var older = await db.OutboxMessages
            .Where(row => row.OrderId == order.Id && row.IntegrationId == order.IntegrationId && row.Kind == OutboxKind.Status && row.State == OutboxState.Pending && row.Attempts == 0)
            .ToListAsync(ct);
        foreach (var message in older)
        {
            message.Settle(OutboxState.Dropped, Now, Actor.System.Name, new Phrase("Replaced by a later change to {0} before it was sent.", status.ToString()));
        }
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private void Add(OrderSyncDb db, Order order, OutboxKind kind, string key, Phrase subject, string payload, string by) => db.OutboxMessages.Add(new OutboxMessage
    {
        IntegrationId = order.IntegrationId,
        OrderId = order.Id,
        Kind = kind,
        Delivery = DeliveryClass.LookUp,
        Key = key,
        Subject = subject,
        Payload = payload,
        NextAttemptAt = Now,
        CreatedAt = Now,
        CreatedBy = by,
        Stamp = Guid.NewGuid(),
    });
}
