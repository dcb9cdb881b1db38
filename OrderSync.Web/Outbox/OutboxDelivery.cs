using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox;

/// <summary>
/// Brings one message, which is held, to its end or to its next attempt: tracking first, then the state. Before each step it is written down
/// that it begins, after it what came of it, so that a process may die anywhere and its successor knows what is done and what is in doubt.
/// </summary>
internal sealed class OutboxDelivery(OutboxMessage message, OutboxTarget target, IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    private const int MostRequests = 30;
    private readonly OutboxJournal journal = new(message.Id, target, databases, clock);
    private ToldOrder order = new(0, "", "", 0);

    /// <returns>What became of it, or nothing when it was taken away meanwhile; and the trouble of the other side, if any.</returns>
    public async Task<(SentMessage? Sent, RemoteFailure? Failure)> RunAsync(CancellationToken ct)
    {
        try
        {
            var (plan, map) = await PlanAsync(ct);
            if (plan.Drop is { } why)
            {
                return (Told(await DropAsync(plan, why, ct)), null);
            }

            if (plan.Numbers.Count > 0 && await StepAsync(StatusWords.Tracking, (to, stop) => TrackingAsync(to, plan, stop), ct) is { } atTracking)
            {
                return atTracking;
            }

            if (plan.State is not null && await StepAsync(StatusWords.State, (to, stop) => StateAsync(to, plan, map, stop), ct) is { } atState)
            {
                return atState;
            }

            return (Told(await journal.FinishAsync(order, plan, ct)), null);
        }
        catch (OutboxLeaseLostException)
        {
            return (null, null);
        }
    }

    /// <summary>What was told is told, whatever was decided since: only what is missing is left out.</summary>
    private Task<OutboxMessage> DropAsync(StatusPlan plan, Phrase why, CancellationToken ct) => message.HasArrived
        ? journal.FinishAsync(order, plan with { NoState = IsDone(StatusWords.State) ? null : why }, ct)
        : journal.CloseAsync(order, OutboxState.Dropped, why, ct);

    private bool IsDone(string step) => message.Steps.Any(done => done.Name == step);

    private async Task<(StatusPlan Plan, StatusMap Map)> PlanAsync(CancellationToken ct)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var (told, plan, map) = await StatusReader.ReadAsync(db, message, target.Port.StatusSettings(target.Connection), ct);
            order = told;
            return (plan, map);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            // It must not stay at the head of the queue and hold up all others.
            await journal.PutOffAsync();
            throw;
        }
    }

    /// <returns>Null when the step is done and the next one may follow.</returns>
    private async Task<(SentMessage?, RemoteFailure?)?> StepAsync(string step, Func<Connection, CancellationToken, Task<StatusWritten>> send, CancellationToken ct)
    {
        if (IsDone(step))
        {
            return null;
        }

        var attempt = await journal.BeginAsync(step, ct);
        var requests = new RequestNotes(MostRequests, target.Connection.Observer);
        var started = clock.GetTimestamp();
        var (written, failure, bug) = await TryAsync(to => send(target.Connection with { Observer = requests }, to), ct);

        // What came of it is written down even while the program stops.
        attempt.DurationMs = (int)clock.GetElapsedTime(started).TotalMilliseconds;
        attempt.Requests = requests.Sent;
        var state = written is not null
            ? await journal.EndAsync(order, attempt, written)
            : await journal.FailAsync(order, attempt, failure!);
        if (bug is not null)
        {
            throw new InvalidOperationException($"Message {message.Id} broke at {step}.", bug);
        }

        ct.ThrowIfCancellationRequested();
        return failure is null && !state.IsSettled ? null : (Told(state), failure);
    }

    private async Task<(StatusWritten?, RemoteFailure?, Exception? Bug)> TryAsync(Func<CancellationToken, Task<StatusWritten>> send, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(OutboxTimes.StepLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return (await send(either.Token), null, null);
        }
        catch (RemoteFailureException error)
        {
            return (null, error.Failure, null);
        }
        catch (OperationCanceledException)
        {
            return (null, InDoubt("interrupted", "It was interrupted before the shop had answered."), null);
        }
        catch (OutboxLeaseLostException)
        {
            throw;
        }
        catch (Exception bug)
        {
            return (null, InDoubt("internal", "OrderSync made a mistake while sending this. The details are in the program's log."), bug);
        }
    }

    private Task<StatusWritten> TrackingAsync(Connection to, StatusPlan plan, CancellationToken ct) =>
        target.Port.WriteTrackingAsync(to, new TrackingWrite(order.ExternalId, plan.Numbers) { Notify = plan.Notify && plan.State is null }, ct);

    private async Task<StatusWritten> StateAsync(Connection to, StatusPlan plan, StatusMap map, CancellationToken ct)
    {
        var mark = message.Mark;
        if (mark is null)
        {
            if (await target.Port.LookAsync(to, order.ExternalId, ct) is not { } shown)
            {
                return new StatusWritten(StatusSent.Refused, "", "", new Phrase("The shop has no order {0} (any more).", order.ExternalId));
            }

            if (message.Kind == OutboxKind.Shipment && map.FromShop.TryGetValue(shown.State, out var there) && there is OrderStatus.Cancelled or OrderStatus.Refunded)
            {
                return new StatusWritten(StatusSent.Refused, shown.StateName, shown.StateName, new Phrase("The order is cancelled there ({0}), yet it was shipped here.", shown.StateName));
            }

            mark = shown.Mark;
        }

        await journal.IntendAsync(mark, plan.State!, ct);
        return await target.Port.WriteStateAsync(to, new StateWrite(order.ExternalId, plan.State!, plan.Notify) { Mark = mark, Beyond = plan.Beyond }, ct);
    }

    private static RemoteFailure InDoubt(string code, string text) => new(
        RemoteFailureKind.Unknown, code, new Phrase(text), new Phrase("It is looked up after a while, before anything is sent again."));

    private SentMessage Told(OutboxMessage now) => new(
        now.Id, now.State, order, now.LastAnswer, now.LastCode, now.Steps.Any(step => step.Outcome == AttemptOutcome.Sent));
}
