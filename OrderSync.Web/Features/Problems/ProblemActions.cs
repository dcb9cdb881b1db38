using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Problems;

/// <summary>What came of settling several orders.</summary>
/// <param name="At">The moment of the action; names what it settled, for taking it back.</param>
/// <param name="Held">Shops that are switched off: their orders are marked and tried as soon as the shop is on again.</param>
public sealed record Settled(int Count, DateTime At, IReadOnlyList<long> RunIds, IReadOnlyList<string> Held);

/// <summary>Tries orders again, leaves them out, takes that back.</summary>
public sealed class ProblemActions(IDbContextFactory<OrderSyncDb> databases, RetryRuns retries, FeedMonitor monitor, TimeProvider clock)
{
    public const int ReasonLength = 500;
    private const int Chunk = 500;

    private static readonly IncomingState[] Open = [IncomingState.Problem, IncomingState.Waiting, IncomingState.Seen];

    /// <summary>Marks the orders and starts the Retry feed of their shops. Orders that are imported or left out are passed over.</summary>
    public async Task<Outcome<Settled>> RetryAsync(Actor actor, ProblemSelection selection, CancellationToken ct)
    {
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        var work = new Work(actor, Now, "problem.retried", TimelineKind.Retried, new Phrase("Another attempt was asked for"));
        return await SettleAsync(work, selection, rows => rows.Where(row => Open.Contains(row.State)),
            (rows, ct) => rows.ExecuteUpdateAsync(set => set.SetProperty(row => row.RetryRequested, true), ct), null, ct);
    }

    /// <summary>Leaves the orders out for good, until somebody takes it back.</summary>
    public async Task<Outcome<Settled>> IgnoreAsync(Actor actor, ProblemSelection selection, string reason, CancellationToken ct)
    {
        var why = reason.Trim();
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        if (why.Length is 0 or > ReasonLength)
        {
            return why.Length == 0
                ? Refusal.Field("reason", "Say why these orders are left out, so that others understand it later.")
                : Refusal.Field("reason", "The reason is too long. Keep it under {0} characters.", "500");
        }

        var text = new Phrase("{0} left it out: {1}", actor.Name, why);
        var work = new Work(actor, Now, "problem.ignored", TimelineKind.Ignored, new Phrase("Left out: {0}", why));
        return await SettleAsync(work, selection, rows => rows.Where(row => Open.Contains(row.State)),
            (rows, ct) => rows.ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, IncomingState.Ignored)
                .SetProperty(row => row.Cause, DecisionCause.IgnoredByPerson)
                .SetProperty(row => row.Reason, text)
                .SetProperty(row => row.DecidedAt, work.At)
                .SetProperty(row => row.ProblemSince, (DateTime?)null)
                .SetProperty(row => row.RetryRequested, false)
                .SetProperty(row => row.Stamp, Guid.NewGuid()), ct), why, ct);
    }

    /// <summary>Takes orders a person left out back into work: they are decided again at once.</summary>
    public async Task<Outcome<Settled>> UnignoreAsync(Actor actor, ProblemSelection selection, CancellationToken ct)
    {
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        var work = new Work(actor, Now, "problem.unignored", TimelineKind.Retried, new Phrase("Taken back into work"));
        return await SettleAsync(work, selection, rows => rows.Where(row => row.State == IncomingState.Ignored && row.Cause == DecisionCause.IgnoredByPerson),
            (rows, ct) => rows.ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, IncomingState.Seen)
                .SetProperty(row => row.Cause, DecisionCause.None)
                .SetProperty(row => row.Reason, (Phrase?)null)
                .SetProperty(row => row.DecidedAt, work.At)
                .SetProperty(row => row.RetryRequested, true)
                .SetProperty(row => row.Stamp, Guid.NewGuid()), ct), null, ct);
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Chunk by chunk, each with its history in one transaction: any number of orders, no long lock.</summary>
    private async Task<Settled> SettleAsync(
        Work work, ProblemSelection selection, Func<IQueryable<IncomingOrder>, IQueryable<IncomingOrder>> allowed,
        Func<IQueryable<IncomingOrder>, CancellationToken, Task<int>> change, string? reason, CancellationToken ct)
    {
        var (count, after) = (0, 0L);
        var shops = new HashSet<long>();
        while (await NextAsync(selection, allowed, after, ct) is { Count: > 0 } chunk)
        {
            after = chunk[^1].Id;
            var ids = chunk.ConvertAll(row => row.Id);
            count += await databases.InTransactionAsync(async (db, token) =>
            {
                // The state is asked again inside the transaction: an order imported meanwhile must not be touched.
                var changed = await allowed(db.IncomingOrders.Where(row => ids.Contains(row.Id))).Select(row => row.Id).ToListAsync(token);
                await change(allowed(db.IncomingOrders.Where(row => changed.Contains(row.Id))), token);
                db.TimelineEvents.AddRange(changed.Select(work.EventOf));
                await db.SaveChangesAsync(token);
                return changed.Count;
            }, ct);
            shops.UnionWith(chunk.Select(row => row.IntegrationId));
        }

        await AuditAsync(work, selection, count, reason, ct);
        var (runs, held) = work.Kind == TimelineKind.Ignored ? ([], []) : await retries.StartAsync(work.Actor, shops, ct);
        monitor.Publish(Topics.Orders);
        return new Settled(count, work.At, runs, held);
    }

    private async Task<List<Place>> NextAsync(
        ProblemSelection selection, Func<IQueryable<IncomingOrder>, IQueryable<IncomingOrder>> allowed, long after, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await allowed(selection.Of(db)).Where(row => row.Id > after).OrderBy(row => row.Id).Take(Chunk)
            .Select(row => new Place(row.Id, row.IntegrationId)).ToListAsync(ct);
    }

    private async Task AuditAsync(Work work, ProblemSelection selection, int count, string? reason, CancellationToken ct)
    {
        if (count == 0)
        {
            return;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var one = selection.Ids is { Count: 1 } ids ? ids.First().ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
        db.Record(work.Actor, work.At, work.Action, new Subject("incoming-order", one), after: new { count, reason, ids = selection.Ids?.Take(Chunk), selection.Filter });
        await db.SaveChangesAsync(ct);
    }

    private sealed record Place(long Id, long IntegrationId);

    private sealed record Work(Actor Actor, DateTime At, string Action, TimelineKind Kind, Phrase Summary)
    {
        public TimelineEvent EventOf(long incomingId) => new() { IncomingOrderId = incomingId, At = At, Kind = Kind, Actor = Actor.Name, Summary = Summary };
    }
}
