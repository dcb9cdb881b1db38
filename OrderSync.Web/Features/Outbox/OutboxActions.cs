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

/// <summary>What people and scripts decide about messages. A message that is being sent at this moment is left alone.</summary>
public sealed class OutboxActions(IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor, FeedSignal signal, OutboxSignal outbox, TimeProvider clock)
{
    public const int NoteLength = 500;

    internal static readonly Refusal NoReason =
        Refusal.Field("reason", "Say in a few words why; up to {0} characters.", NoteLength.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sends it again, or looks again where it may have arrived: never before a first attempt can no longer be at work.</summary>
    public Task<Outcome> RetryAsync(Actor actor, long id, CancellationToken ct) => DecideAsync(actor, id, "outbox.retried", "", message =>
    {
        switch (message.State)
        {
            case OutboxState.Unknown when message.Delivery != DeliveryClass.AskPerson:
                message.NextAttemptAt ??= Now;
                break;
            case OutboxState.Unknown:
                // Whoever asks for it has looked, and knows that it is not there.
                message.Postpone(OutboxState.Retrying, Now, message.LastAnswer, message.LastCode);
                break;
            case OutboxState.Retrying or OutboxState.Dead or OutboxState.Dropped:
                (message.SettledAt, message.SettledBy, message.Note) = (null, "", "");
                message.Postpone(message.Attempts == 0 ? OutboxState.Pending : OutboxState.Retrying, Now, message.LastAnswer, message.LastCode);
                break;
            default:
                return Refusal.Conflict("There is nothing to try again: the message waits for its turn, or was sent.");
        }

        message.Failures = 0;
        return null;
    }, new Phrase("Another attempt was asked for: {0}"), ct);

    /// <summary>Somebody has seen that it arrived.</summary>
    public Task<Outcome> ConfirmAsync(Actor actor, long id, string note, CancellationToken ct) => DecideAsync(actor, id, "outbox.confirmed", note, message =>
    {
        if (message.State is not (OutboxState.Unknown or OutboxState.Dead or OutboxState.Retrying))
        {
            return Refusal.Conflict("Only a message that was tried can be confirmed.");
        }

        message.Settle(OutboxState.Sent, Now, actor.Name, null);
        return null;
    }, new Phrase("Marked as sent by hand: {0}"), ct);

    /// <summary>It will not be sent.</summary>
    public async Task<Outcome> DropAsync(Actor actor, long id, string reason, CancellationToken ct) => string.IsNullOrWhiteSpace(reason)
        ? NoReason
        : await DecideAsync(actor, id, "outbox.dropped", reason, message =>
        {
            if (message.State is OutboxState.Sent or OutboxState.Dropped)
            {
                return Refusal.Conflict("The message has come to its end already. Look at it again.");
            }

            message.Settle(OutboxState.Dropped, Now, actor.Name, null);
            return null;
        }, new Phrase("Will not be sent: {0}"), ct);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private async Task<Outcome> DecideAsync(Actor actor, long id, string action, string note, Func<OutboxMessage, Refusal?> decide, Phrase told, CancellationToken ct)
    {
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        if (note.Trim().Length > NoteLength)
        {
            return NoReason;
        }

        try
        {
            var outcome = await databases.InTransactionAsync(async (db, token) => await DecideAsync(db, actor, id, action, note.Trim(), decide, told, token), ct);
            monitor.Publish(Topics.Outbox, Topics.Orders);
            signal.Set();
            outbox.Set();
            return outcome;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("The message changed at this moment. Look at it again.");
        }
    }

    private async Task<Outcome> DecideAsync(
        OrderSyncDb db, Actor actor, long id, string action, string note, Func<OutboxMessage, Refusal?> decide, Phrase told, CancellationToken ct)
    {
        if (await db.OutboxMessages.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } message)
        {
            return Refusal.NotFound("The message");
        }

        if (message.State == OutboxState.Sending)
        {
            return Refusal.Conflict("The message is being sent at this moment. Wait until that is settled.");
        }

        var before = message.State;
        if (decide(message) is { } refusal)
        {
            return refusal;
        }

        message.Note = note.Length > 0 ? note : message.Note;
        message.Stamp = Guid.NewGuid();
        db.Record(actor, Now, action, new Subject("outbox-message", id.ToString(CultureInfo.InvariantCulture)), new { state = before }, new { state = message.State, note });
        if (await db.Orders.Where(row => row.Id == message.OrderId).Select(row => (long?)row.IncomingOrderId).SingleOrDefaultAsync(ct) is { } incoming)
        {
            db.TimelineEvents.Add(new TimelineEvent
            {
                IncomingOrderId = incoming,
                At = Now,
                Kind = TimelineKind.Sent,
                Actor = actor.Name,
                Summary = told with { Args = [message.Subject.ToString() + (note.Length > 0 ? $" ({note})" : "")] },
            });
        }

        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }
}
