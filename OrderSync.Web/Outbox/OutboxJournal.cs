using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox;

/// <summary>Writes down what a holder does with a message, each time in one transaction, and only while it still holds it.</summary>
internal sealed class OutboxJournal(long messageId, OutboxTarget target, IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    private readonly HeldMessage held = new(messageId, target.Holder, databases, clock);

    private DateTime Now => held.Now;

    /// <inheritdoc cref="HeldMessage.BeginAsync"/>
    public Task<OutboxAttempt> BeginAsync(string step, CancellationToken ct) => held.BeginAsync(step, ct);

    /// <summary>The state it is about to set, known before the other side can show it.</summary>
    public Task IntendAsync(string mark, string state, CancellationToken ct) => held.ChangeAsync((_, message) =>
        (message.Mark, message.RemoteState, message.RemoteStateAt) = (mark, state, Now), ct);

    /// <summary>A step is done, or was refused.</summary>
    public Task<OutboxMessage> EndAsync(ToldOrder order, OutboxAttempt attempt, StatusWritten written) => held.ChangeAsync((db, message) =>
    {
        var said = StatusWords.Say(attempt.Step, target.Connection.Name, written);
        (attempt.Outcome, attempt.Answer) = (written.Result.Outcome(), StatusWords.InFull(said, written));
        db.OutboxAttempts.Update(attempt);
        message.Failures = 0;
        message.LastCode = "";
        if (attempt.Outcome == AttemptOutcome.Refused)
        {
            message.LastCode = "refused";
            message.Settle(OutboxState.Dead, Now, Actor.System.Name, said);
        }
        else
        {
            message.Steps = [.. message.Steps, new OutboxStep(attempt.Step, attempt.Outcome, Now, said)];
            message.LastAnswer = said;
        }

        held.Tell(db, order, said);
    }, CancellationToken.None);

    /// <summary>A step came to nothing, or to nothing anybody knows.</summary>
    public Task<OutboxMessage> FailAsync(ToldOrder order, OutboxAttempt attempt, RemoteFailure failure) => held.ChangeAsync((db, message) =>
    {
        var (inDoubt, ofAll) = HeldMessage.NoteFailure(db, message, attempt, failure);
        var tooMany = message.Failures >= OutboxTimes.MostFailures;
        if (inDoubt)
        {
            message.Postpone(OutboxState.Unknown, tooMany ? null : Now + OutboxTimes.Pause(message.Failures, failure), failure.Message, failure.Code);
            if (message.Failures == 1 || tooMany)
            {
                held.Tell(db, order, tooMany
                    ? new Phrase("'{0}' did not say whether it took the message, {1} times. Somebody has to look.", target.Connection.Name, $"{message.Failures}")
                    : new Phrase("'{0}' did not say whether it took the message. It is looked up before anything is sent again.", target.Connection.Name));
            }
        }
        else if (tooMany)
        {
            message.LastCode = failure.Code;
            message.Settle(OutboxState.Dead, Now, Actor.System.Name, failure.Message);
            held.Tell(db, order, new Phrase("'{0}' could not be told; given up after {1} attempts.", target.Connection.Name, $"{message.Failures}"));
        }
        else
        {
            // While the other side is in trouble its integration rests anyway; the message need not rest longer than that.
            message.Postpone(OutboxState.Retrying, Now + (ofAll ? TimeSpan.FromMinutes(1) : OutboxTimes.Pause(message.Failures, failure)), failure.Message, failure.Code);
        }
    }, CancellationToken.None);

    /// <summary>What it comes to could not even be worked out; nothing was sent.</summary>
    public Task PutOffAsync() => held.ChangeAsync((_, message) =>
    {
        var mistake = new Phrase("OrderSync made a mistake before it sent this. The details are in the program's log.");
        message.Failures++;
        if (message.Failures >= OutboxTimes.MostFailures)
        {
            message.LastCode = "internal";
            message.Settle(OutboxState.Dead, Now, Actor.System.Name, mistake);
        }
        else
        {
            message.Postpone(OutboxState.Retrying, Now + OutboxTimes.Pause(message.Failures), mistake, "internal");
        }
    }, CancellationToken.None);

    /// <summary>Every step is done.</summary>
    public Task<OutboxMessage> FinishAsync(ToldOrder order, StatusPlan plan, CancellationToken ct) => held.ChangeAsync((db, message) =>
    {
        message.Settle(message.HasArrived ? OutboxState.Sent : OutboxState.Dropped, Now, Actor.System.Name, plan.NoState);
        if (plan.NoState is { } why)
        {
            held.Tell(db, order, why);
        }
    }, ct);

    /// <summary>Ends it without a step.</summary>
    public Task<OutboxMessage> CloseAsync(ToldOrder order, OutboxState state, Phrase why, CancellationToken ct) => held.ChangeAsync((db, message) =>
    {
        message.Settle(state, Now, Actor.System.Name, why);
        held.Tell(db, order, why);
    }, ct);
}
