using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Features;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Features.Dashboard;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Tests.Features.Dashboard;

public sealed class DashboardQueriesTests
{
    private static readonly TimeZoneInfo Warsaw = TimeZoneInfo.FindSystemTimeZoneById("Europe/Warsaw");

    [Fact]
    public async Task Orders_are_counted_by_the_readers_days()
    {
        await using var rig = await FeedRig.CreateAsync();
        await rig.Database.AddOrderAsync(rig.IntegrationId, "1", placedAt: new DateTime(2026, 11, 20, 22, 59, 59, DateTimeKind.Utc));
        await rig.Database.AddOrderAsync(rig.IntegrationId, "2", placedAt: new DateTime(2026, 11, 20, 23, 0, 0, DateTimeKind.Utc));
        await rig.Database.AddOrderAsync(rig.IntegrationId, "3", placedAt: new DateTime(2026, 11, 21, 11, 0, 0, DateTimeKind.Utc));

        var trend = await Queries(rig).TrendAsync(Warsaw, 30, default);

        Assert.Equal(30, trend.Count);
        Assert.Equal([new DayCount(new DateOnly(2026, 11, 20), 1), new DayCount(new DateOnly(2026, 11, 21), 2)], trend.TakeLast(2));
    }

    [Fact]
    public async Task Today_is_compared_with_the_same_weekdays_up_to_this_time_of_day()
    {
        await using var rig = await FeedRig.CreateAsync();
        var now = rig.Clock.GetUtcNow().UtcDateTime;
        await rig.Database.AddOrderAsync(rig.IntegrationId, "today", placedAt: now.AddHours(-1));
        await rig.Database.AddOrderAsync(rig.IntegrationId, "a", placedAt: now.AddDays(-7).AddHours(-1));
        await rig.Database.AddOrderAsync(rig.IntegrationId, "b", placedAt: now.AddDays(-14).AddHours(-1));
        await rig.Database.AddOrderAsync(rig.IntegrationId, "later that day", placedAt: now.AddDays(-7).AddHours(1));

        var arrival = Assert.Single(await Queries(rig).ArrivalsAsync(Warsaw, default));

        Assert.Equal((1, 0.5), (arrival.Today, arrival.Usual));
        Assert.Equal(now.AddHours(-1), arrival.LastOrderAt);
    }

    [Fact]
    public async Task A_failing_shop_says_why_and_what_to_do_and_its_runs_are_not_listed_again()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.BeforePage = _ => throw new RemoteFailureException(
            new RemoteFailure(RemoteFailureKind.Unavailable, "down", new Phrase("The shop is down."), new Phrase("Look at its server.")));
        await rig.ImportAsync();

        var broken = Assert.Single(await Queries(rig).BrokenAsync(default));

        Assert.Equal(("The shop is down.", "Look at its server."), (broken.Reason.ToString(), broken.Remedy!.ToString()));
        Assert.Empty(await Queries(rig).FailedRunsAsync(default));
    }

    [Fact]
    public async Task A_run_that_failed_stays_listed_for_a_day_after_its_shop_works_again()
    {
        await using var rig = await FeedRig.CreateAsync();
        await rig.ReadAsync(async db =>
        {
            db.FeedRuns.Add(new FeedRun
            {
                FeedId = rig.ImportFeed,
                IntegrationId = rig.IntegrationId,
                FeedKey = ImportOrdersFeed.FeedKey,
                State = RunState.Failed,
                Trigger = RunTrigger.Schedule,
                StartedBy = "Schedule",
                QueuedAt = rig.Clock.GetUtcNow().UtcDateTime,
            });
            return await db.SaveChangesAsync();
        });

        Assert.Equal("Import new orders", Assert.Single(await Queries(rig).FailedRunsAsync(default)).Feed);
        rig.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Empty(await Queries(rig).FailedRunsAsync(default));
    }

    [Fact]
    public void A_day_whose_midnight_is_leapt_over_begins_with_its_first_moment()
    {
        var beirut = TimeZoneInfo.FindSystemTimeZoneById("Asia/Beirut");

        Assert.Equal(new DateTime(2026, 3, 28, 22, 0, 0, DateTimeKind.Utc), DayRange.Start(new DateOnly(2026, 3, 29), beirut));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 2)]
    [InlineData(5, 6)]
    [InlineData(11, 20)]
    [InlineData(725, 800)]
    [InlineData(1000, 1000)]
    public void The_scale_of_the_chart_ends_at_a_round_number(int highest, int top) => Assert.Equal(top, ChartScale.Top(highest));

    private static DashboardQueries Queries(FeedRig rig) =>
        new(rig.Database, new FeedScheduler(null!, rig.Database, rig.Clock), new FeedCatalog([new ImportOrdersFeed(null!, null!)]), new ConnectorRegistry([rig.Shop.Descriptor]), rig.Clock);
}
