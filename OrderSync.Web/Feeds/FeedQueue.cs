using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.GoLive;

namespace OrderSync.Web.Feeds;

/// <summary>A run that was asked for.</summary>
/// <param name="Joined">It was active already; the caller joined it.</param>
public sealed record StartedRun(long RunId, bool Joined);

/// <summary>Puts runs into the queue. At most one run of a feed is active: a second start joins it. A feed that is not safe yet is refused, whoever starts it.</summary>
public sealed class FeedQueue(IDbContextFactory<OrderSyncDb> databases, FeedCatalog catalog, GoLiveGate gate, FeedMonitor monitor, FeedSignal signal, TimeProvider clock)
{
    /// <param name="startedBy">Who or what started it, for people.</param>
    public async Task<Outcome<StartedRun>> StartAsync(long feedId, RunTrigger trigger, string startedBy, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var feed = await db.Feeds.AsNoTracking().SingleOrDefaultAsync(row => row.Id == feedId, ct);
        if (feed is null)
        {
            return Refusal.NotFound("The feed");
        }

        if (!await db.Integrations.AnyAsync(row => row.Id == feed.IntegrationId && row.Enabled, ct))
        {
            return Refusal.Conflict("The integration is switched off. Switch it on in its Overview, then run the feed.");
        }

        if (feed.OffReason is { } off)
        {
            return new Refusal(RefusalKind.Conflict, off);
        }

        if (await gate.LockOfAsync(db, feed, ct) is { } locked)
        {
            return new Refusal(RefusalKind.Conflict, locked.Reason);
        }

        if (catalog.Get(feed.Key).WritesOutside && await db.FindOutgoingStopAsync(ct) is { } stop)
        {
            return stop.Refuse();
        }

        await catalog.Get(feed.Key).BeforeQueueAsync(db, feed, trigger, ct);
        return await JoinAsync(db, feedId, ct) ?? await EnqueueAsync(db, feed, trigger, startedBy, ct);
    }

    private static async Task<StartedRun?> JoinAsync(OrderSyncDb db, long feedId, CancellationToken ct)
    {
        var active = await db.FeedRuns.Where(row => row.ActiveFeedId == feedId).Select(row => (long?)row.Id).SingleOrDefaultAsync(ct);
        return active is { } runId ? new StartedRun(runId, true) : null;
    }

    private async Task<Outcome<StartedRun>> EnqueueAsync(OrderSyncDb db, Feed feed, RunTrigger trigger, string startedBy, CancellationToken ct)
    {
        var run = NewRun(feed, trigger, startedBy, clock.GetUtcNow().UtcDateTime);
        db.FeedRuns.Add(run);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Somebody else queued the feed at the same moment; the unique index let one of the two in.
            db.ChangeTracker.Clear();
            if (await JoinAsync(db, feed.Id, ct) is { } joined)
            {
                return joined;
            }

            throw;
        }

        signal.Set();
        monitor.Publish(Topics.Runs, Topics.Integrations);
        return new StartedRun(run.Id, false);
    }

    internal static FeedRun NewRun(Feed feed, RunTrigger trigger, string startedBy, DateTime now) => new()
    {
        FeedId = feed.Id,
        IntegrationId = feed.IntegrationId,
        FeedKey = feed.Key,
        State = RunState.Queued,
        Trigger = trigger,
        StartedBy = startedBy,
        QueuedAt = now,
        ActiveFeedId = feed.Id,
    };
}

/// <summary>Wakes the worker as soon as there is something to do.</summary>
public sealed class FeedSignal : WakeSignal
{
    private readonly ConcurrentDictionary<FeedKey, bool> due = [];

    /// <summary>Something has just become due for the feed: its runs are started now, not at the next look around.</summary>
    public void Wake(FeedKey feed)
    {
        due[feed] = true;
        Set();
    }

    /// <summary>The feeds for which something has become due since the last call.</summary>
    public IReadOnlyList<FeedKey> TakeDue() => [.. due.Keys.Where(feed => due.TryRemove(feed, out _))];
}
