using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox.Events;

/// <summary>What became of one attempt, to be saved.</summary>
/// <param name="Failure">Null when the listener took it or refused it for good.</param>
internal sealed record EventOutcome(OutboxMessage Message, long IncomingOrderId, OutboxAttempt? Attempt, ListenerAnswer? Answer, RemoteFailure? Failure)
{
    /// <summary>Why there is nothing to send any more.</summary>
    public Phrase? Nothing { get; init; }
}

/// <summary>
/// Takes messages to a listener in hand, many at once but never two about one order, and saves what became of them. The database decides who
/// has a message: any number of processes may try. Whatever a process held when it died is sent again with the same id.
/// </summary>
public sealed class EventQueue(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    private static readonly Phrase Lost = new("The program stopped while it was sending this. It is sent again; the other side knows it by its number.");

    /// <summary>This process.</summary>
    internal string Node { get; } = NodeName.New();

    /// <summary>Listeners with something to send that may be asked now.</summary>
    internal async Task<List<long>> DueAsync(IQueryable<Integration> listeners, OrderSyncDb db, CancellationToken ct)
    {
        var now = Now;
        return await listeners
            .Where(row => row.Enabled && (row.RetryAt == null || row.RetryAt <= now)
                && OutboxLease.Due(db, now).Any(message => message.IntegrationId == row.Id))
            .Select(row => row.Id).ToListAsync(ct);
    }

    /// <summary>Finds messages whose process died while it had them in hand.</summary>
    /// <param name="everyone">Also those whose lease has not run out: right when no other process can be at work.</param>
    internal Task<int> RecoverAsync(bool everyone, CancellationToken ct) => databases.InTransactionAsync(async (db, token) =>
    {
        var now = Now;
        var lost = await db.OutboxMessages
            .Where(row => row.Kind == OutboxKind.Event && row.State == OutboxState.Sending && row.Node != Node && (everyone || row.LeaseUntil < now)).ToListAsync(token);
        foreach (var message in lost)
        {
            db.OutboxAttempts.Add(new OutboxAttempt
            {
                MessageId = message.Id,
                Step = EventSender.Step,
                At = now,
                Outcome = AttemptOutcome.Unknown,
                Code = "interrupted",
                Answer = Lost,
                Node = message.Node,
            });
            message.Postpone(OutboxState.Retrying, now, Lost, "interrupted");
        }

        await db.SaveChangesAsync(token);
        return lost.Count;
    }, ct);

    /// <summary>Takes the oldest messages that are due, at most one for each order.</summary>
    internal async Task<IReadOnlyList<OutboxMessage>> ClaimAsync(long integrationId, int most, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var (now, claim) = (Now, Guid.NewGuid());
        var ids = await OutboxLease.Due(db, now).Where(row => row.IntegrationId == integrationId).OrderBy(row => row.Id).Select(row => row.Id).Take(most).ToListAsync(ct);
        if (ids.Count == 0)
        {
            return [];
        }

        await OutboxLease.Due(db, now).Where(row => EF.Parameter(ids).Contains(row.Id)).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, OutboxState.Sending)
            .SetProperty(row => row.Node, Node)
            .SetProperty(row => row.LeaseUntil, now + EventTimes.Lease)
            .SetProperty(row => row.NextAttemptAt, (DateTime?)null)
            .SetProperty(row => row.Attempts, row => row.Attempts + 1)
            .SetProperty(row => row.Stamp, claim), ct);
        return await db.OutboxMessages.AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.Id) && row.Stamp == claim).OrderBy(row => row.Id).ToListAsync(ct);
    }

    /// <summary>Gives messages back that were taken in hand and not begun.</summary>
    internal async Task ReleaseAsync(IReadOnlyCollection<OutboxMessage> messages)
    {
        await using var db = await databases.CreateDbContextAsync();
        foreach (var message in messages)
        {
            await db.OutboxMessages.Where(row => row.Id == message.Id && row.Stamp == message.Stamp && row.State == OutboxState.Sending).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, message.Attempts > 1 ? OutboxState.Retrying : OutboxState.Pending)
                .SetProperty(row => row.Attempts, message.Attempts - 1)
                .SetProperty(row => row.NextAttemptAt, Now)
                .SetProperty(row => row.LeaseUntil, (DateTime?)null)
                .SetProperty(row => row.Node, "")
                .SetProperty(row => row.Stamp, Guid.NewGuid()));
        }
    }

    /// <summary>Saves what became of attempts, all together. A message that was taken away meanwhile keeps what its new holder does.</summary>
    internal Task<int> SaveAsync(Listener listener, IReadOnlyCollection<EventOutcome> outcomes, CancellationToken ct)
    {
        // Before the transaction, which may be run again.
        var settled = outcomes.Select(outcome => (Outcome: outcome, Held: outcome.Message.Stamp)).ToList();
        settled.ForEach(row => Settle(row.Outcome));
        return databases.InTransactionAsync(async (db, token) =>
        {
            var saved = new List<EventOutcome>();
            foreach (var (outcome, held) in settled)
            {
                saved.AddRange(await WriteAsync(db, outcome.Message, held, token) ? [outcome] : []);
            }

            await db.BulkInsertAsync(saved.Select(outcome => outcome.Attempt).OfType<OutboxAttempt>().ToList(), token);
            await db.BulkInsertAsync(saved.Select(outcome => Told(listener.Integration.Name, outcome)).OfType<TimelineEvent>().ToList(), token);
            return saved.Count;
        }, ct);
    }

    private void Settle(EventOutcome outcome)
    {
        var (message, system) = (outcome.Message, Actor.System.Name);
        if (outcome.Nothing is { } why)
        {
            message.Settle(OutboxState.Dropped, Now, system, why);
        }
        else if (outcome.Answer is { } answer)
        {
            message.Failures = 0;
            message.LastCode = answer.Refusal is null ? "" : "refused";
            message.Settle(answer.Refusal is null ? OutboxState.Sent : OutboxState.Dead, Now, system, answer.Refusal ?? outcome.Attempt!.Answer);
        }
        else if (outcome.Failure is { } failure)
        {
            Postpone(message, failure);
        }
    }

    /// <summary>While the listener as a whole is in trouble it rests; the message need not rest longer than that.</summary>
    private void Postpone(OutboxMessage message, RemoteFailure failure)
    {
        var ofAll = OutboxSender.IsTroubleOfAll(failure);
        message.Failures += ofAll ? 0 : 1;
        if (message.Failures >= EventTimes.MostFailures)
        {
            message.LastCode = failure.Code;
            message.Settle(OutboxState.Dead, Now, Actor.System.Name, failure.Message);
        }
        else
        {
            message.Postpone(OutboxState.Retrying, ofAll ? Now : Now + EventTimes.Pause(message.Failures, failure, Random.Shared.NextDouble()), failure.Message, failure.Code);
        }
    }

    private static async Task<bool> WriteAsync(OrderSyncDb db, OutboxMessage message, Guid held, CancellationToken ct) =>
        await db.OutboxMessages.Where(row => row.Id == message.Id && row.Stamp == held && row.State == OutboxState.Sending).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, message.State)
            .SetProperty(row => row.NextAttemptAt, message.NextAttemptAt)
            .SetProperty(row => row.Failures, message.Failures)
            .SetProperty(row => row.LeaseUntil, (DateTime?)null)
            .SetProperty(row => row.Node, "")
            .SetProperty(row => row.LastAnswer, message.LastAnswer)
            .SetProperty(row => row.LastCode, message.LastCode)
            .SetProperty(row => row.SettledAt, message.SettledAt)
            .SetProperty(row => row.SettledBy, message.SettledBy)
            .SetProperty(row => row.Stamp, message.Stamp), ct) == 1;

    private TimelineEvent? Told(string listener, EventOutcome outcome)
    {
        var word = outcome.Message.Subject.Args.Length > 0 ? outcome.Message.Subject.Args[0] : "";
        var said = (outcome.Message.State, outcome.Nothing) switch
        {
            (OutboxState.Sent, _) when outcome.Answer!.HadIt => new Phrase("'{0}' knew '{1}' already.", listener, word),
            (OutboxState.Sent, _) => new Phrase("'{0}' was told '{1}'.", listener, word),
            (OutboxState.Dropped, { } why) => new Phrase("'{0}' is not told: {1}", listener, why.ToString()),
            (OutboxState.Dead, _) when outcome.Answer is not null => new Phrase("'{0}' refused '{1}': {2}", listener, word, outcome.Answer.Refusal!.ToString()),
            (OutboxState.Dead, _) => new Phrase("'{0}' could not be told '{1}'; given up after {2} attempts.", listener, word, $"{outcome.Message.Attempts}"),
            _ when outcome.Message.Attempts == 1 => new Phrase("'{0}' could not be told '{1}' yet: {2} It is tried again by itself.", listener, word, outcome.Failure!.Message.ToString()),
            _ => null,
        };
        return said is null ? null : new TimelineEvent
        {
            IncomingOrderId = outcome.IncomingOrderId,
            At = Now,
            Kind = TimelineKind.Sent,
            Actor = Actor.System.Name,
            Summary = said,
        };
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
