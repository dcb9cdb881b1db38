using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox.Targets;

/// <summary>What sending orders to one system needs, for the time of a run.</summary>
/// <param name="Articles">What the system sells; null when that is not known.</param>
internal sealed record TargetRun(Connection Connection, IOrderTarget Port, TargetSettings Settings, OutboxHolder Holder, IReadOnlySet<string>? Articles);

/// <summary>
/// Brings one message, which is held, to its end. It waits for its turn first, writes down that it is being sent, sends it once, and writes down
/// what came of it: a process may die at any line, and only between the two writings is anything in doubt. Then a person decides.
/// </summary>
internal sealed class TargetDelivery(OutboxMessage message, TargetRun run, TargetCallbacks callbacks, IDbContextFactory<OrderSyncDb> databases, TimeProvider clock, ILogger logger)
{
    public const string Step = "order";
    private const int MostRequests = 5;

    /// <summary>One request, with all that belongs to it. It is not cut off when the program stops: what left should be known to have arrived.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly HeldMessage held = new(message.Id, run.Holder, databases, clock);

    /// <returns>What became of it, or nothing when it was taken away meanwhile; and the trouble of the other side, if any.</returns>
    public async Task<(SentMessage? Sent, RemoteFailure? Failure)> RunAsync(CancellationToken ct)
    {
        try
        {
            var (order, told, draft) = await DraftAsync(ct);
            if (Reason(order, draft) is { } why)
            {
                return (Said(told, await CloseAsync(told, OutboxState.Dropped, why, "")), null);
            }

            if (draft.Message is null)
            {
                return (Said(told, await CloseAsync(told, OutboxState.Dead, TargetSays.Of(run.Connection.Name, draft.Faults), draft.Faults[0].Kind.ToKebab())), null);
            }

            await run.Port.WaitForTurnAsync(run.Connection, ct);
            return await SendAsync(order, told, draft, ct);
        }
        catch (OutboxLeaseLostException)
        {
            return (null, null);
        }
    }

    private async Task<(Order Order, ToldOrder Told, TargetDraft Draft)> DraftAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var order = await db.Orders.AsNoTracking().Include(row => row.Lines.OrderBy(line => line.Position)).SingleAsync(row => row.Id == message.OrderId, ct);
        var shop = await db.Integrations.Where(row => row.Id == order.IntegrationId).Select(row => row.Name).SingleAsync(ct);
        var maps = new OrderTargetMaps(await TargetReader.TablesAsync(db, message.IntegrationId, ct), clock.GetUtcNow().UtcDateTime) { Articles = run.Articles, ShopName = shop };
        var told = new ToldOrder(order.Id, order.ExternalId, order.Reference, order.IncomingOrderId);
        return (order, told, run.Port.Draft(run.Connection, order, maps));
    }

    /// <summary>Why there is nothing to send, which is no fault; null when there is.</summary>
    private Phrase? Reason(Order order, TargetDraft draft) =>
        TargetSettings.Final.Contains(order.Status) ? new Phrase("Not sent to '{0}': the order is {1} by now.", run.Connection.Name, order.Status.ToString())
        : draft.IsEmpty ? new Phrase("Not sent to '{0}': nothing in this order is made there.", run.Connection.Name)
        : null;

    private Task<OutboxMessage> CloseAsync(ToldOrder told, OutboxState state, Phrase why, string code) => held.ChangeAsync((db, row) =>
    {
        row.LastCode = code;
        row.Settle(state, held.Now, Actor.System.Name, why);
        held.Tell(db, told, why);
    }, CancellationToken.None);

    private async Task<(SentMessage?, RemoteFailure?)> SendAsync(Order order, ToldOrder told, TargetDraft draft, CancellationToken ct)
    {
        var callback = run.Settings.WantsCallback ? await callbacks.ForAsync(message.IntegrationId, run.Settings, order.Id, ct) : null;
        var attempt = await held.BeginAsync(Step, ct, (db, token) => NoteLinesAsync(db, draft, token));
        var requests = new RequestNotes(MostRequests, run.Connection.Observer);
        var started = clock.GetTimestamp();
        var (answer, failure) = await TryAsync(run.Connection with { Observer = requests }, draft.Message!, callback);
        attempt.DurationMs = (int)clock.GetElapsedTime(started).TotalMilliseconds;
        attempt.Requests = requests.Sent;
        var row = answer switch
        {
            TargetAnswer.Taken taken => await TakenAsync(told, attempt, draft, taken),
            TargetAnswer.Refused refused => await RefusedAsync(told, attempt, refused),
            _ => await FailedAsync(told, attempt, failure!),
        };
        return (Said(told, row), failure);
    }

    private async Task NoteLinesAsync(OrderSyncDb db, TargetDraft draft, CancellationToken ct)
    {
        var there = await ThereAsync(db, ct);
        if (there is null)
        {
            there = new TargetOrder { IntegrationId = message.IntegrationId, OrderId = message.OrderId!.Value, CreatedAt = held.Now };
            db.TargetOrders.Add(there);
        }

        (there.Lines, there.Stamp) = (draft.Lines, Guid.NewGuid());
    }

    private Task<TargetOrder?> ThereAsync(OrderSyncDb db, CancellationToken ct) =>
        db.TargetOrders.SingleOrDefaultAsync(row => row.OrderId == message.OrderId && row.IntegrationId == message.IntegrationId, ct);

    private async Task<(TargetAnswer?, RemoteFailure?)> TryAsync(Connection connection, string text, Uri? callback)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        try
        {
            return (await run.Port.SendAsync(connection, text, callback, limit.Token), null);
        }
        catch (RemoteFailureException error)
        {
            return (null, error.Failure);
        }
        catch (OperationCanceledException)
        {
            return (null, InDoubt("timeout", new Phrase("'{0}' did not answer in time.", run.Connection.Name)));
        }
        catch (Exception bug)
        {
            logger.LogError(bug, "Message {MessageId} to {Integration} broke", message.Id, run.Connection.Name);
            return (null, InDoubt("internal", new Phrase("OrderSync made a mistake while sending this. The details are in the program's log.")));
        }
    }

    private Task<OutboxMessage> TakenAsync(ToldOrder told, OutboxAttempt attempt, TargetDraft draft, TargetAnswer.Taken taken) => held.ChangeAsync(async (db, row, ct) =>
    {
        var (name, said) = (run.Connection.Name, TargetSays.Placed(run.Connection.Name, taken));
        (attempt.Outcome, attempt.Answer) = (AttemptOutcome.Sent, said);
        db.OutboxAttempts.Update(attempt);
        (row.Failures, row.LastCode) = (0, "");
        row.Settle(OutboxState.Sent, held.Now, Actor.System.Name, said);
        held.Tell(db, told, said);
        foreach (var note in draft.Notes)
        {
            held.Tell(db, told, new Phrase("Sent to '{0}' with a change: {1}", name, note.ToString()));
        }

        var there = (await ThereAsync(db, ct))!;
        there.Place(taken.OrderId, taken.OrderNumber, held.Now);
        foreach (var warning in taken.Warnings)
        {
            var text = TargetSays.Of(name, warning, draft.Lines);
            there.Trouble(warning.Kind.ToKebab(), text, held.Now);
            held.Tell(db, told, text);
        }

        var status = await db.Orders.Where(order => order.Id == told.Id).Select(order => order.Status).SingleAsync(ct);
        if (TargetSettings.Final.Contains(status) && status != OrderStatus.Delivered)
        {
            TargetWriter.WarnOfEnded(there, name, status, held.Now);
        }
    }, CancellationToken.None);

    private Task<OutboxMessage> RefusedAsync(ToldOrder told, OutboxAttempt attempt, TargetAnswer.Refused refused) => held.ChangeAsync((db, row) =>
    {
        var said = new Phrase("'{0}' refused the order: {1} {2}", run.Connection.Name, refused.Reason.ToString(), refused.Remedy.ToString());
        (attempt.Outcome, attempt.Code, attempt.Answer) = (AttemptOutcome.Refused, refused.Code, said);
        db.OutboxAttempts.Update(attempt);
        row.LastCode = refused.Code;
        row.Settle(OutboxState.Dead, held.Now, Actor.System.Name, said);
        held.Tell(db, told, said);
    }, CancellationToken.None);

    private Task<OutboxMessage> FailedAsync(ToldOrder told, OutboxAttempt attempt, RemoteFailure failure) => held.ChangeAsync((db, row) =>
    {
        var (inDoubt, ofAll) = HeldMessage.NoteFailure(db, row, attempt, failure);
        if (inDoubt)
        {
            row.Postpone(OutboxState.Unknown, null, failure.Message, failure.Code);
            held.Tell(db, told, new Phrase("Nobody knows whether '{0}' has the order: {1} Somebody has to look there; it is not sent again by itself.", run.Connection.Name, failure.Message.ToString()));
        }
        else if (row.Failures >= OutboxTimes.MostFailures)
        {
            row.LastCode = failure.Code;
            row.Settle(OutboxState.Dead, held.Now, Actor.System.Name, failure.Message);
            held.Tell(db, told, new Phrase("Not sent to '{0}', given up after {1} attempts: {2}", run.Connection.Name, $"{row.Attempts}", failure.Message.ToString()));
        }
        else
        {
            row.Postpone(OutboxState.Retrying, held.Now + (ofAll ? TimeSpan.FromMinutes(1) : OutboxTimes.Pause(row.Failures, failure)), failure.Message, failure.Code);
            if (row.Attempts == 1)
            {
                held.Tell(db, told, new Phrase("'{0}' could not be sent the order yet: {1} It is tried again by itself.", run.Connection.Name, failure.Message.ToString()));
            }
        }
    }, CancellationToken.None);

    private static RemoteFailure InDoubt(string code, Phrase said) => new(
        RemoteFailureKind.Unknown, code, said, new Phrase("Look whether the order is there, then decide on the message's page."));

    private static SentMessage Said(ToldOrder told, OutboxMessage row) => new(row.Id, row.State, told, row.LastAnswer, row.LastCode, row.State == OutboxState.Sent);
}
