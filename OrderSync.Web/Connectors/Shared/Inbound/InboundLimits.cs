using System.Threading.RateLimiting;

namespace OrderSync.Web.Connectors.Shared.Inbound;

/// <summary>
/// How many events an integration may be sent in a minute (setting <c>Inbox:EventsPerMinute</c>). Counted once a call has proved who it is from:
/// whoever merely knows an address cannot use up what belongs to the shop.
/// </summary>
public sealed class InboundLimits(IConfiguration configuration) : IDisposable
{
    private const int Default = 6000;

    private readonly PartitionedRateLimiter<long> events = PartitionedRateLimiter.Create<long, long>(integration =>
        RateLimitPartition.GetSlidingWindowLimiter(integration, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = configuration.GetValue("Inbox:EventsPerMinute", Default),
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        }));

    /// <summary>After this time there is room again.</summary>
    public static TimeSpan Wait { get; } = TimeSpan.FromSeconds(10);

    public bool MayTake(long integrationId)
    {
        using var lease = events.AttemptAcquire(integrationId);
        return lease.IsAcquired;
    }

    public void Dispose() => events.Dispose();
}
