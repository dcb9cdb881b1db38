using OrderSync.Domain.Integrations;

namespace OrderSync.Domain.Feeds;

/// <summary>
/// How long an integration rests after failures: climbs from 1 minute to 24 hours, one step down for each success, honours what the
/// other side asked for, and looks hourly when only a person can help.
/// </summary>
public static class Backoff
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromHours(24),
    ];

    private static readonly TimeSpan Probe = TimeSpan.FromHours(1);

    public static int HighestLevel => Steps.Length;

    /// <summary>The level after one more failure.</summary>
    public static int Climb(int level) => Math.Min(level + 1, Steps.Length);

    /// <summary>The level after a success.</summary>
    public static int StepDown(int level) => Math.Max(level - 1, 0);

    /// <param name="level">Level after the failure, at least 1.</param>
    public static TimeSpan Delay(int level, RemoteFailure failure)
    {
        if (failure.NeedsPerson)
        {
            return Probe;
        }

        var step = Steps[Math.Clamp(level, 1, Steps.Length) - 1];
        return failure.RetryAfter is { } asked && asked > step ? asked : step;
    }
}
