namespace OrderSync.Tests.Support;

/// <summary>
/// A clock on which short waits pass at once, and have moved it by the time waited; for code that pauses between attempts.
/// </summary>
internal sealed class HurryingClock(DateTimeOffset? start = null) : TimeProvider
{
    /// <summary>Long enough for a request to arrive at a server in this process.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(300);

    private readonly Lock gate = new();
    private DateTimeOffset now = start ?? new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Waits shorter than this pass at once; longer ones (time limits) never do.</summary>
    public TimeSpan SkipsWaits { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Whether time limits pass too, after a moment: for a shop that never answers.</summary>
    public Func<bool> LimitsPass { get; set; } = () => false;

    /// <summary>Every wait that passed.</summary>
    public List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time)
    {
        lock (gate)
        {
            now += time;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.Zero && dueTime < SkipsWaits)
        {
            lock (gate)
            {
                Waits.Add(dueTime);
                now += dueTime;
            }

            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }
        else if (dueTime >= SkipsWaits && LimitsPass())
        {
            return TimeProvider.System.CreateTimer(Pass, null, Moment, Timeout.InfiniteTimeSpan);
        }

        return new Handle();

        void Pass(object? ignored)
        {
            Advance(dueTime);
            callback(state);
        }
    }

    private sealed class Handle : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
