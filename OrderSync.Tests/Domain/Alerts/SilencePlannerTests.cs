using OrderSync.Domain.Alerts;

namespace OrderSync.Tests.Domain.Alerts;

public sealed class SilencePlannerTests
{
    private static readonly TimeZoneInfo Warsaw = TimeZoneInfo.FindSystemTimeZoneById("Europe/Warsaw");

    /// <summary>A Monday, noon in Warsaw.</summary>
    private static readonly DateTime Now = new(2026, 11, 23, 11, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime LongAgo = Now.AddYears(-1);

    [Fact]
    public void The_stretch_since_the_last_order_is_laid_over_the_past_eight_weeks()
    {
        var stretches = SilencePlanner.Stretches(LongAgo, Now.AddHours(-3), Now, TimeZoneInfo.Utc);

        Assert.Equal(8, stretches.Count);
        Assert.Equal(new Stretch(Now.AddDays(-7).AddHours(-3), Now.AddDays(-7)), stretches[0]);
        Assert.Equal(new Stretch(Now.AddDays(-56).AddHours(-3), Now.AddDays(-56)), stretches[^1]);
    }

    [Fact]
    public void Hours_are_those_of_the_clock_on_the_wall_over_a_change_of_time()
    {
        // Before 25 October it was summer time: noon in Warsaw was 10:00 UTC.
        var stretches = SilencePlanner.Stretches(LongAgo, Now.AddHours(-3), Now, Warsaw);

        Assert.Equal(Now.AddDays(-28), stretches[3].To);
        Assert.Equal(Now.AddDays(-35).AddHours(-1), stretches[4].To);
    }

    [Fact]
    public void An_hour_that_a_change_of_time_left_out_is_no_stumbling_block()
    {
        // On 29 March 2026 there was no half past two in Warsaw.
        var now = new DateTime(2026, 4, 5, 0, 30, 0, DateTimeKind.Utc);

        Assert.Equal(8, SilencePlanner.Stretches(LongAgo, now.AddHours(-2), now, Warsaw).Count);
    }

    [Theory]
    [InlineData(59, 0)]
    [InlineData(60, 8)]
    public void A_short_silence_is_none_for_orders_may_not_have_been_read_yet(int minutes, int stretches) =>
        Assert.Equal(stretches, SilencePlanner.Stretches(LongAgo, Now.AddMinutes(-minutes), Now, TimeZoneInfo.Utc).Count);

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 0)] // the fourth week's stretch begins before the first order
    [InlineData(5, 4)]
    [InlineData(7, 6)]
    public void Less_than_four_weeks_of_orders_say_nothing(int weeks, int stretches) =>
        Assert.Equal(stretches, SilencePlanner.Stretches(Now.AddDays(-7 * weeks), Now.AddHours(-3), Now, TimeZoneInfo.Utc).Count);

    [Fact]
    public void A_shop_without_any_order_says_nothing() => Assert.Empty(SilencePlanner.Stretches(null, null, Now, TimeZoneInfo.Utc));

    [Fact]
    public void Of_a_silence_of_weeks_the_first_week_is_compared_so_that_it_never_overlaps_itself()
    {
        var last = Now.AddDays(-60);

        var stretches = SilencePlanner.Stretches(LongAgo, last, Now, TimeZoneInfo.Utc);

        Assert.Equal(8, stretches.Count);
        Assert.Equal(new Stretch(last.AddDays(-7), last), stretches[0]);
    }

    [Theory]
    [InlineData(true, 5, 5, 5, 5)]
    [InlineData(true, 20, 1, 1, 1)] // rare, but never none
    [InlineData(false, 5, 5, 5, 4)] // fewer than are usual
    [InlineData(false, 40, 0, 40, 40)] // it was silent once before, and there are few weeks
    [InlineData(true, 9, 9, 0, 9, 9, 9)] // a holiday
    [InlineData(false, 9, 9, 0, 9, 0, 9)] // two of them
    [InlineData(true, 6, 6, 6, 6, 6, 6, 6, 0)]
    [InlineData(false, 100, 100, 100)]
    [InlineData(false)]
    [InlineData(false, 0, 0, 0, 0, 0, 0, 0, 0)] // a night
    public void Silence_is_unusual_where_orders_came_every_week(bool unusual, params int[] counts) =>
        Assert.Equal(unusual, SilencePlanner.IsUnusual(counts, SilencePlanner.UsualOrders));

    [Fact]
    public void How_many_orders_are_usual_can_be_set()
    {
        Assert.True(SilencePlanner.IsUnusual([1, 1, 1, 1], 1));
        Assert.False(SilencePlanner.IsUnusual([9, 9, 9, 9], 10));
    }
}
