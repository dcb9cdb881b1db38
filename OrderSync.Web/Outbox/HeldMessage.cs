using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox;

/// <summary>Another process has the message in hand now.</summary>
public sealed class OutboxLeaseLostException(long messageId) : Exception($"Message {messageId} was taken up elsewhere.");

/// <summary>A message that is in hand. Whatever is written about it is written in one transaction, and only while it still is.</summary>
internal sealed class HeldMessage(long messageId, OutboxHolder holder, IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>A step begins: from here on it may have happened.</summary>
    /// <param name="also">What has to stand in the database before.</param>
    public async Task<OutboxAttempt> BeginAsync(string step, CancellationToken ct, Func<OrderSyncDb, CancellationToken, Task>? also = null)
    {
        OutboxAttempt? attempt = null;
        await ChangeAsync(async (db, message, token) =>
        {
            message.LeaseUntil = Now + OutboxTimes.Lease;
            attempt = new OutboxAttempt { MessageId = messageId, Step = step, At = Now, Node = holder.Node, RunId = holder.RunId };
            db.OutboxAttempts.Add(attempt);
            await (also?.Invoke(db, token) ?? Task.CompletedTask);
        }, ct);
        return attempt!;
    }

    /// <summary>Adds a line to the order's history.</summary>
    public void Tell(OrderSyncDb db, ToldOrder order, Phrase what) => db.TimelineEvents.Add(new TimelineEvent
    {
        IncomingOrderId = order.IncomingOrderId,
        At = Now,
        Kind = TimelineKind.Sent,
        Actor = Actor.System.Name,
        Summary = what,
        RunId = holder.RunId,
    });

    /// <summary>Notes a failure with its attempt. Trouble of the other side as a whole does not count as the message's own.</summary>
    public static (bool InDoubt, bool OfAll) NoteFailure(OrderSyncDb db, OutboxMessage message, OutboxAttempt attempt, RemoteFailure failure)
    {
        var (inDoubt, ofAll) = (failure.Kind == RemoteFailureKind.Unknown, OutboxSender.IsTroubleOfAll(failure));
        (attempt.Outcome, attempt.Code, attempt.Answer) = (inDoubt ? AttemptOutcome.Unknown : AttemptOutcome.Failed, failure.Code, failure.Message);
        db.OutboxAttempts.Update(attempt);
        message.Failures += ofAll ? 0 : 1;
        return (inDoubt, ofAll);
    }

    public Task<OutboxMessage> ChangeAsync(Action<OrderSyncDb, OutboxMessage> change, CancellationToken ct) => ChangeAsync((db, message, _) =>
    {
        change(db, message);
        return Task.CompletedTask;
    }, ct);

    public Task<OutboxMessage> ChangeAsync(Func<OrderSyncDb, OutboxMessage, CancellationToken, Task> change, CancellationToken ct) => databases.InTransactionAsync(async (db, token) =>
    {
        var message = await db.OutboxMessages.SingleOrDefaultAsync(row => row.Id == messageId, token);
        if (message is not { State: OutboxState.Sending } || message.Node != holder.Node || message.RunId != holder.RunId)
        {
            throw new OutboxLeaseLostException(messageId);
        }

        message.Stamp = Guid.NewGuid();
        await change(db, message, token);
        try
        {
            await db.SaveChangesAsync(token);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new OutboxLeaseLostException(messageId);
        }

        return message;
    }, ct);
}
