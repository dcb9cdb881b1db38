using OrderSync.Domain.Integrations;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Feeds.UpdateOrders;

/// <summary>Takes a page of orders that are here already: compares each with what the shop shows now and lets it follow.</summary>
public sealed class OrderUpdates(OrderNews news, OutboxSignal signal, FeedMonitor monitor)
{
    /// <param name="page">Orders that are here, those whose new content cannot be read among them.</param>
    public async Task TakeAsync(FeedContext context, OrderPage page, IntakeOptions options, CancellationToken ct)
    {
        if (page.Orders.Count == 0 && page.Unreadable.Count == 0)
        {
            return;
        }

        await OrderIntake.AgainOnConflictAsync(async () =>
        {
            await context.SaveAsync((db, token) => new UpdatedPage(context, db, news).TakeAsync(page, options, token), ct);
            return true;
        });
        signal.Set();
        monitor.Publish(Topics.Orders);
    }
}
