using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Outbox.Events;

/// <summary>
/// Sends what is due to one listener: many messages at once, those about one order one after the other. A listener that was in trouble gets
/// one message first. Ends when nothing is due any more, or when the listener is in trouble as a whole.
/// </summary>
internal sealed class EventRound(Listener listener, EventQueue queue, EventSender sender, ListenerHealth health, OutboxSignal signal)
{
    private const int MostAtOnce = 16;
    private readonly List<Task<EventOutcome>> underWay = [];
    private readonly Queue<PreparedEvent> ready = new();
    private bool isProbing = listener.Integration.FailureLevel > 0;
    private bool answered;
    private int doubts;
    private RemoteFailure? trouble;

    public async Task RunAsync(CancellationToken ct)
    {
        do
        {
            if (trouble is null && !ct.IsCancellationRequested)
            {
                await FillAsync(ct);
            }

            if (underWay.Count > 0)
            {
                await SettleAsync();
            }
        }
        while (underWay.Count > 0);

        await queue.ReleaseAsync([.. ready.Select(prepared => prepared.Message)]);
        await (trouble is not null ? health.RestAsync(listener.Integration.Id, trouble) : answered ? health.RecoverAsync(listener.Integration.Id) : Task.CompletedTask);
        signal.SayChanged();
    }

    private async Task FillAsync(CancellationToken ct)
    {
        var most = isProbing ? 1 : MostAtOnce;
        if (ready.Count == 0 && underWay.Count <= most / 2)
        {
            foreach (var prepared in await sender.PrepareAsync(listener, await queue.ClaimAsync(listener.Integration.Id, isProbing ? 1 : MostAtOnce * 2, ct), ct))
            {
                ready.Enqueue(prepared);
            }
        }

        while (underWay.Count < most && ready.TryDequeue(out var next))
        {
            underWay.Add(next.SendAsync(ct));
        }
    }

    /// <summary>What came of attempts is written down even while the program stops.</summary>
    private async Task SettleAsync()
    {
        await Task.WhenAny(underWay);
        var ended = underWay.Where(task => task.IsCompleted).ToList();
        ended.ForEach(task => underWay.Remove(task));
        var outcomes = new List<EventOutcome>();
        foreach (var task in ended)
        {
            outcomes.Add(await task);
        }

        await queue.SaveAsync(listener, outcomes, CancellationToken.None);
        outcomes.ForEach(Note);
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
