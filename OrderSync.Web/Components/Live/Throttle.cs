namespace OrderSync.Web.Components;

/// <summary>
/// Turns any number of signals into calls that are never closer than the gap, never overlap, and wait while paused.
/// The first signal after a quiet time is let through at once, the last one of a burst is never lost.
/// </summary>
internal sealed class Throttle : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly TimeSpan gap;
    private readonly Action fire;
    private readonly ITimer timer;
    private long? last;
    private bool pending;
    private bool armed;
    private bool running;
    private bool paused;
    private bool disposed;

    public Throttle(TimeProvider time, TimeSpan gap, Action fire)
    {
        (this.time, this.gap, this.fire) = (time, gap, fire);
        timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Signal()
    {
        lock (gate)
        {
            pending = true;
            Arm();
        }
    }

    /// <summary>The work of the last call is over; the next may come.</summary>
    public void Finished()
    {
        lock (gate)
        {
            running = false;
            Arm();
        }
    }

    public void Pause(bool pause)
    {
        lock (gate)
        {
            paused = pause;
            Arm();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
        }

        timer.Dispose();
    }

    private void Arm()
    {
        if (!pending || armed || running || paused || disposed)
        {
            return;
        }

        armed = true;
        var wait = last is { } stamp ? gap - time.GetElapsedTime(stamp) : TimeSpan.Zero;
        timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Fire()
    {
        lock (gate)
        {
            armed = false;
            if (!pending || paused || disposed)
            {
                return;
            }

            (pending, running, last) = (false, true, time.GetTimestamp());
        }

        fire();
    }
}
