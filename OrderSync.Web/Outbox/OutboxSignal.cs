namespace OrderSync.Web.Outbox;

/// <summary>
/// Wakes the dispatcher of this process when a message was written, and says when something became of one. Messages written elsewhere the
/// dispatcher finds by itself within a second.
/// </summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim semaphore = new(0, 1);

    /// <summary>Something became of messages, or of a listener; for open pages.</summary>
    public event Action? Changed;

    public void Set()
    {
        try
        {
            semaphore.Release();
        }
        catch (SemaphoreFullException)
        {
            // already awake
        }
    }

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken ct) => semaphore.WaitAsync(atMost, ct);

    public void Dispose() => semaphore.Dispose();

    internal void SayChanged() => Changed?.Invoke();
}
