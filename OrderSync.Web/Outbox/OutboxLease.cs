using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox;

/// <summary>Whoever sends: a process, and the run it does it in.</summary>
public sealed record OutboxHolder(string Node, long? RunId);

/// <summary>Takes messages in hand and says when they are due. The database decides: any number of processes may try.</summary>
public sealed class OutboxLease(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    private static readonly OutboxState[] Open = [OutboxState.Pending, OutboxState.Retrying, OutboxState.Unknown];
    private static readonly Phrase Lost = new("The program stopped while it was sending this. It is looked up before anything is sent again.");

    private static readonly Phrase LostForGood = new("The program stopped while it was sending this. Nobody knows whether it arrived.");

    /// <summary>
    /// Messages that can be sent now, oldest first. Those about one order leave one after the other: none while an older one waits or
    /// another is under way. None at all while everything outgoing is stopped.
    /// </summary>
    public static IQueryable<OutboxMessage> Due(OrderSyncDb db, DateTime now) => db.OutboxMessages.Where(message =>
        Open.Contains(message.State) && message.NextAttemptAt <= now && !db.OutgoingStops.Any(stop => stop.Holds != null)
        && !db.OutboxMessages.Any(other => message.OrderId != null && other.OrderId == message.OrderId && other.IntegrationId == message.IntegrationId
            && (other.State == OutboxState.Sending || (other.Id < message.Id && Open.Contains(other.State)))));

    /// <summary>Messages whose holder is gone: its lease has run out.</summary>
    public static IQueryable<OutboxMessage> Abandoned(OrderSyncDb db, DateTime now) =>
        db.OutboxMessages.Where(message => message.State == OutboxState.Sending && message.LeaseUntil < now);

    /// <summary>
    /// Finds messages whose process died while it had them in hand. Nobody knows how far it came, so they are in doubt, and left alone for
    /// the quiet period: a request of it may still be at work on the other side.
    /// </summary>
    public async Task RecoverAsync(long integrationId, OutboxHolder holder, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync(ct);
        var mine = db.OutboxMessages.Where(message => message.IntegrationId == integrationId);
        var lost = await Abandoned(db, now).Where(message => message.IntegrationId == integrationId).Select(message => message.Id)
            .Union(mine.Where(message => message.State == OutboxState.Sending && message.RunId != null && message.RunId != holder.RunId
                && !db.FeedRuns.Any(run => run.Id == message.RunId && run.State == RunState.Running)).Select(message => message.Id))
            .ToListAsync(ct);
        foreach (var id in lost)
        {
            await DoubtAsync(id, now, ct);
        }
    }

    /// <summary>Takes the oldest message that is due; null when there is none.</summary>
    public async Task<OutboxMessage?> ClaimAsync(long integrationId, OutboxHolder holder, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        while (true)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var next = await Due(db, now).AsNoTracking().Where(message => message.IntegrationId == integrationId).OrderBy(message => message.Id).FirstOrDefaultAsync(ct);
            if (next is null)
            {
                return null;
            }

            var taken = await Due(db, now).Where(message => message.Id == next.Id && message.Stamp == next.Stamp).ExecuteUpdateAsync(set => set
                .SetProperty(message => message.State, OutboxState.Sending)
                .SetProperty(message => message.Node, holder.Node)
                .SetProperty(message => message.RunId, holder.RunId)
                .SetProperty(message => message.LeaseUntil, now + OutboxTimes.Lease)
                .SetProperty(message => message.NextAttemptAt, (DateTime?)null)
                .SetProperty(message => message.Attempts, message => message.Attempts + 1)
                .SetProperty(message => message.Stamp, Guid.NewGuid()), ct);
            if (taken == 1)
            {
                return await db.OutboxMessages.AsNoTracking().SingleAsync(message => message.Id == next.Id, ct);
            }
        }
    }

    private Task<bool> DoubtAsync(long id, DateTime now, CancellationToken ct) => databases.InTransactionAsync(async (db, token) =>
    {
        var message = await db.OutboxMessages.SingleAsync(row => row.Id == id, token);
        if (message.State != OutboxState.Sending)
        {
            return false;
        }

        if (message.Delivery == DeliveryClass.AskPerson && !await db.OutboxAttempts.AnyAsync(row => row.MessageId == id && row.Outcome == AttemptOutcome.Begun, token))
        {
            // It waited for its turn: nothing of it can have left.
            message.Postpone(message.Attempts > 1 ? OutboxState.Retrying : OutboxState.Pending, now, message.LastAnswer, message.LastCode);
            await db.SaveChangesAsync(token);
            return true;
        }

        if (await ReportedAsync(db, message, token) is { } number)
        {
            var said = new Phrase("The other system has the order: it reported on it as {0}.", number);
            message.Settle(OutboxState.Sent, now, Actor.System.Name, said);
            await EndAttemptsAsync(db, id, AttemptOutcome.Sent, said, token);
            await db.SaveChangesAsync(token);
            return true;
        }

        DateTime? next = message.Delivery == DeliveryClass.AskPerson ? null : now + OutboxTimes.QuietPeriod;
        message.Postpone(OutboxState.Unknown, next, next is null ? LostForGood : Lost, "interrupted");
        await EndAttemptsAsync(db, id, AttemptOutcome.Unknown, Lost, token);
        await db.SaveChangesAsync(token);
        return true;
    }, ct);

    /// <summary>The number under which the other system has reported on an order while nobody was there to note its answer; null when it has not.</summary>
    private static Task<string?> ReportedAsync(OrderSyncDb db, OutboxMessage message, CancellationToken ct) => db.TargetOrders
        .Where(row => message.Kind == OutboxKind.Order && row.OrderId == message.OrderId && row.IntegrationId == message.IntegrationId && row.PlacedAt != null)
        .Select(row => row.RemoteId).FirstOrDefaultAsync(ct);

    private static Task<int> EndAttemptsAsync(OrderSyncDb db, long id, AttemptOutcome outcome, Phrase said, CancellationToken ct) => db.OutboxAttempts
        .Where(row => row.MessageId == id && row.Outcome == AttemptOutcome.Begun).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Outcome, outcome).SetProperty(row => row.Code, "interrupted").SetProperty(row => row.Answer, said), ct);
}
