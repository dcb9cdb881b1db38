using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Feeds;

public sealed class ImportOrdersFeedTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Every_order_of_the_shop_arrives_once_with_its_lines_payload_and_history(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider);
        rig.Shop.Orders.AddRange(Enumerable.Range(1, 5).Select(id => Given.Order($"{id}")));

        var run = await rig.ImportAsync();

        Assert.Equal((RunState.Succeeded, 5), (run.State, run.Created));
        Assert.Equal(["1", "2", "3", "4", "5"], await rig.ReadAsync(db => db.Orders.OrderBy(order => order.Id).Select(order => order.ExternalId).ToListAsync()));
        Assert.Equal(5, await rig.ReadAsync(db => db.OrderLines.CountAsync()));
        Assert.Equal(5, await rig.ReadAsync(db => db.IncomingPayloads.CountAsync()));
        Assert.Equal(10, await rig.ReadAsync(db => db.TimelineEvents.CountAsync()));
        Assert.Equal(5, await rig.ReadAsync(db => db.FeedRunItems.CountAsync(item => item.Outcome == ItemOutcome.Created)));
    }

    [Fact]
    public async Task Orders_read_again_in_the_overlap_are_neither_doubled_nor_listed()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(Given.Order("1"));
        await rig.ImportAsync();
        await ForgetCursorAsync(rig);

        var run = await rig.ImportAsync();

        Assert.Equal((0, 1), (run.Created, run.Unchanged));
        Assert.Equal(1, await rig.ReadAsync(db => db.Orders.CountAsync()));
        Assert.Equal(1, await rig.ReadAsync(db => db.FeedRunItems.CountAsync()));
    }

    [Fact]
    public async Task A_run_that_moved_nothing_says_since_when_and_up_to_which_order()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(Given.Order("731"));
        await rig.ImportAsync();

        var run = await rig.ImportAsync();

        Assert.Equal("Nothing new since 2026-11-21 12:00 UTC; the last order seen is 731.", run.Message!.ToString());
    }

    [Fact]
    public async Task An_order_with_an_unmapped_carrier_waits_and_its_neighbours_are_imported()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.AddRange([Given.Order("1"), Given.Order("2") with { CarrierId = "9", CarrierName = "Drone" }, Given.Order("3")]);

        var run = await rig.ImportAsync();

        Assert.Equal((RunState.CompletedWithProblems, 2, 1), (run.State, run.Created, run.Failed));
        var problem = await rig.IncomingAsync("2");
        Assert.Equal((IncomingState.Problem, DecisionCause.Unmapped), (problem.State, problem.Cause));
        Assert.Equal("9", Assert.Single(problem.Missing).Source);
        Assert.Equal("Drone", (await rig.ReadAsync(db => db.ValueMappings.SingleAsync(row => row.Source == "9"))).SourceName);
    }

    [Fact]
    public async Task An_unreadable_order_becomes_a_problem_while_the_others_import()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(Given.Order("1"));
        rig.Shop.Unreadable.Add(new UnreadableOrder("2", new Phrase("Broken XML"), "<order>]]>"));

        await rig.ImportAsync();

        Assert.Equal(DecisionCause.Malformed, (await rig.IncomingAsync("2")).Cause);
        Assert.Equal(1, await rig.ReadAsync(db => db.Orders.CountAsync()));
    }

    [Fact]
    public async Task A_shop_that_breaks_in_the_middle_keeps_what_was_read_and_goes_on_from_there()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.AddRange(Enumerable.Range(1, 6).Select(id => Given.Order($"{id}")));
        rig.Shop.BeforePage = page => Break(when: page == 1);

        var broken = await rig.ImportAsync();
        rig.Shop.BeforePage = _ => { };
        var next = await rig.ImportAsync();

        Assert.Equal((RunState.Failed, 2, "down"), (broken.State, broken.Created, broken.FailureCode));
        Assert.Equal((RunState.Succeeded, 4), (next.State, next.Created));
        Assert.Equal(6, await rig.ReadAsync(db => db.Orders.CountAsync()));
    }

    [Fact]
    public async Task An_order_half_written_by_the_shop_is_imported_once_it_is_whole()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(Given.Order("1") with { StatusId = "0", NotReady = "no status yet", Lines = [] });
        await rig.ImportAsync();
        rig.Shop.Orders[0] = Given.Order("1");

        var retry = await rig.RetryAsync();

        Assert.Equal(1, retry.Created);
        Assert.Equal(2, await rig.ReadAsync(db => db.IncomingPayloads.CountAsync()));
    }

    [Fact]
    public async Task A_kill_between_storing_and_deciding_loses_nothing()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(Given.Order("1"));
        await rig.ReadAsync(async db =>
        {
            db.IncomingOrders.Add(Rows.Incoming(rig.IntegrationId, "1", IncomingState.Seen));
            return await db.SaveChangesAsync();
        });

        await rig.ImportAsync();

        Assert.Equal(IncomingState.Imported, (await rig.IncomingAsync("1")).State);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_process_that_lost_its_lease_can_write_no_more(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider);
        rig.Shop.Orders.AddRange(Enumerable.Range(1, 4).Select(id => Given.Order($"{id}")));
        rig.Shop.BeforePage = page =>
        {
            if (page == 1)
            {
                rig.Clock.Advance(TimeSpan.FromMinutes(5));
                rig.Stale.SweepAsync(everyRunning: false, default).GetAwaiter().GetResult();
            }
        };

        var run = await rig.RunAsync(rig.ImportFeed);

        Assert.Equal((RunState.Interrupted, 2), (run.State, run.Created));
        Assert.Equal(2, await rig.ReadAsync(db => db.Orders.CountAsync()));
    }

    private static Task ForgetCursorAsync(FeedRig rig) =>
        rig.ReadAsync(db => db.Feeds.ExecuteUpdateAsync(set => set.SetProperty(feed => feed.Cursor, (string?)null)));

    private static void Break(bool when)
    {
        if (when)
        {
            throw new RemoteFailureException(new RemoteFailure(RemoteFailureKind.Unavailable, "down", new Phrase("The shop is down."), new Phrase("Wait.")));
        }
    }
}
