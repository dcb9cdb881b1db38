using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Outbox;

/// <summary>How long messages are held, left alone and tried.</summary>
internal static class OutboxTimes
{
    /// <summary>
    /// After an answer that never came the first request may still be at work in the shop: PHP goes on when the caller has hung up, and a look
    /// that comes too early sees nothing of it (contracts/prestashop.md §4.2, §6.3). Web servers and PHP cut a request off after one minute or two at most.
    /// </summary>
    public static readonly TimeSpan QuietPeriod = TimeSpan.FromMinutes(2);

    /// <summary>How long one step may take, its looks and its write together.</summary>
    public static readonly TimeSpan StepLimit = TimeSpan.FromMinutes(4);

    /// <summary>A message is held longer than a step can take: whoever finds the lease run out knows that nobody sends any more.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(6);

    /// <summary>So many failures of its own and a message is given up, for a person to see to.</summary>
    public const int MostFailures = 8;

    /// <summary>So many messages in a row without a useful answer, and it is the shop that is in trouble.</summary>
    public const int MostDoubts = 3;

    /// <summary>After a mistake of our own.</summary>
    public static TimeSpan Pause(int failures) => TimeSpan.FromMinutes(5 * Math.Max(1, failures));

    public static TimeSpan Pause(int failures, RemoteFailure failure)
    {
        var pause = Backoff.Delay(Math.Max(1, failures), failure);
        return failure.Kind == RemoteFailureKind.Unknown && pause < QuietPeriod ? QuietPeriod : pause;
    }
}
