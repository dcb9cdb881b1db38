using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Inbox;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Feeds.UpdateOrders;

namespace OrderSync.Web.Feeds.OrderEvents;

/// <summary>
/// Reads the orders a shop has called about and lets them follow it. Everything that is due is read at once by its numbers; while events keep
/// coming, the run stays open and takes them as they come, so that many changes a second are not as many runs. Events are settled in the
/// transaction that changes their order: whatever a dead process leaves is due still.
/// </summary>
public sealed class OrderEventsFeed(
    ConnectorRegistry connectors, ShownOrders shown, InboxQueue queue, InboxSignal signal, FeedMonitor monitor, TimeProvider clock) : IFeed
{
    public static readonly FeedKey FeedKey = new("order-events");

    /// <summary>How long a run stays open after the last event.</summary>
    public static readonly TimeSpan StaysOpen = TimeSpan.FromSeconds(8);

    /// <summary>A run that never ends would never be seen in the list of what was done; the next one goes on at once.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);

    /// <summary>Events another process has taken in are found by looking.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public FeedKey Key => FeedKey;

    public string Title => "Real-time changes";

    public string Description => "Reads orders at the moment the shop says that their status changed. Starts by itself; needs no schedule. Set it up in the Configuration tab.";

    public string? StartsWhen => "When the shop calls";

    public FeedLane Lane => FeedLane.Events;

    public Task<IReadOnlyCollection<long>> DueAsync(OrderSyncDb db, DateTime now, CancellationToken ct) => InboxQueue.DueAsync(db, now, ct);

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var integrationId = context.Connection.IntegrationId;
        var (began, lastEvent, events) = (context.Now, context.Now, 0);
        while (context.Now - began < LongestRun)
        {
            var next = signal.NextAsync(integrationId);
            var due = await queue.TakeAsync(integrationId, context.Now, ct);
            if (due.Events.Count > 0)
            {
                events += due.Events.Count(row => row.Looks == 0);
                lastEvent = context.Now;
                await ReadAsync(context, due, ct);
                continue;
            }

            if (due.NextAt is null && context.Now - lastEvent >= StaysOpen)
            {
                break;
            }

            await WaitAsync(next, (due.NextAt ?? (lastEvent + StaysOpen)) - context.Now, ct);
        }

        await queue.PurgeAsync(integrationId, context.Now, ct);
        return Say(events, context.Counts);
    }

    private async Task ReadAsync(FeedContext context, DueEvents due, CancellationToken ct)
    {
        var source = connectors.OrderSource(context);
        var settlement = new EventSettlement(due, () => context.Now);
        var options = new IntakeOptions(source.ImportSettings(context.Connection), ReportUnchanged: false) { Also = settlement.SettleAsync };
        await foreach (var page in source.ReadAsync(context.Connection, due.OrderIds, ct))
        {
            settlement.Show(page);
            await shown.TakeAsync(context, page with { Cursor = null }, options, ct);
        }

        await context.SaveAsync((db, token) => settlement.SettleRestAsync(db, options.Settings, token), ct);
        monitor.Publish(Topics.Inbox, Topics.Outbox);
    }

    private async Task WaitAsync(Task next, TimeSpan time, CancellationToken ct)
    {
        var atMost = time < LookEvery ? time : LookEvery;
        if (atMost > TimeSpan.Zero)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(next, Task.Delay(atMost, clock, stop.Token));
            await stop.CancelAsync();
            ct.ThrowIfCancellationRequested();
        }
    }

    private static Phrase Say(int events, RunCounts counts) => events == 0
        ? new Phrase("Nothing to do: no change was reported that is not settled.")
        : new Phrase("{0} changes reported by the shop: {1} orders followed, {2} newly imported, {3} known already, {4} left as they are or with a problem.",
            N(events), N(counts.Updated), N(counts.Created), N(counts.Unchanged), N(counts.Skipped + counts.Waiting + counts.Failed));

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);
}
