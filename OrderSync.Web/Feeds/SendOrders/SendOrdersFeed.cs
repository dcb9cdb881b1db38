using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Outbox;
using OrderSync.Web.Outbox.Targets;

namespace OrderSync.Web.Feeds.SendOrders;

/// <summary>Sends whole orders to a system that carries them out, each once, as fast as the system allows.</summary>
public sealed class SendOrdersFeed(ConnectorRegistry connectors, TargetSender sender, FeedMonitor monitor) : IFeed
{
    public static readonly FeedKey FeedKey = new("send-orders");

    public FeedKey Key => FeedKey;

    public string Title => "Send orders";

    public string Description => "Sends orders that are due. Starts by itself within seconds after an order came in or reached the chosen status; no schedule is needed.";

    public FeedLane Lane => FeedLane.Outgoing;

    public bool WritesOutside => true;

    public string? StartsWhen => "When an order is due";

    public async Task<IReadOnlyCollection<long>> DueAsync(OrderSyncDb db, DateTime now, CancellationToken ct) =>
        await OutboxLease.Due(db, now).Where(message => message.Kind == OutboxKind.Order).Select(message => message.IntegrationId)
            .Union(OutboxLease.Abandoned(db, now).Where(message => message.Kind == OutboxKind.Order).Select(message => message.IntegrationId))
            .ToListAsync(ct);

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var port = connectors.Port<IOrderTarget>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} takes no orders.");
        await foreach (var message in sender.SendDueAsync(context.Connection, port, new OutboxHolder(context.Node, context.RunId), ct))
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

    private static Phrase Say(RunCounts counts) => counts.Done == 0
        ? new Phrase("Nothing to do: no order waits to be sent.")
        : new Phrase("{0} orders sent, {1} with nothing to send, {2} tried again later or in doubt, {3} need somebody.",
            N(counts.Updated), N(counts.Skipped), N(counts.Waiting), N(counts.Failed));

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);
}
