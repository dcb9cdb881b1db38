namespace OrderSync.Web.Data;

/// <summary>Wakes a loop of this process that looks for work in the database: at once, instead of at its next look around.</summary>
public abstract class WakeSignal
{
    private readonly SemaphoreSlim semaphore = new(0, 1);

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
}
