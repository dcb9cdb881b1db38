using OrderSync.Domain.Integrations;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Outbox;
using OrderSync.Web.Outbox.Events;

namespace OrderSync.Web.Feeds.UpdateOrders;

/// <summary>Takes a page of orders that are here already: compares each with what the shop shows now and lets it follow.</summary>
public sealed class OrderUpdates(EventWriter events, OutboxSignal signal, FeedMonitor monitor)
{
    /// <param name="unreadable">Orders that are here, but whose new content cannot be read.</param>
    public async Task TakeAsync(FeedContext context, IReadOnlyList<ExternalOrder> orders, IReadOnlyList<UnreadableOrder> unreadable, CancellationToken ct)
    {
        if (orders.Count == 0 && unreadable.Count == 0)
        {
            return;
        }

        await OrderIntake.OnceMoreOnConflictAsync(async () =>
        {
            await context.SaveAsync((db, token) => new UpdatedPage(context, db, events).TakeAsync(orders, unreadable, token), ct);
            return true;
        });
        signal.Set();
        monitor.Publish(Topics.Orders);
    }
}
