using OrderSync.Domain.Integrations;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Feeds.UpdateOrders;

/// <summary>Takes a page of orders that are here already: compares each with what the shop shows now and lets it follow.</summary>
public sealed class OrderUpdates(FeedMonitor monitor)
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
            await context.SaveAsync((db, token) => new UpdatedPage(context, db).TakeAsync(orders, unreadable, token), ct);
            return true;
        });
        monitor.Publish(Topics.Orders);
    }
}
