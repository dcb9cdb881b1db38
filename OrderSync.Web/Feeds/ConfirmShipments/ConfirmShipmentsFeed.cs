using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Feeds.ConfirmShipments;

/// <summary>Tells a shop what was shipped here and which statuses were set here: sends the messages that are due, in the order they were written.</summary>
public sealed class ConfirmShipmentsFeed(ConnectorRegistry connectors, OutboxSender sender, FeedMonitor monitor) : IFeed
{
    public static readonly FeedKey FeedKey = new("shipping-confirmation");

    public FeedKey Key => FeedKey;

    public string Title => "Shipping confirmation";

    public string Description => "Writes tracking numbers and statuses to the shop. Starts by itself within seconds after something was shipped; the schedule is only a safety net.";

    public string? StartsWhen => "When something is to be told";

    public FeedLane Lane => FeedLane.Outgoing;

    public bool WritesOutside => true;

    public async Task<IReadOnlyCollection<long>> DueAsync(OrderSyncDb db, DateTime now, CancellationToken ct) =>
        await OutboxLease.Due(db, now).Select(message => message.IntegrationId)
            .Union(OutboxLease.Abandoned(db, now).Select(message => message.IntegrationId))
            .ToListAsync(ct);

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var port = connectors.Port<IOrderStatusTarget>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} takes no statuses.");
        var target = new OutboxTarget(context.Connection, port, new OutboxHolder(context.Node, context.RunId));
        await foreach (var message in sender.SendDueAsync(target, ct))
        {
            await context.SaveAsync((db, _) =>
            {
                var item = SentItems.Of(context, message);
                db.FeedRunItems.Add(item);
                return Task.FromResult(new RunCounts().Plus(item.Outcome));
            }, ct);
            monitor.Publish(Topics.Outbox, Topics.Orders);
        }

        return Say(context.Counts);
    }

    private static Phrase Say(RunCounts counts) => counts switch
    {
        { Done: 0 } => new Phrase("Nothing to do: no shipment or status waits to be told."),
        { Failed: 0, Waiting: 0 } => new Phrase("{0} told, {1} known already, {2} with nothing to send.", N(counts.Updated), N(counts.Unchanged), N(counts.Skipped)),
        _ => new Phrase(
            "{0} told, {1} known already, {2} tried again later, {3} need somebody.", N(counts.Updated), N(counts.Unchanged), N(counts.Waiting), N(counts.Failed)),
    };

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);
}
