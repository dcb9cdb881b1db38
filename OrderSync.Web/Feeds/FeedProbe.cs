using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds;

/// <summary>When an integration's rest is over, runs the feed that failed last, to see whether the other side is back.</summary>
public sealed class FeedProbe(IDbContextFactory<OrderSyncDb> databases, FeedQueue queue, TimeProvider clock)
{
    public async Task StartDueAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync(ct);
        var due = await db.Integrations.Where(row => row.Enabled && row.RetryAt != null && row.RetryAt <= now).Select(row => row.Id).ToListAsync(ct);
        foreach (var integrationId in due)
        {
            var failed = await db.FeedRuns
                .Where(row => row.IntegrationId == integrationId && row.State == RunState.Failed)
                .OrderByDescending(row => row.Id)
                .Select(row => row.FeedId)
                .FirstOrDefaultAsync(ct);
            if (failed != 0 && await db.Feeds.AnyAsync(feed => feed.Id == failed && !feed.Paused, ct))
            {
                await queue.StartAsync(failed, RunTrigger.Probe, "Back-off", ct);
            }
        }
    }
}
