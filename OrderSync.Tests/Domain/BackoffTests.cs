using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Domain;

public sealed class BackoffTests
{
    [Fact]
    public void It_climbs_from_a_minute_to_a_day_and_no_further()
    {
        var delays = Enumerable.Range(1, 20).Select(level => Backoff.Delay(Math.Min(level, Backoff.HighestLevel), Failure())).ToList();

        Assert.Equal(TimeSpan.FromMinutes(1), delays[0]);
        Assert.Equal(TimeSpan.FromHours(24), delays[^1]);
        Assert.Equal(delays.Order(), delays);
    }

    [Fact]
    public void A_success_steps_down_one_level_at_a_time() => Assert.Equal(3, Backoff.StepDown(4));

    [Fact]
    public void Levels_stay_within_their_bounds()
    {
        Assert.Equal(Backoff.HighestLevel, Backoff.Climb(Backoff.HighestLevel));
        Assert.Equal(0, Backoff.StepDown(0));
    }

    [Fact]
    public void A_longer_wait_the_shop_asked_for_is_honoured() =>
        Assert.Equal(TimeSpan.FromMinutes(10), Backoff.Delay(1, Failure() with { RetryAfter = TimeSpan.FromMinutes(10) }));

    [Fact]
    public void A_shorter_wait_the_shop_asked_for_does_not_shorten_ours() =>
        Assert.Equal(TimeSpan.FromMinutes(5), Backoff.Delay(3, Failure() with { RetryAfter = TimeSpan.FromSeconds(1) }));

    [Theory]
    [InlineData(RemoteFailureKind.Unauthorized)]
    [InlineData(RemoteFailureKind.Forbidden)]
    [InlineData(RemoteFailureKind.Redirected)]
    public void What_only_a_person_can_mend_is_probed_hourly(RemoteFailureKind kind) =>
        Assert.Equal(TimeSpan.FromHours(1), Backoff.Delay(9, Failure(kind)));

    private static RemoteFailure Failure(RemoteFailureKind kind = RemoteFailureKind.Unavailable) =>
        new(kind, "test", new Phrase("down"), new Phrase("wait"));
}
