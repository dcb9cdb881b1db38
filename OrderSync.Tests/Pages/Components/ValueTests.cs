using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Orders;
using OrderSync.Web.Components;

namespace OrderSync.Tests.Pages.Components;

public sealed class ValueTests : ShellContext
{
    [Theory]
    [InlineData(RunState.CompletedWithProblems, "With problems")]
    [InlineData(RunState.Running, "Running")]
    [InlineData(RunState.Interrupted, "Interrupted")]
    public void A_run_state_is_shown_by_icon_and_word(RunState state, string word)
    {
        var chip = Render<StatusChip>(p => p.Add(c => c.Run, state));

        Assert.Equal(word, chip.Find(".os-chip > span").TextContent);
        Assert.NotEmpty(chip.Find("i[aria-hidden=true]").TextContent);
    }

    [Fact]
    public void Every_state_has_an_icon_and_a_word_of_its_own()
    {
        StateLook[][] all =
        [
            [.. Enum.GetValues<RunState>().Select(s => s.Look())],
            [.. Enum.GetValues<IncomingState>().Select(s => s.Look())],
            [.. Enum.GetValues<OrderStatus>().Select(s => s.Look())],
            [.. Enum.GetValues<ItemOutcome>().Select(s => s.Look())],
            [.. Enum.GetValues<Health>().Select(s => s.Look())],
        ];

        foreach (var looks in all)
        {
            Assert.Equal(looks.Length, looks.Select(l => l.Word).Distinct().Count());
            Assert.All(looks, l => Assert.NotEmpty(l.Icon));
        }
    }

    [Theory]
    [InlineData(-4, "just now")]
    [InlineData(-42, "42 s ago")]
    [InlineData(-4 * 60, "4 min ago")]
    [InlineData(-3 * 3600, "3 h ago")]
    [InlineData(-2 * 86400, "2 d ago")]
    [InlineData(-10 * 86400, "11 Nov")]
    [InlineData(-400 * 86400, "17 Oct 2025")]
    [InlineData(5 * 60 + 1, "in 5 min")]
    public void A_time_is_told_relative_to_now(int seconds, string words)
    {
        var time = Render<RelativeTime>(p => p.Add(c => c.Value, Now.AddSeconds(seconds)));

        Assert.Equal(words, time.Find("time").TextContent);
    }

    [Fact]
    public void The_exact_local_and_shop_time_are_on_hover()
    {
        var time = Render<RelativeTime>(p => p
            .Add(c => c.Value, Now.AddMinutes(-4))
            .Add(c => c.ShopZone, TimeZoneInfo.FindSystemTimeZoneById("Europe/Kyiv")));

        Assert.Equal("21 Nov 2026, 11:56:00 (UTC) · in the shop 21 Nov 2026, 13:56:00 (Europe/Kyiv)", time.Find("time").GetAttribute("title"));
        Assert.Equal("2026-11-21T11:56:00Z", time.Find("time").GetAttribute("datetime"));
    }

    [Fact]
    public void A_relative_time_moves_on_by_itself()
    {
        var time = Render<RelativeTime>(p => p.Add(c => c.Value, Now.AddMinutes(-4)));

        Time.Advance(TimeSpan.FromMinutes(1));

        time.WaitForAssertion(() => Assert.Equal("5 min ago", time.Find("time").TextContent));
    }

    [Fact]
    public async Task One_timer_serves_all_times_and_stops_with_the_last()
    {
        Render<RelativeTime>(p => p.Add(c => c.Value, Now.AddMinutes(-4)));
        Render<RelativeTime>(p => p.Add(c => c.Value, Now.AddMinutes(-9)));
        var whileShown = Time.Armed;

        await DisposeComponentsAsync();

        Assert.Equal((1, 0), (whileShown, Time.Armed));
    }

    [Fact]
    public void A_running_duration_counts_on_and_a_finished_one_stands()
    {
        var running = Render<OrderSync.Web.Components.Duration>(p => p.Add(c => c.From, Now.AddSeconds(-72)));
        var finished = Render<OrderSync.Web.Components.Duration>(p => p.Add(c => c.From, Now.AddSeconds(-72)).Add(c => c.To, Now));

        Time.Advance(TimeSpan.FromSeconds(3));

        running.WaitForAssertion(() => Assert.Equal("1 m 15 s", running.Find("span").TextContent));
        Assert.Equal("1 m 12 s", finished.Find("span").TextContent);
    }

    [Theory]
    [InlineData(0.42, "0.4 s")]
    [InlineData(12, "12 s")]
    [InlineData(3725, "1 h 2 m")]
    [InlineData(90000, "1 d 1 h")]
    public void A_duration_has_two_parts_at_most(double seconds, string words)
    {
        var texts = Services.GetRequiredService<IStringLocalizer<SharedText>>();

        Assert.Equal(words, texts.Duration(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData("1204.5", "EUR", "en-GB", "€1,204.50")]
    [InlineData("1204.5", "PLN", "en-GB", "PLN 1,204.50")]
    [InlineData("1204.5", "PLN", "pl", "1 204,50 zł")]
    [InlineData("1204.5", "EUR", "pl", "1 204,50 €")]
    [InlineData("1204", "JPY", "en-GB", "JPY 1,204")]
    [InlineData("1.2345", "KWD", "en-GB", "KWD 1.235")]
    [InlineData("-12.5", "EUR", "en-GB", "-€12.50")]
    [InlineData("-12.5", "PLN", "pl", "-12,50 zł")]
    [InlineData("12.5", "", "en-GB", "12.50")]
    public void Money_is_written_by_the_orders_currency_and_the_readers_culture(string amount, string currency, string culture, string expected)
    {
        var text = MoneyFormat.Format(decimal.Parse(amount, CultureInfo.InvariantCulture), currency, CultureInfo.GetCultureInfo(culture));

        Assert.Equal(expected, text.Replace('\u00a0', ' ').Replace('\u202f', ' ').Replace('−', '-'));
    }

    [Fact]
    public void Progress_tells_amount_rate_and_estimate()
    {
        var progress = Render<RunProgress>(p => p.Add(c => c.Done, 1200).Add(c => c.Total, 10_000).Add(c => c.StartedAt, Now.AddSeconds(-30)));

        Assert.Equal("1,200 of 10,000", progress.Find(".os-progress-words span").TextContent);
        Assert.Equal("40 per second · about 4 m left", progress.Find(".os-progress-words .os-muted").TextContent);
        Assert.Equal("12", progress.Find("[role=progressbar]").GetAttribute("aria-valuenow"));
    }

}
