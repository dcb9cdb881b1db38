using System.Globalization;
using OrderSync.Web.Connectors.PrestaShop;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class ShopZoneTests
{
    [Theory]
    [InlineData("Europe/Paris", "2026-01-15 12:00:00", "2026-01-15T11:00:00Z")]
    [InlineData("Europe/Paris", "2026-07-15 12:00:00", "2026-07-15T10:00:00Z")]
    [InlineData("America/New_York", "2026-07-15 23:30:00", "2026-07-16T03:30:00Z")]
    [InlineData("Asia/Kolkata", "2026-07-15 05:00:00", "2026-07-14T23:30:00Z")]
    [InlineData("US/Eastern", "2026-01-15 12:00:00", "2026-01-15T17:00:00Z")]
    [InlineData("", "2026-01-15 12:00:00", "2026-01-15T12:00:00Z")]
    [InlineData("Mars/Olympus", "2026-01-15 12:00:00", "2026-01-15T12:00:00Z")]
    public void Local_times_become_utc(string zone, string local, string utc) => Assert.Equal(At(utc), Convert(zone, local));

    [Fact]
    public void An_hour_that_the_clock_skips_in_spring_is_read_with_the_offset_before() =>
        Assert.Equal(At("2026-03-29T01:30:00Z"), Convert("Europe/Paris", "2026-03-29 02:30:00"));

    [Fact]
    public void The_doubled_hour_in_autumn_is_the_second_one_when_that_has_passed_in_the_shop() =>
        Assert.Equal(At("2026-10-25T01:30:00Z"), Convert("Europe/Paris", "2026-10-25 02:30:00", "2026-10-25T01:31:00Z"));

    [Fact]
    public void The_doubled_hour_in_autumn_is_the_first_one_when_the_second_still_lies_ahead() =>
        Assert.Equal(At("2026-10-25T00:30:00Z"), Convert("Europe/Paris", "2026-10-25 02:30:00", "2026-10-25T00:31:00Z"));

    [Theory]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("0000-00-00")]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-02-30 10:00:00")]
    public void What_is_no_date_is_none(string text) => Assert.Null(Convert("Europe/Paris", text));

    private static DateTime? Convert(string zone, string local, string shopNow = "2030-01-01T00:00:00Z") => ShopZone.Of(zone).ToUtc(local, At(shopNow)!.Value);

    private static DateTime? At(string utc) => DateTime.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
