using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Runs;

/// <summary>Reads runs.</summary>
public sealed class RunQueries(IDbContextFactory<OrderSyncDb> databases, FeedCatalog catalog)
{
    private const int CountLimit = 10_000;

    /// <summary>Runs, newest first.</summary>
    public async Task<KeysetPage<RunRow>> ListAsync(RunFilter filter, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var matching = Matching(db.FeedRuns.AsNoTracking(), filter);
        var rows = await matching.Window(cursor, size, newestFirst: true).Select(RunRow.Projection).ToListAsync(ct);
        var (total, atLeast) = await matching.CountUpToAsync(CountLimit, ct);
        return (await NamedAsync(db, rows, ct)).ToPage(cursor, size, row => row.Id, total, atLeast);
    }

    /// <summary>Queued and running runs, oldest first.</summary>
    public async Task<IReadOnlyList<RunRow>> ActiveAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await NamedAsync(db, await db.FeedRuns.AsNoTracking()
            .Where(run => run.ActiveFeedId != null).OrderBy(run => run.Id).Take(50).Select(RunRow.Projection).ToListAsync(ct), ct);
    }

    public async Task<RunRow?> RowAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await NamedAsync(db, await db.FeedRuns.AsNoTracking().Where(run => run.Id == id).Select(RunRow.Projection).ToListAsync(ct), ct);
        return rows is [var row] ? row : null;
    }

    public async Task<RunDetail?> DetailAsync(long id, CancellationToken ct)
    {
        if (await RowAsync(id, ct) is not { } row)
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var summary = await db.FeedRuns.Where(run => run.Id == id).Select(run => run.RequestSummary).SingleAsync(ct);
        var successor = row.State == RunState.Interrupted
            ? await db.FeedRuns
                .Where(run => run.IntegrationId == row.IntegrationId && run.Id > id && run.ResumedFromId == id)
                .Select(run => (long?)run.Id).FirstOrDefaultAsync(ct)
            : null;
        return new RunDetail(row, summary, successor);
    }

    /// <summary>Rows by id, for lists that show the last run of something.</summary>
    internal async Task<Dictionary<long, RunRow>> ByIdAsync(OrderSyncDb db, IReadOnlyCollection<long> ids, CancellationToken ct) =>
        (await NamedAsync(db, await db.FeedRuns.AsNoTracking().Where(run => ids.Contains(run.Id)).Select(RunRow.Projection).ToListAsync(ct), ct))
        .ToDictionary(row => row.Id);

    private static IQueryable<FeedRun> Matching(IQueryable<FeedRun> runs, RunFilter filter)
    {
        if (filter.IntegrationId is { } integration)
        {
            runs = runs.Where(run => run.IntegrationId == integration);
        }

        if (filter.Feed is { } feed)
        {
            runs = runs.Where(run => run.FeedKey == feed);
        }

        if (filter.States is { Count: > 0 } states)
        {
            runs = runs.Where(run => states.Contains(run.State));
        }

        if (filter.From is { } from)
        {
            runs = runs.Where(run => run.QueuedAt >= from);
        }

        return filter.To is { } to ? runs.Where(run => run.QueuedAt < to) : runs;
    }

    private async Task<List<RunRow>> NamedAsync(OrderSyncDb db, List<RunRow> rows, CancellationToken ct)
    {
        var ids = rows.Select(row => row.IntegrationId).Distinct().ToList();
        var names = ids.Count == 0
            ? []
            : await db.Integrations.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, ct);
        return [.. rows.Select(row => row with
        {
            IntegrationName = names.GetValueOrDefault(row.IntegrationId, ""),
            FeedTitle = catalog.Find(row.FeedKey)?.Title ?? row.FeedKey.Value,
            MovesOrders = catalog.Find(row.FeedKey)?.Lane is FeedLane.Orders or FeedLane.Events,
        })];
    }
}
