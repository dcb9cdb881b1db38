using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds;

/// <summary>Starts feeds whose work has become due by itself: a message to send, stock that changed. Paused, switched off and resting ones stay as they are.</summary>
public sealed class FeedWaker(IDbContextFactory<OrderSyncDb> databases, FeedCatalog catalog, FeedQueue queue, TimeProvider clock)
{
    /// <summary>After a run that broke the work is still due; without a pause it would break again at once, over and over.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>Who cancels a run means it; time to pause the feed, too.</summary>
    private static readonly TimeSpan PauseAfterCancelling = TimeSpan.FromMinutes(15);

    public async Task StartDueAsync(CancellationToken ct)
    {
        foreach (var feed in catalog.All)
        {
            await StartDueAsync(feed, ct);
        }
    }

    /// <summary>Of one feed only: somebody knows that it has something to do.</summary>
    public async Task StartDueAsync(IFeed feed, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await feed.DueAsync(db, now, ct) is { Count: > 0 } due)
        {
            foreach (var feedId in await MayRunAsync(db, feed.Key, due, now, ct))
            {
                await StartAsync(db, feedId, now, ct);
            }
        }
    }

    private static Task<List<long>> MayRunAsync(OrderSyncDb db, FeedKey key, IReadOnlyCollection<long> integrations, DateTime now, CancellationToken ct) =>
        db.Feeds
            .Where(feed => feed.Key == key && !feed.Paused && integrations.Contains(feed.IntegrationId)
                && db.Integrations.Any(row => row.Id == feed.IntegrationId && row.Enabled && (row.RetryAt == null || row.RetryAt <= now)))
            .Select(feed => feed.Id)
            .ToListAsync(ct);

    private async Task StartAsync(OrderSyncDb db, long feedId, DateTime now, CancellationToken ct)
    {
        var last = await db.FeedRuns.Where(run => run.FeedId == feedId).OrderByDescending(run => run.Id)
            .Select(run => new { run.State, run.FinishedAt, IsActive = run.ActiveFeedId != null }).FirstOrDefaultAsync(ct);
        if (last is null || !(last.IsActive || (last.State == RunState.Failed && last.FinishedAt > now - PauseAfterFailure)
            || (last.State == RunState.Cancelled && last.FinishedAt > now - PauseAfterCancelling)))
        {
            await queue.StartAsync(feedId, RunTrigger.Change, Actor.System.Name, ct);
        }
    }
}
