using OrderSync.Domain.Orders;

namespace OrderSync.Web.Outbox.Events;

/// <summary>Payload of <see cref="Domain.Outbox.OutboxKind.Event"/>: the status the order was given. The rest is read when it is sent.</summary>
public sealed record EventNews(OrderStatus Status)
{
    /// <param name="change">The order's stamp after the change: each change is told once, and the same status may come again later.</param>
    public static string KeyOf(long orderId, Guid change) => FormattableString.Invariant($"event:{orderId}:{change:N}");

    /// <summary>What a listener knows the message by: the same at each attempt.</summary>
    public static string IdOf(long messageId, DateTime createdAt) => FormattableString.Invariant($"evt_{messageId}_{new DateTimeOffset(createdAt, TimeSpan.Zero).ToUnixTimeSeconds()}");
}
