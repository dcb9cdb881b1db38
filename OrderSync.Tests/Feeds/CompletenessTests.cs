using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing.Completeness;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.Completeness;

namespace OrderSync.Tests.Feeds;

public sealed class CompletenessTests
{
    private static readonly DateOnly Day = new(2026, 11, 20);

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task An_order_deleted_from_the_table_by_hand_is_found(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider);
        rig.Shop.Orders.AddRange(Enumerable.Range(1, 5).Select(id => Given.Order($"{id}")));
        await rig.ImportAsync();
        await rig.ReadAsync(db => db.Orders.Where(order => order.ExternalId == "3").ExecuteDeleteAsync());

        var run = await rig.RunAsync(CheckCompletenessFeed.FeedKey);

        Assert.Equal((RunState.CompletedWithProblems, "1 of 5 orders of the shop are not here, and nothing says why."), (run.State, run.Message!.ToString()));
        var day = Assert.Single(await DaysAsync(rig));
        Assert.Equal((Day, 5, 4, 1), (day.Day, day.InShop, day.Imported, day.Unexplained));
        var lost = Assert.Single(await rig.ReadAsync(db => db.UnexplainedOrders.ToListAsync()));
        Assert.Equal(("3", UnexplainedKind.Deleted), (lost.ExternalId, lost.Kind));
    }

    [Fact]
    public async Task An_order_the_import_skipped_is_found_and_one_it_has_not_come_to_is_not_accused()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.AddRange([Given.Order("1"), Given.Order("2")]);
        await rig.ImportAsync();
        rig.Shop.Orders.Insert(1, Given.Order("late"));

        await rig.RunAsync(CheckCompletenessFeed.FeedKey);

        var day = Assert.Single(await DaysAsync(rig));
        Assert.Equal((3, 2, 0, 1), (day.InShop, day.Imported, day.NotRead, day.Unexplained));
        Assert.Equal(("late", UnexplainedKind.NeverRead), await rig.ReadAsync(db => db.UnexplainedOrders.Select(row => ValueTuple.Create(row.ExternalId, row.Kind)).SingleAsync()));
        rig.Shop.Orders.Add(Given.Order("new"));
        await rig.RunAsync(CheckCompletenessFeed.FeedKey);
        Assert.Equal((1, 1), await rig.ReadAsync(db => db.CompletenessDays.Select(row => ValueTuple.Create(row.NotRead, row.Unexplained)).SingleAsync()));
    }

    [Fact]
    public async Task Every_order_of_a_day_is_counted_once_under_what_became_of_it()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Settings = Given.Settings with { ImportFromOrderId = 10 };
        rig.Shop.Orders.AddRange([Given.Order("11"), Given.Order("12") with { StatusId = "6" }, Given.Order("13") with { StatusId = "10" }, Given.Order("14") with { Email = "" }]);
        await rig.ImportAsync();
        rig.Shop.Orders.Add(Given.Order("9"));
        rig.Shop.Orders.Add(Given.Order("15"));

        var run = await rig.RunAsync(CheckCompletenessFeed.FeedKey);

        var day = Assert.Single(await DaysAsync(rig));
        Assert.Equal((6, 1, 2, 1, 1, 1, 0), (day.InShop, day.Imported, day.Ignored, day.Waiting, day.NotRead, day.Problems, day.Unexplained));
        Assert.Equal((RunState.Succeeded, "All 6 orders of the shop are accounted for."), (run.State, run.Message!.ToString()));
    }

    [Fact]
    public async Task Days_are_those_of_the_shop_and_only_the_last_thirty_are_counted()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.AddRange(
        [
            Given.Order("1") with { PlacedAt = new DateTime(2026, 10, 22, 21, 59, 59, DateTimeKind.Utc) }, // 23:59 in Warsaw, still on summer time, one day too old
            Given.Order("2") with { PlacedAt = new DateTime(2026, 10, 22, 22, 0, 0, DateTimeKind.Utc) },
            Given.Order("3") with { PlacedAt = new DateTime(2026, 11, 20, 22, 59, 59, DateTimeKind.Utc) },
            Given.Order("4") with { PlacedAt = new DateTime(2026, 11, 20, 23, 0, 0, DateTimeKind.Utc) },
        ]);
        await rig.ImportAsync();

        await rig.RunAsync(CheckCompletenessFeed.FeedKey);

        Assert.Equal(["2026-10-23 1", "2026-11-20 1", "2026-11-21 1"], (await DaysAsync(rig)).Select(row => $"{row.Day:yyyy-MM-dd} {row.Imported}"));
        await AskForAllAsync(rig);
        await rig.RunAsync(CheckCompletenessFeed.FeedKey);
        Assert.Equal(["2026-10-22", "2026-10-23", "2026-11-20", "2026-11-21"], (await DaysAsync(rig)).Select(row => $"{row.Day:yyyy-MM-dd}"));
        Assert.Null(await rig.ReadAsync(db => db.Feeds.Where(feed => feed.Key == CheckCompletenessFeed.FeedKey).Select(feed => feed.Cursor).SingleAsync()));
    }

    [Fact]
    public async Task What_was_found_before_is_no_news_and_what_is_mended_is_forgotten()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.AddRange([Given.Order("1"), Given.Order("2")]);
        await rig.ImportAsync();
        await rig.ReadAsync(db => db.Orders.ExecuteDeleteAsync());
        await rig.RunAsync(CheckCompletenessFeed.FeedKey);
        var before = await rig.ReadAsync(db => db.UnexplainedOrders.AsNoTracking().OrderBy(row => row.Id).ToListAsync());
        rig.Clock.Advance(TimeSpan.FromDays(1));
        await rig.ReadAsync(db => db.IncomingOrders.Where(row => row.ExternalId == "1").ExecuteUpdateAsync(set => set.SetProperty(row => row.State, IncomingState.Problem)));

        await rig.RunAsync(CheckCompletenessFeed.FeedKey);

        var left = Assert.Single(await rig.ReadAsync(db => db.UnexplainedOrders.AsNoTracking().ToListAsync()));
        Assert.Equal((before[1].Id, before[1].FoundAt), (left.Id, left.FoundAt));
        Assert.Equal(2, before.Count);
    }

    [Fact]
    public async Task An_order_imported_while_the_check_goes_on_is_not_taken_for_lost()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.AddRange(Enumerable.Range(1, 4).Select(id => Given.Order($"{id}")));
        var imported = false;
        rig.Shop.BeforePage = _ => { };
        rig.Shop.AfterHeads = async () =>
        {
            if (!imported)
            {
                imported = true;
                await rig.ImportAsync();
            }
        };

        await rig.RunAsync(CheckCompletenessFeed.FeedKey);

        var day = Assert.Single(await DaysAsync(rig));
        Assert.Equal((4, 2, 2, 0), (day.InShop, day.NotRead, day.Imported, day.Unexplained));
    }

    [Fact]
    public async Task A_shop_that_breaks_in_the_middle_leaves_the_last_count_as_it_was()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.AddRange(Enumerable.Range(1, 4).Select(id => Given.Order($"{id}")));
        await rig.ImportAsync();
        await rig.RunAsync(CheckCompletenessFeed.FeedKey);
        await rig.ReadAsync(db => db.Orders.ExecuteDeleteAsync());
        rig.Shop.BeforePage = page => throw new RemoteFailureException(new RemoteFailure(RemoteFailureKind.Unavailable, "down", new("Down."), new("Wait.")));

        var run = await rig.RunAsync(CheckCompletenessFeed.FeedKey);

        Assert.Equal((RunState.Failed, 0), (run.State, (await DaysAsync(rig)).Sum(day => day.Unexplained)));
    }

    [Fact]
    public void Twenty_thousand_orders_cost_a_day_each_and_the_newest_thousand_names()
    {
        var tally = new CompletenessTally(1, Given.Settings, Rows.Now);
        for (var id = 1; id <= 20_000; id++)
        {
            tally.Add(new OrderHead($"{id}", Day.AddDays(id / 1000)), id % 2 == 0 ? new SeenHere(IncomingState.Imported, true) : null, isPast: true);
        }

        Assert.Equal((21, 20_000, 10_000, CompletenessTally.Named), (tally.Days.Count, tally.InShop, tally.UnexplainedInAll, tally.Unexplained.Count));
        Assert.Equal("19999", tally.Unexplained.Last().ExternalId);
        Assert.All(tally.Days, day => Assert.Equal(day.InShop, day.Imported + day.Ignored + day.Waiting + day.NotRead + day.Problems + day.Unexplained));
    }

    private static Task<List<CompletenessDay>> DaysAsync(FeedRig rig) => rig.ReadAsync(db => db.CompletenessDays.AsNoTracking().OrderBy(row => row.Day).ToListAsync());

    private static Task AskForAllAsync(FeedRig rig) => rig.ReadAsync(db => db.Feeds.Where(feed => feed.Key == CheckCompletenessFeed.FeedKey)
        .ExecuteUpdateAsync(set => set.SetProperty(feed => feed.Cursor, CheckCompletenessFeed.AllDays)));
}
