using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Targets;
using OrderSync.Web.Features.Orders.Payloads;

namespace OrderSync.Web.Features.Problems;

/// <summary>What pages and the API read of orders that were seen in a shop, imported or not.</summary>
public sealed class ProblemQueries(IDbContextFactory<OrderSyncDb> databases)
{
    /// <summary>Counting a list stops here.</summary>
    public const int CountedAtMost = 10_000;

    /// <summary>A window of incoming orders, the newest first.</summary>
    /// <param name="countAll">Count exactly, for scripts.</param>
    public async Task<KeysetPage<IncomingRow>> ListAsync(
        ProblemFilter filter, IdCursor cursor, int size, CancellationToken ct, bool countAll = false)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var matching = filter.Of(db).AsNoTracking();
        var rows = await Rows(db, matching.Window(cursor, size, newestFirst: true)).ToListAsync(ct);
        var (total, atLeast) = countAll ? (await matching.LongCountAsync(ct), false) : await matching.CountUpToAsync(CountedAtMost, ct);
        return rows.ToPage(cursor, size, row => row.Id, total, atLeast);
    }

    /// <summary>How many orders need somebody, here or in another system, for the badge.</summary>
    public async Task<int> CountProblemsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.IncomingOrders.Where(row => row.State == IncomingState.Problem).Take(CountedAtMost).CountAsync(ct)
            + await TargetQueries.Held(db).Take(CountedAtMost).CountAsync(ct);
    }

    /// <summary>Whether any shop is connected.</summary>
    public async Task<bool> AnyShopAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Integrations.AnyAsync(ct);
    }

    /// <summary>How many orders there are in each state that is not the end, and left out.</summary>
    public async Task<IReadOnlyDictionary<IncomingState, int>> CountsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var counts = new Dictionary<IncomingState, int>();
        foreach (var state in new[] { IncomingState.Problem, IncomingState.Waiting, IncomingState.Seen, IncomingState.Ignored })
        {
            counts[state] = await db.IncomingOrders.Where(row => row.State == state).Take(CountedAtMost).CountAsync(ct);
        }

        return counts;
    }

    /// <summary>Names of the shops, by id.</summary>
    public async Task<IReadOnlyDictionary<long, string>> ShopsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Integrations.OrderBy(row => row.Name).ToDictionaryAsync(row => row.Id, row => row.Name, ct);
    }

    /// <summary>One incoming order with everything its page shows, or null.</summary>
    public async Task<IncomingDetails?> FindAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var incoming = db.IncomingOrders.AsNoTracking().Where(row => row.Id == id);
        if (await Rows(db, incoming).SingleOrDefaultAsync(ct) is not { } found)
        {
            return null;
        }

        var more = await incoming.Select(row => new { row.Correction, row.Stamp }).SingleAsync(ct);
        var integration = await db.Integrations.Where(row => row.Id == found.IntegrationId).Select(row => row.Name).SingleAsync(ct);
        var payload = await db.IncomingPayloads.AsNoTracking()
            .Where(row => row.IncomingOrderId == id).OrderByDescending(row => row.Id).FirstOrDefaultAsync(ct);
        var missing = await db.MissingValues
            .Where(row => row.IncomingOrderId == id)
            .Select(row => new MissingRow(row.Table, row.Source, db.ValueMappings
                .Where(value => value.IntegrationId == found.IntegrationId && value.Table == row.Table && value.Source == row.Source)
                .Select(value => value.SourceName).FirstOrDefault() ?? row.Source))
            .ToListAsync(ct);
        return new IncomingDetails(
            found, integration, payload is null ? null : PayloadCodec.ReadOrder(payload.Body), payload?.Id, more.Correction, missing, more.Stamp)
        {
            Removed = payload?.RemovedAt is { } at ? new RemovedPayload(at, payload.RemovedBy ?? Removal.Retention) : null,
        };
    }

    internal static IQueryable<IncomingRow> Rows(OrderSyncDb db, IQueryable<IncomingOrder> incoming) => incoming.Select(row => new IncomingRow(
        row.Id, row.IntegrationId, row.ExternalId, row.Reference, row.CustomerName, row.Total, row.Currency, row.PlacedAt,
        row.ExternalStatus, row.State, row.Cause, row.Reason, row.FirstSeenAt, row.LastSeenAt, row.DecidedAt,
        row.ProblemSince, row.RetryRequested, row.Attempts,
        db.Orders.Where(order => order.IncomingOrderId == row.Id).Select(order => (long?)order.Id).FirstOrDefault()));
}
