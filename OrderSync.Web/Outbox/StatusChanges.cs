using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Outbox;

/// <summary>
/// Gives an order another status with everything that follows from it: its history, what its shop and other systems are told, its stock. For
/// changes made here or by a system that carries orders out; what a shop shows is followed by feeds, which never tell the shop.
/// </summary>
public sealed class StatusChanges(OutboxWriter outbox, OrderNews news, TimeProvider clock)
{
    /// <param name="said">What the history says of it.</param>
    public async Task ApplyAsync(OrderSyncDb db, Order order, OrderStatus status, string by, Phrase said, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        (order.Status, order.UpdatedAt, order.Stamp) = (status, now, Guid.NewGuid());
        db.TimelineEvents.Add(new TimelineEvent { IncomingOrderId = order.IncomingOrderId, At = now, Kind = TimelineKind.Status, Actor = by, Summary = said });
        await outbox.AddStatusAsync(db, order, by, ct);
        await news.AddAsync(db, [order], areNew: false, by, null, ct);
        await db.FollowAsync(order, by, now, ct);
    }
}
