using OrderSync.Domain.Orders;

namespace OrderSync.Web.Outbox;

/// <summary>Payload of <see cref="Domain.Outbox.OutboxKind.Shipment"/>: only which; the rest is read when it is sent, so that it tells of now.</summary>
public sealed record ShipmentNews(long ShipmentId)
{
    public static string KeyOf(long shipmentId) => FormattableString.Invariant($"shipment:{shipmentId}");
}

/// <summary>Payload of <see cref="Domain.Outbox.OutboxKind.Status"/>.</summary>
public sealed record StatusNews(OrderStatus Status)
{
    /// <param name="change">The order's stamp after the change: each change is told once, and the same status may come again later.</param>
    public static string KeyOf(long orderId, Guid change) => FormattableString.Invariant($"status:{orderId}:{change:N}");
}
