using System.Collections.Concurrent;

namespace OrderSync.Web.Data.Inbox;

/// <summary>
/// Lets the feed of this process know of an event at the moment it is stored. Only a short cut: what is due stands in the database, where a run
/// of another process finds it within a second.
/// </summary>
public sealed class InboxSignal
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> waiting = [];

    /// <summary>An event of the integration was stored; must not throw or wait.</summary>
    public event Action<long>? Arrived;

    public void Tell(long integrationId)
    {
        if (waiting.TryRemove(integrationId, out var next))
        {
            next.TrySetResult();
        }

        Arrived?.Invoke(integrationId);
    }

    /// <summary>Ends with the next event of the integration. Ask before looking at the database, so that none falls in between.</summary>
    public Task NextAsync(long integrationId) =>
        waiting.GetOrAdd(integrationId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
}
