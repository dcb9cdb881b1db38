using OrderSync.Domain.Orders;

namespace OrderSync.Web.Outbox;

/// <summary>Payload of <see cref="Domain.Outbox.OutboxKind.Shipment"/>: only which; the rest is read when it is sent, so that it tells of now.</summary>
public sealed record ShipmentNews(long ShipmentId)
{
    /// <summary>True when only its tracking number changed: the status is none of this message's business. Null means no.</summary>
    public bool? NumberOnly { get; init; }

    /// <summary>Key of a message about another number of a shipment.</summary>
    /// <param name="change">The shipment's stamp after the change.</param>
    public static string KeyOf(long shipmentId, Guid change) => FormattableString.Invariant($"shipment:{shipmentId}:{change:N}");

    public static string KeyOf(long shipmentId) => FormattableString.Invariant($"shipment:{shipmentId}");
}

/// <summary>Payload of <see cref="Domain.Outbox.OutboxKind.Status"/>.</summary>
public sealed record StatusNews(OrderStatus Status)
{
    /// <param name="change">The order's stamp after the change: each change is told once, and the same status may come again later.</param>
    public static string KeyOf(long orderId, Guid change) => FormattableString.Invariant($"status:{orderId}:{change:N}");
}
