using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Feeds;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Features.Outbox;

/// <summary>What came of settling several messages.</summary>
/// <param name="Left">Messages left as they are: nobody but a person who looked can tell whether they arrived.</param>
public sealed record OutboxSettled(int Count, int Left);

/// <summary>
/// What people and scripts decide about many messages that need somebody. Batch by batch, each with its history in one transaction: any
/// number of messages, no long lock; what was decided before a crash stays decided, and the rest can be decided again.
/// </summary>
public sealed class OutboxBulk(IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor, FeedSignal signal, OutboxSignal outbox, TimeProvider clock)
{
    private const int Batch = 500;

    /// <summary>Sends them again; where they may have arrived, the other side is asked first.</summary>
    public Task<Outcome<OutboxSettled>> RetryAsync(Actor actor, OutboxSelection selection, CancellationToken ct) => SettleAsync(
        new Work(actor, Now, "outbox.group-retried", new Phrase("Another attempt was asked for: {0}"), ""), selection, RetryAsync, ct);

    /// <summary>They will not be sent.</summary>
    public async Task<Outcome<OutboxSettled>> DropAsync(Actor actor, OutboxSelection selection, string reason, CancellationToken ct) =>
        reason.Trim() is not { Length: > 0 and <= OutboxActions.NoteLength } why
            ? OutboxActions.NoReason
            : await SettleAsync(new Work(actor, Now, "outbox.group-dropped", new Phrase("Will not be sent: {0}"), why), selection, DropAsync, ct);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static async Task RetryAsync(IQueryable<OutboxMessage> rows, Work work, Guid stamp, CancellationToken ct)
    {
        await rows.Where(row => row.State == OutboxState.Unknown).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.NextAttemptAt, work.At)
            .SetProperty(row => row.Failures, 0)
            .SetProperty(row => row.Stamp, stamp), ct);
        await rows.Where(row => row.State == OutboxState.Dead).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, row => row.Attempts == 0 ? OutboxState.Pending : OutboxState.Retrying)
            .SetProperty(row => row.NextAttemptAt, work.At)
            .SetProperty(row => row.Failures, 0)
            .SetProperty(row => row.SettledAt, (DateTime?)null)
            .SetProperty(row => row.SettledBy, "")
            .SetProperty(row => row.Note, "")
            .SetProperty(row => row.Stamp, stamp), ct);
    }

    private static Task DropAsync(IQueryable<OutboxMessage> rows, Work work, Guid stamp, CancellationToken ct) => rows.ExecuteUpdateAsync(set => set
        .SetProperty(row => row.State, OutboxState.Dropped)
        .SetProperty(row => row.NextAttemptAt, (DateTime?)null)
        .SetProperty(row => row.SettledAt, work.At)
        .SetProperty(row => row.SettledBy, work.Actor.Name)
        .SetProperty(row => row.Note, work.Note)
        .SetProperty(row => row.Stamp, stamp), ct);

    private async Task<Outcome<OutboxSettled>> SettleAsync(Work work, OutboxSelection selection, Change change, CancellationToken ct)
    {
        if (work.Actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        // Messages that come to need somebody meanwhile are not what was decided about; nor is one that fails again at once.
        var (counts, after, until) = (new Dictionary<long, int>(), 0L, 0L);
        await using (var db = await databases.CreateDbContextAsync(ct))
        {
            until = await selection.Together(db).MaxAsync(row => (long?)row.Id, ct) ?? 0;
        }

        while (await BatchEndAsync(selection, after, until, ct) is { } last)
        {
            var from = after;
            var settled = await databases.InTransactionAsync((db, token) => SettleBatchAsync(db, work, selection, change, from, last, token), ct);
            foreach (var (integration, count) in settled)
            {
                counts[integration] = counts.GetValueOrDefault(integration) + count;
            }

            after = last;
            Wake();
        }

        return new OutboxSettled(counts.Values.Sum(), await FinishAsync(work, selection, counts, ct));
    }

    private async Task<long?> BatchEndAsync(OutboxSelection selection, long after, long until, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var ids = await selection.Together(db).Where(row => row.Id > after && row.Id <= until).OrderBy(row => row.Id).Select(row => row.Id).Take(Batch).ToListAsync(ct);
        return ids.Count == 0 ? null : ids[^1];
    }

    /// <returns>How many of which integration.</returns>
    private static async Task<Dictionary<long, int>> SettleBatchAsync(
        OrderSyncDb db, Work work, OutboxSelection selection, Change change, long after, long last, CancellationToken ct)
    {
        // What was changed is known by its new stamp: a message that somebody else settled at this moment is not told of twice.
        var stamp = Guid.NewGuid();
        await change(selection.Together(db).Where(row => row.Id > after && row.Id <= last), work, stamp, ct);
        var changed = db.OutboxMessages.AsNoTracking().Where(row => row.Id > after && row.Id <= last && row.Stamp == stamp);
        var told = await changed.Join(db.Orders, row => row.OrderId, order => order.Id, (row, order) => new { order.IncomingOrderId, row.Subject }).ToListAsync(ct);
        await db.BulkInsertAsync(told.ConvertAll(row => work.EventOf(row.IncomingOrderId, row.Subject)), ct);
        return await changed.GroupBy(row => row.IntegrationId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
    }

    private async Task<int> FinishAsync(Work work, OutboxSelection selection, Dictionary<long, int> counts, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        foreach (var (integration, count) in counts)
        {
            db.Record(work.Actor, work.At, work.Action, new Subject("integration", integration.ToString(CultureInfo.InvariantCulture)), after: new
            {
                count,
                state = selection.State,
                code = selection.Code,
                reason = work.Note,
            });
        }

        await db.SaveChangesAsync(ct);
        monitor.Publish(Topics.Outbox, Topics.Orders, Topics.Integrations);
        return await selection.OneByOne(db).CountAsync(ct);
    }

    private void Wake()
    {
        signal.Set();
        outbox.Set();
    }

    private delegate Task Change(IQueryable<OutboxMessage> rows, Work work, Guid stamp, CancellationToken ct);

    private sealed record Work(Actor Actor, DateTime At, string Action, Phrase Told, string Note)
    {
        public TimelineEvent EventOf(long incomingOrderId, Phrase subject) => new()
        {
            IncomingOrderId = incomingOrderId,
            At = At,
            Kind = TimelineKind.Sent,
            Actor = Actor.Name,
            Summary = Told with { Args = [subject.ToString() + (Note.Length > 0 ? $" ({Note})" : "")] },
        };
    }
}
