using System.Threading.Channels;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Outbox;

namespace OrderSync.Web.Outbox.Events;

/// <summary>
/// Sends what is due to one listener: many messages at once, those about one order one after the other. While some are on their way, what came
/// of others is saved and more are taken in hand, so that the listener is never kept waiting by the database. A listener that was in trouble
/// gets one message first. Ends when nothing is due any more, or when the listener is in trouble as a whole.
/// </summary>
internal sealed class EventRound(Listener listener, EventQueue queue, EventSender sender, ListenerHealth health, OutboxSignal signal)
{
    private const int MostAtOnce = 16;
    private const int MostInHand = 4 * MostAtOnce;
    private readonly Channel<PreparedEvent> ready = Channel.CreateUnbounded<PreparedEvent>();
    private readonly Channel<(PreparedEvent Event, EventOutcome? Outcome)> done = Channel.CreateUnbounded<(PreparedEvent, EventOutcome?)>();
    private readonly List<OutboxMessage> notBegun = [];
    private bool isProbing = listener.Integration.FailureLevel > 0;
    private bool answered;
    private int doubts;
    private int inHand;
    private volatile RemoteFailure? trouble;

    public async Task RunAsync(CancellationToken ct)
    {
        var workers = Enumerable.Range(0, MostAtOnce).Select(_ => WorkAsync(ct)).ToList();
        try
        {
            while (await FillAsync(ct))
            {
                await SettleAsync();
            }
        }
        finally
        {
            ready.Writer.Complete();
            await Task.WhenAll(workers);
        }

        await queue.ReleaseAsync(notBegun);
        await (trouble is { } found ? health.RestAsync(listener.Integration.Id, found) : answered ? health.RecoverAsync(listener.Integration.Id) : Task.CompletedTask);
        signal.SayChanged();
    }

    /// <returns>Whether anything is in hand.</returns>
    private async Task<bool> FillAsync(CancellationToken ct)
    {
        if (trouble is null && !ct.IsCancellationRequested && inHand <= (isProbing ? 0 : MostInHand / 2))
        {
            var claimed = await queue.ClaimAsync(listener.Integration.Id, isProbing ? 1 : MostInHand - inHand, ct);
            foreach (var prepared in await sender.PrepareAsync(listener, claimed, ct))
            {
                inHand++;
                ready.Writer.TryWrite(prepared);
            }
        }

        return inHand > 0;
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        await foreach (var next in ready.Reader.ReadAllAsync(CancellationToken.None))
        {
            var mayBegin = trouble is null && !ct.IsCancellationRequested;
            done.Writer.TryWrite((next, mayBegin ? await next.SendAsync(ct) : null));
        }
    }

    /// <summary>Saves what came of all attempts that have ended by now, even while the program stops.</summary>
    private async Task SettleAsync()
    {
        await done.Reader.WaitToReadAsync(CancellationToken.None);
        var outcomes = new List<EventOutcome>();
        while (done.Reader.TryRead(out var ended))
        {
            inHand--;
            if (ended.Outcome is { } outcome)
            {
                outcomes.Add(outcome);
                Note(outcome);
            }
            else
            {
                notBegun.Add(ended.Event.Message);
            }
        }

        await queue.SaveAsync(listener, outcomes, CancellationToken.None);
        signal.SayChanged();
        if (answered && isProbing)
        {
            isProbing = false;
            await health.RecoverAsync(listener.Integration.Id);
        }
    }

    private void Note(EventOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            doubts = failure.Kind == RemoteFailureKind.Unknown ? doubts + 1 : 0;
            trouble ??= OutboxSender.IsTroubleOfAll(failure) || doubts >= EventTimes.MostDoubts ? failure : null;
        }
        else if (outcome.Answer is not null)
        {
            (answered, doubts) = (true, 0);
        }
    }
}
