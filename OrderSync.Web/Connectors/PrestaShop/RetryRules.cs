namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>When a read is sent again, and after which pause (contract §6.3). Long pauses are the run's business: it fails and backs off.</summary>
internal static class RetryRules
{
    private const int Attempts = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    /// <param name="attempt">Attempts made, from 1.</param>
    /// <param name="callerSplits">The caller prefers to ask for less at once.</param>
    /// <returns>Null when it is not to be sent again.</returns>
    public static TimeSpan? PauseAfter(ShopFailure failure, int attempt, bool callerSplits) => failure.Cure switch
    {
        Cure.Repeat when attempt < Attempts => Growing(attempt),
        Cure.Smaller when !callerSplits && attempt < Attempts => Growing(attempt),
        Cure.RepeatOnce when attempt == 1 => Growing(attempt),
        Cure.Wait when attempt < Attempts && failure.Remote.RetryAfter <= LongestPause => Longer(failure.Remote.RetryAfter.Value),
        _ => null,
    };

    private static TimeSpan Growing(int attempt) => TimeSpan.FromSeconds(Math.Pow(3, attempt - 1) * (1 + Random.Shared.NextDouble()));

    private static TimeSpan Longer(TimeSpan asked) => TimeSpan.FromSeconds(Math.Max(asked.TotalSeconds, 0) + Random.Shared.NextDouble());
}

/// <summary>Counts time-outs while a list is asked for in smaller and smaller parts: each costs minutes, so a shop that never answers is soon given up.</summary>
internal sealed class Timeouts
{
    private const int Most = 3;
    private int count;

    public bool AreTooMany(ShopFailure failure) => failure.Remote.Code == FailureCode.Timeout && ++count == Most;
}
