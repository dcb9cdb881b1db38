using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds;

/// <summary>What a fired schedule does: starts the feed unless it is paused, switched off or resting after failures.</summary>
public sealed class FeedSchedules(IDbContextFactory<OrderSyncDb> databases, FeedQueue queue, TimeProvider clock)
{
    public async Task FireAsync(long feedId, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync(ct);
        var mayRun = await db.Feeds
            .Where(feed => feed.Id == feedId && !feed.Paused && feed.Cron != null)
            .Join(db.Integrations, feed => feed.IntegrationId, integration => integration.Id, (_, integration) => integration)
            .AnyAsync(integration => integration.Enabled && (integration.RetryAt == null || integration.RetryAt <= now), ct);
        if (mayRun)
        {
            await queue.StartAsync(feedId, RunTrigger.Schedule, Actor.Schedule.Name, ct);
        }
    }
}
