using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Feeds.OrderEvents;

namespace OrderSync.Tests.Feeds;

/// <summary>Orders follow the shop at the moment it calls.</summary>
public sealed class OrderEventsTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Events_of_several_orders_are_joined_in_one_read_and_settled_with_their_orders(DatabaseProvider provider)
    {
        await using var rig = await ImportedAsync(provider, "731", "732", "733");
        rig.ShipAll();
        await rig.ReportAsync("731", "733", "732", "731");

        var run = await rig.RunToItsEndAsync();

        Assert.Equal(["731", "732", "733"], Assert.Single(rig.Shop.Asked).Order());
        Assert.All(await StatusesAsync(rig), status => Assert.Equal(OrderStatus.Shipped, status));
        Assert.All(await EventsAsync(rig), row => Assert.Equal((InboxState.Followed, null), (row.State, row.DueAt)));
        Assert.Equal((3, RunState.Succeeded), (run.Updated, run.State));
        Assert.StartsWith("4 changes reported by the shop: 3 orders followed", run.Message!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_is_not_here_comes_in_by_its_event()
    {
        await using var rig = await ImportedAsync();
        rig.Shop.Orders.Add(Given.Order("800"));
        await rig.ReportChangeAsync("", "2", "800");

        var run = await rig.RunToItsEndAsync();

        Assert.Equal((1, InboxState.Followed), (run.Created, Assert.Single(await EventsAsync(rig)).State));
        Assert.Equal([OrderStatus.Confirmed], await StatusesAsync(rig));
    }

    [Fact]
    public async Task A_shop_that_still_shows_the_old_status_is_asked_again()
    {
        await using var rig = await ImportedAsync(orders: "731");
        await rig.ReportAsync("731");
        rig.Shop.BeforePage = _ => rig.ShipAll(when: rig.Shop.Asked.Count == 2);

        await rig.RunToItsEndAsync();

        var row = Assert.Single(await EventsAsync(rig));
        Assert.Equal((InboxState.Followed, 2, 3), (row.State, row.Looks, rig.Shop.Asked.Count));
        Assert.Equal([OrderStatus.Shipped], await StatusesAsync(rig));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("")]
    public async Task A_shop_that_goes_on_showing_the_old_status_is_left_to_the_next_update(string old)
    {
        await using var rig = await ImportedAsync(orders: "731");
        await rig.ReportChangeAsync(old, "4", "731");

        await rig.RunToItsEndAsync();

        var row = Assert.Single(await EventsAsync(rig));
        Assert.Equal((InboxState.Behind, 4), (row.State, rig.Shop.Asked.Count));
        Assert.StartsWith("The shop still showed status 2 after 4.3 s", row.Result!.ToString(), StringComparison.Ordinal);
        Assert.Equal([OrderStatus.Confirmed], await StatusesAsync(rig));
    }

    [Fact]
    public async Task What_is_known_already_is_said_so_and_an_order_that_is_gone_too()
    {
        await using var rig = await ImportedAsync(orders: "731");
        await rig.ReportChangeAsync("10", "2", "731");
        await rig.ReportAsync("999");

        await rig.RunToItsEndAsync();

        Assert.Equal([InboxState.Unchanged, InboxState.Gone], (await EventsAsync(rig)).Select(row => row.State));
    }

    [Fact]
    public async Task The_run_stays_open_for_events_that_follow_and_then_ends()
    {
        await using var rig = await ImportedAsync(orders: ["731", "732"]);
        rig.ShipAll();
        await rig.ReportAsync("731");
        var settled = new TaskCompletionSource();
        using var _ = rig.Monitor.Subscribe(Topics.Inbox, () => settled.TrySetResult());

        var run = rig.RunAsync(OrderEventsFeed.FeedKey);
        await settled.Task;
        Assert.False(run.IsCompleted);
        settled = new TaskCompletionSource();
        await rig.ReportAsync("732");
        await settled.Task;
        Assert.False(run.IsCompleted);
        var before = rig.Clock.GetUtcNow();
        await rig.AdvanceUntilEndAsync(run);

        Assert.True(rig.Clock.GetUtcNow() - before >= OrderEventsFeed.StaysOpen);
        Assert.Equal((2, 1), ((await run).Updated, await rig.ReadAsync(db => db.FeedRuns.CountAsync(row => row.FeedKey == OrderEventsFeed.FeedKey))));
    }

    [Fact]
    public async Task It_runs_beside_a_long_import_whose_older_look_changes_nothing_back()
    {
        await using var rig = await ImportedAsync(orders: "731");
        var readAt = rig.Clock.GetUtcNow().UtcDateTime;
        rig.Clock.Advance(TimeSpan.FromSeconds(3));
        var old = rig.Shop.Orders[0];
        rig.ShipAll();
        await rig.ReportAsync("731");
        var importing = await rig.Queue.StartAsync((await rig.ReadAsync(db => db.Feeds.SingleAsync(feed => feed.Key == ImportOrdersFeed.FeedKey))).Id, RunTrigger.Manual, "Test", default);
        var import = (await rig.Lease.ClaimAsync(default))!;

        await rig.RunToItsEndAsync();
        await rig.ReadAsync(db => db.FeedRuns.Where(row => row.Id == import.Id).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, RunState.Succeeded).SetProperty(row => row.RunningLane, (string?)null).SetProperty(row => row.ActiveFeedId, (long?)null)));
        rig.Shop.Changed.Add(old with { Note = "read before" });
        rig.Shop.ReadAt = readAt;
        var update = await rig.UpdateOrdersAsync();

        Assert.Equal((importing.Value!.RunId, RunState.Succeeded), (import.Id, update.State));
        Assert.Equal((OrderStatus.Shipped, 1), (Assert.Single(await StatusesAsync(rig)), update.Unchanged));
    }

    [Fact]
    public async Task Where_all_places_are_taken_only_runs_that_wait_are_begun()
    {
        await using var rig = await ImportedAsync(orders: "731");
        await rig.Queue.StartAsync(rig.ImportFeed, RunTrigger.Manual, "Test", default);
        await rig.ReportAsync("731");
        await rig.Waker.StartDueAsync(default);

        var run = await rig.Lease.ClaimAsync(FeedLane.Events, default);

        Assert.Equal((OrderEventsFeed.FeedKey, null), (run!.FeedKey, await rig.Lease.ClaimAsync(FeedLane.Events, default)));
    }

    [Fact]
    public async Task Events_wait_while_the_shop_is_in_trouble_and_are_worked_off_when_it_is_back()
    {
        await using var rig = await ImportedAsync(orders: "731");
        rig.ShipAll();
        rig.Shop.BeforePage = _ => throw new RemoteFailureException(new RemoteFailure(RemoteFailureKind.Unavailable, "away", new Phrase("Away"), new Phrase("Wait")));
        await rig.ReportAsync("731");

        var failed = await rig.RunToItsEndAsync();
        await rig.Waker.StartDueAsync(default);
        var resting = await rig.Lease.ClaimAsync(default);
        rig.Shop.BeforePage = _ => { };
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await rig.Waker.StartDueAsync(default);
        await rig.AdvanceUntilEndAsync(rig.Runner.RunAsync((await rig.Lease.ClaimAsync(default))!, default));

        Assert.Equal((RunState.Failed, null), (failed.State, resting));
        Assert.Equal(InboxState.Followed, Assert.Single(await EventsAsync(rig)).State);
    }

    [Fact]
    public async Task Whatever_moment_the_program_dies_at_each_event_is_settled_once_with_its_order()
    {
        for (var steps = 0; ; steps += 3)
        {
            var power = new PowerSwitch();
            await using var rig = await ImportedAsync(await TestDatabase.CreateAsync(power), "731", "732");
            rig.ShipAll();
            await rig.ReportAsync("731", "732");
            power.CutAfter(steps);
            var survived = await rig.DiesAsync();
            power.SwitchOn();
            await rig.Stale.SweepAsync(everyRunning: true, default);
            await rig.Waker.StartDueAsync(default);
            if (await rig.Lease.ClaimAsync(default) is { } next)
            {
                await rig.AdvanceUntilEndAsync(rig.Runner.RunAsync(next, default));
            }

            Assert.Equal([InboxState.Followed, InboxState.Followed], (await EventsAsync(rig)).Select(row => row.State));
            Assert.Equal([OrderStatus.Shipped, OrderStatus.Shipped], await StatusesAsync(rig));
            Assert.Equal(2, await rig.ReadAsync(async db => (await db.TimelineEvents.ToListAsync()).Count(row => row.Summary.Text.StartsWith("Status changed", StringComparison.Ordinal))));
            if (survived)
            {
                Assert.True(steps > 20, "The power was never cut while something was at work.");
                return;
            }
        }
    }

    [Fact]
    public async Task Events_are_kept_for_thirty_days()
    {
        await using var rig = await ImportedAsync(orders: "731");
        await rig.ReportAsync("731");
        await rig.RunToItsEndAsync();
        rig.Clock.Advance(InboxQueue.Kept + TimeSpan.FromMinutes(1));
        await rig.ReportAsync("731");

        await rig.RunToItsEndAsync();

        Assert.Equal("e1", Assert.Single(await EventsAsync(rig)).EventId);
    }

    private static async Task<FeedRig> ImportedAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, params string[] orders) =>
        await ImportedAsync(await TestDatabase.CreateAsync(provider), orders);

    private static async Task<FeedRig> ImportedAsync(TestDatabase database, params string[] orders)
    {
        var rig = await FeedRig.CreateAsync(database);
        await rig.MapAsync(MappingTables.OrderStatuses, "4", new StatusRule(StatusAction.Ignore, false, OrderStatus.Shipped).ToJson());
        rig.Shop.Orders.AddRange(orders.Select(Given.Order));
        await rig.ImportAsync();
        return rig;
    }

    private static Task<List<OrderStatus>> StatusesAsync(FeedRig rig) => rig.ReadAsync(db => db.Orders.OrderBy(row => row.Id).Select(row => row.Status).ToListAsync());

    private static Task<List<InboxEvent>> EventsAsync(FeedRig rig) => rig.ReadAsync(db => db.InboxEvents.AsNoTracking().OrderBy(row => row.Id).ToListAsync());
}

/// <summary>A shop that calls.</summary>
internal static class ReportingShop
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    public static void ShipAll(this FeedRig rig, bool when = true)
    {
        for (var i = 0; when && i < rig.Shop.Orders.Count; i++)
        {
            rig.Shop.Orders[i] = rig.Shop.Orders[i] with { StatusId = "4" };
        }
    }

    /// <summary>From status 2 to 4.</summary>
    public static Task ReportAsync(this FeedRig rig, string order, params string[] more) => rig.ReportChangeAsync("2", "4", [order, .. more]);

    public static async Task ReportChangeAsync(this FeedRig rig, string old, string newStatus, params string[] orders)
    {
        await using var db = rig.Database.CreateDbContext();
        var now = rig.Clock.GetUtcNow().UtcDateTime;
        var count = await db.InboxEvents.CountAsync();
        db.InboxEvents.AddRange(orders.Select((order, i) => new InboxEvent
        {
            IntegrationId = rig.IntegrationId,
            EventId = $"e{count + i}",
            ShopOrderId = order,
            OldStatus = old,
            NewStatus = newStatus,
            OccurredAt = now,
            ReceivedAt = now,
            DueAt = now,
        }));
        await db.SaveChangesAsync();
        rig.Inbox.Tell(rig.IntegrationId);
    }

    /// <summary>Runs the feed and lets time pass until it has waited long enough.</summary>
    public static async Task<FeedRun> RunToItsEndAsync(this FeedRig rig)
    {
        var run = rig.RunAsync(OrderEventsFeed.FeedKey);
        await rig.AdvanceUntilEndAsync(run);
        return await run;
    }

    /// <summary>Moves the clock whenever something waits for it.</summary>
    public static async Task AdvanceUntilEndAsync(this FeedRig rig, Task run)
    {
        while (!run.IsCompleted)
        {
            if (rig.Clock.TimerCount > 0)
            {
                rig.Clock.Advance(Tick);
            }

            await Task.Yield();
        }

        await run;
    }

    /// <summary>Runs the feed until the power is cut; true when it came to its end before.</summary>
    public static async Task<bool> DiesAsync(this FeedRig rig)
    {
        try
        {
            await rig.RunToItsEndAsync();
            return true;
        }
        catch (Exception error) when (error is PowerCutException or DbUpdateException { InnerException: PowerCutException } or InvalidOperationException)
        {
            return false;
        }
    }
}
