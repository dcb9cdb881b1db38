using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds;

/// <summary>
/// Makes runs on other nodes live here too: announcements stay inside a process, so the rows of active runs are read once a second,
/// and only while somebody watches.
/// </summary>
public sealed class RemoteRunWatcher(
    IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor, RunLease lease, DatabaseLocation database, TimeProvider clock, ILogger<RemoteRunWatcher> logger)
    : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private Dictionary<long, Seen> seen = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (database.Provider != DatabaseProvider.SqlServer)
        {
            return; // a SQLite file has one process only
        }

        using var timer = new PeriodicTimer(Beat, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(error, "Runs of other nodes could not be read; they are read again");
            }
        }
    }

    /// <summary>Announces what changed since the last look.</summary>
    internal async Task LookAsync(CancellationToken ct)
    {
        if (monitor.SubscriberCount == 0)
        {
            seen = [];
            return;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var now = await db.FeedRuns.AsNoTracking()
            .Where(run => run.ActiveFeedId != null && run.Node != lease.Node)
            .Select(run => new Seen(run.Id, run.State, run.Done, run.Requests))
            .ToDictionaryAsync(run => run.Id, ct);
        var changed = now.Values.Where(run => seen.GetValueOrDefault(run.Id) != run).Select(run => run.Id).ToList();
        var ended = seen.Keys.Where(id => !now.ContainsKey(id)).ToList();
        foreach (var id in changed.Concat(ended))
        {
            monitor.Publish(Topics.Run(id));
        }

        if (changed.Count + ended.Count > 0)
        {
            monitor.Publish(Topics.Runs, Topics.Integrations, Topics.Orders);
        }

        seen = now;
    }

    private sealed record Seen(long Id, RunState State, int Done, int Requests);
}
