using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Features.Problems;

/// <summary>Starts the Retry feed of shops whose orders were marked.</summary>
public sealed class RetryRuns(IDbContextFactory<OrderSyncDb> databases, FeedQueue queue)
{
    /// <returns>The runs, and the names of shops that are switched off: there the marks wait.</returns>
    public async Task<(IReadOnlyList<long> Runs, IReadOnlyList<string> Held)> StartAsync(Actor actor, IReadOnlyCollection<long> integrationIds, CancellationToken ct)
    {
        var feeds = await FeedsAsync(integrationIds, ct);
        var runs = new List<long>();
        var held = new List<string>();
        foreach (var (feedId, shop) in feeds)
        {
            var started = await queue.StartAsync(feedId, RunTrigger.Change, actor.Name, ct);
            if (started.Value is { } run)
            {
                runs.Add(run.RunId);
            }
            else
            {
                held.Add(shop);
            }
        }

        return (runs, held);
    }

    private async Task<List<(long FeedId, string Shop)>> FeedsAsync(IReadOnlyCollection<long> integrationIds, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Feeds
            .Where(feed => integrationIds.Contains(feed.IntegrationId) && feed.Key == RetryFeed.FeedKey)
            .Join(db.Integrations, feed => feed.IntegrationId, integration => integration.Id, (feed, integration) => new { feed.Id, integration.Name })
            .ToListAsync(ct);
        return rows.ConvertAll(row => (row.Id, row.Name));
    }
}
