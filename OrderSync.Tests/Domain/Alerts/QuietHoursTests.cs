using OrderSync.Domain.Alerts;
using static OrderSync.Tests.Domain.Alerts.AlertDesk;

namespace OrderSync.Tests.Domain.Alerts;

/// <summary>The desk begins at 12:00 UTC, which is 13:00 in Warsaw.</summary>
public sealed class QuietHoursTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly AlertDesk desk = new();

    public QuietHoursTests() => desk.Channels[0].Quiet = new QuietHours(new TimeOnly(13, 0), new TimeOnly(15, 0), "Europe/Warsaw");

    [Theory]
    [InlineData("22:00", "07:00", "21:00", true)] // 22:00 in Warsaw
    [InlineData("22:00", "07:00", "20:59", false)]
    [InlineData("22:00", "07:00", "05:59", true)]
    [InlineData("22:00", "07:00", "06:00", false)]
    [InlineData("08:00", "10:00", "08:30", true)]
    [InlineData("08:00", "10:00", "09:00", false)]
    public void Hours_are_those_of_the_channels_zone_and_may_go_over_midnight(string from, string to, string utc, bool quiet)
    {
        var hours = new QuietHours(TimeOnly.Parse(from), TimeOnly.Parse(to), "Europe/Warsaw");

        Assert.Equal(quiet, hours.Contains(new DateTime(DateOnly.Parse("2026-11-23"), TimeOnly.Parse(utc), DateTimeKind.Utc)));
    }

    [Fact]
    public void What_begins_in_quiet_hours_is_told_in_one_message_afterwards()
    {
        desk.Is(Wrong(1));
        Assert.Empty(desk.Watch(Hour));
        desk.Is(Wrong(9), Wrong(2, cause: "totals"));

        Assert.Equal(["60: First 9 + First 2"], desk.Watch(Hour * 2));
    }

    [Fact]
    public void What_came_and_went_in_quiet_hours_is_told_as_past_afterwards()
    {
        desk.Is(Wrong(4)).Watch(Hour / 2);

        Assert.Equal(["90: Passed 4"], desk.Is().Watch(Hour * 3));
        Assert.Equal(0, desk.Is().After(Hour).Say().Length);
    }

    [Fact]
    public void News_of_something_known_waits_for_the_end_of_quiet_hours()
    {
        desk.Channels[0].Quiet = null;
        desk.Is(Wrong(1)).Say();
        desk.Channels[0].Quiet = new QuietHours(new TimeOnly(13, 0), new TimeOnly(15, 0), "Europe/Warsaw");

        Assert.Equal(["120: Summary 5"], desk.Is(Wrong(5)).Watch(Hour * 3));
    }

    [Fact]
    public void That_it_is_over_is_no_reason_to_disturb_anybody()
    {
        desk.Channels[0].Quiet = null;
        desk.Is(Wrong(1)).Say();
        desk.Channels[0].Quiet = new QuietHours(new TimeOnly(13, 0), new TimeOnly(15, 0), "Europe/Warsaw");

        Assert.Equal(["120: Over 1"], desk.Is().Watch(Hour * 3));
    }

    [Fact]
    public void What_is_urgent_is_told_at_any_hour()
    {
        desk.Rule.Urgent = true;

        Assert.Equal("First 1", desk.Is(Wrong(1)).Say());
    }

    [Fact]
    public void A_channel_without_quiet_hours_is_told_meanwhile()
    {
        desk.Channels.Add(Channel("Chat", 2));

        Assert.Equal(2, Assert.Single(desk.Is(Wrong(1)).Look()).ChannelId);
    }

    [Fact]
    public void A_zone_nobody_knows_any_more_is_taken_for_UTC() =>
        Assert.True(new QuietHours(new TimeOnly(11, 0), new TimeOnly(13, 0), "Mars/Olympus").Contains(desk.Now));
}
