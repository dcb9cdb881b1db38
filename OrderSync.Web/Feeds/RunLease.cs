using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds;

/// <summary>Takes runs for this process and holds them. The database decides: any number of processes may try.</summary>
public sealed class RunLease(IDbContextFactory<OrderSyncDb> databases, FeedCatalog catalog, TimeProvider clock)
{
    /// <summary>A run whose holder has not been heard of for this long is taken away.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(3);

    /// <summary>This process, in the database and on the Run page.</summary>
    public string Node { get; } = NodeName.New();

    /// <summary>Takes the oldest queued run whose lane is free; null when there is none.</summary>
    public Task<FeedRun?> ClaimAsync(CancellationToken ct) => ClaimAsync(only: null, ct);

    /// <param name="only">Takes runs of no other lane; null takes any.</param>
    public async Task<FeedRun?> ClaimAsync(FeedLane? only, CancellationToken ct)
    {
        var keys = catalog.All.Where(feed => only is null || feed.Lane == only).Select(feed => feed.Key).ToList();
        await using var db = await databases.CreateDbContextAsync(ct);
        var queued = await db.FeedRuns.AsNoTracking()
            .Where(row => row.State == RunState.Queued && keys.Contains(row.FeedKey)).OrderBy(row => row.Id).Take(50).ToListAsync(ct);
        if (queued.Count == 0)
        {
            return null;
        }

        var busy = await db.FeedRuns.Where(row => row.RunningLane != null).Select(row => row.RunningLane!).ToListAsync(ct);
        foreach (var run in queued.Where(run => !busy.Contains(LaneOf(run))))
        {
            if (await TryClaimAsync(db, run.Id, LaneOf(run), ct))
            {
                return await db.FeedRuns.AsNoTracking().SingleAsync(row => row.Id == run.Id, ct);
            }
        }

        return null;
    }

    /// <summary>Says that the holder is alive.</summary>
    /// <returns>Whether the run is still held, and whether somebody wants it cancelled.</returns>
    public async Task<(bool Held, bool CancelRequested)> BeatAsync(long runId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var until = clock.GetUtcNow().UtcDateTime + Life;
        var held = await db.FeedRuns
            .Where(row => row.Id == runId && row.Node == Node && row.State == RunState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseUntil, until), ct) == 1;
        var cancel = await db.FeedRuns.Where(row => row.Id == runId).Select(row => row.CancelRequested).SingleOrDefaultAsync(ct);
        return (held, cancel);
    }

    private string LaneOf(FeedRun run) => $"{run.IntegrationId}:{catalog.Get(run.FeedKey).Lane}";

    private async Task<bool> TryClaimAsync(OrderSyncDb db, long runId, string lane, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        try
        {
            return await db.FeedRuns
                .Where(row => row.Id == runId && row.State == RunState.Queued)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(row => row.State, RunState.Running)
                    .SetProperty(row => row.Node, Node)
                    .SetProperty(row => row.RunningLane, lane)
                    .SetProperty(row => row.StartedAt, now)
                    .SetProperty(row => row.LeaseUntil, now + Life), ct) == 1;
        }
        catch (Exception error) when (error is DbUpdateException or System.Data.Common.DbException)
        {
            return false; // the unique index on lanes let another process in first
        }
    }
}
