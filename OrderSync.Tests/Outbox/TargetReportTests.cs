using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Feeds.SendOrders;

namespace OrderSync.Tests.Outbox;

/// <summary>What a system that carries orders out reports reaches the order, its shop and everybody who listens.</summary>
public sealed class TargetReportTests : IAsyncLifetime
{
    private FeedRig rig = null!;
    private (long Id, Dictionary<FeedKey, long> Feeds) kitchen;
    private long order;

    public async Task InitializeAsync()
    {
        rig = await FeedRig.CreateAsync();
        kitchen = await rig.Targets.AddAsync(rig.Target.Descriptor);
        await rig.MapAsync(MappingTables.StatusesBack, nameof(OrderStatus.Preparing), MappingSet.KeyToJson("3"));
        rig.Shop.Orders.Add(Given.Order("731"));
        await rig.ImportAsync();
        await rig.RunAsync(kitchen.Feeds[SendOrdersFeed.FeedKey]);
        order = await rig.ReadAsync(db => db.Orders.Select(row => row.Id).SingleAsync());
    }

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task A_reported_status_reaches_the_order_and_its_shop_is_told()
    {
        await ReportAsync("5550101 12 2031-02-03T18:00");

        Assert.Equal(OrderStatus.Preparing, await StatusAsync());
        Assert.Contains("Status changed from Confirmed to Preparing: 'Kitchen' reported '12'", await TimelineAsync());
        var told = await rig.ReadAsync(db => db.OutboxMessages.SingleAsync(row => row.Kind == OutboxKind.Status));
        Assert.Equal(rig.IntegrationId, told.IntegrationId);
        Assert.Equal("Kitchen", told.CreatedBy);
    }

    [Fact]
    public async Task A_repeated_report_and_one_that_is_older_by_its_own_clock_change_nothing()
    {
        await ReportAsync("5550101 4 2031-02-03T19:00");
        await ReportAsync("5550101 4 2031-02-03T19:00");
        await ReportAsync("5550101 3 2031-02-03T18:00");

        Assert.Equal(OrderStatus.Shipped, await StatusAsync());
        Assert.Single(await TimelineAsync(), line => line.StartsWith("Status changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_report_moves_an_order_out_of_a_final_status()
    {
        await ReportAsync("5550101 10 2031-02-03T19:00");
        await ReportAsync("5550101 3 2031-02-03T20:00");

        Assert.Equal(OrderStatus.Delivered, await StatusAsync());
        Assert.Contains("'Kitchen' reported Preparing; the order stays Delivered, which is final.", await TimelineAsync());
    }

    [Fact]
    public async Task A_status_without_a_meaning_is_noted_and_leaves_the_order_alone()
    {
        await ReportAsync("5550101 99 2031-02-03T19:00");

        Assert.Equal(OrderStatus.Confirmed, await StatusAsync());
        Assert.Contains("'Kitchen' reported the status '99', which is not mapped; the order stays Confirmed.", await TimelineAsync());
    }

    [Fact]
    public async Task A_cancellation_there_cancels_the_order_and_asks_nobody_to_cancel_it_there()
    {
        await ReportAsync("5550101 11 2031-02-03T19:00");

        Assert.Equal(OrderStatus.Cancelled, await StatusAsync());
        Assert.False((await ThereAsync()).NeedsPerson);
    }

    [Fact]
    public async Task A_second_number_for_one_order_means_that_it_may_be_there_twice()
    {
        await ReportAsync("7770001 3 2031-02-03T19:00");

        Assert.Equal(OrderStatus.Confirmed, await StatusAsync());
        Assert.Equal("'Kitchen' reports on this order under number 7770001 too, not only 5550101: it may be there twice. Look there, and cancel one of them.", $"{(await ThereAsync()).Troubles.Single().Text}");
    }

    [Fact]
    public async Task Reports_to_the_address_of_the_account_find_the_order_by_its_number()
    {
        await rig.Targets.Reports.TakeAsync(kitchen.Id, null, "", Encoding.UTF8.GetBytes("5550101 3 2031-02-03T19:00"), default);
        Assert.Equal(OrderStatus.Preparing, await StatusAsync());

        await rig.Targets.Reports.TakeAsync(kitchen.Id, null, "", Encoding.UTF8.GetBytes("1234 4 2031-02-03T19:00"), default);
        Assert.Equal(OrderStatus.Preparing, await StatusAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("one two")]
    public async Task A_probe_and_a_call_that_is_not_understood_change_nothing(string body)
    {
        await ReportAsync(body);
        Assert.Equal(OrderStatus.Confirmed, await StatusAsync());
    }

    [Fact]
    public async Task Asked_after_an_order_its_answer_is_followed_by_name()
    {
        rig.Target.Settings = rig.Target.Settings with { Polling = new TargetPolling([OrderStatus.Confirmed], 7) };
        rig.Target.Statuses["5550101"] = "cooking";

        var run = await AskAsync();

        Assert.Equal("Asked after 1 orders: 1 changed, 0 as they were, 0 not known there.", $"{run.Message}");
        Assert.Equal(OrderStatus.Preparing, await StatusAsync());
        Assert.Equal("Nothing to ask: no order of the chosen statuses and days is there.", $"{(await AskAsync()).Message}");
    }

    [Fact]
    public async Task Asking_is_off_until_it_is_switched_on_and_ends_after_the_chosen_days()
    {
        Assert.Equal("Nothing was asked: asking for statuses is switched off in the settings.", $"{(await AskAsync()).Message}");

        rig.Target.Settings = rig.Target.Settings with { Polling = new TargetPolling([OrderStatus.Confirmed], 7) };
        rig.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal("Nothing to ask: no order of the chosen statuses and days is there.", $"{(await AskAsync()).Message}");
    }

    [Fact]
    public async Task Asking_that_the_account_does_not_allow_is_switched_off_until_somebody_switches_it_on()
    {
        rig.Target.Settings = rig.Target.Settings with { Polling = new TargetPolling([OrderStatus.Confirmed], 7) };
        rig.Target.MayBeAsked = false;
        var (feed, actions) = (kitchen.Feeds[AskTargetFeed.FeedKey], new FeedActions(rig.Database, rig.Queue, null!, rig.Monitor, rig.Clock));
        await rig.ReadAsync(db => db.Feeds.Where(row => row.Id == feed).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cron, "* * * * *")));

        Assert.StartsWith("'Kitchen' does not let this account ask for statuses, so this was switched off.", $"{(await AskAsync()).Message}", StringComparison.Ordinal);
        await rig.Schedules.FireAsync(feed, default);
        var refused = await actions.RunNowAsync(OrderRows.Support with { Role = Role.Staff }, kitchen.Id, AskTargetFeed.FeedKey, default);

        Assert.Equal((RefusalKind.Conflict, true), (refused.Refusal!.Kind, $"{refused.Refusal.Message}".Contains("switched off", StringComparison.Ordinal)));
        Assert.Equal(1, await rig.ReadAsync(db => db.FeedRuns.CountAsync(run => run.FeedId == feed)));
    }

    [Fact]
    public async Task A_report_on_an_order_whose_sender_died_before_the_answer_came_proves_that_it_is_there()
    {
        var message = await rig.ReadAsync(db => db.OutboxMessages.Where(row => row.Kind == OutboxKind.Order).Select(row => row.Id).SingleAsync());
        await rig.ReadAsync(db => db.OutboxMessages.Where(row => row.Id == message).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, OutboxState.Sending).SetProperty(row => row.LeaseUntil, rig.Clock.GetUtcNow().UtcDateTime.AddMinutes(-1))));
        await rig.ReadAsync(db => db.OutboxAttempts.Where(row => row.MessageId == message).ExecuteUpdateAsync(set => set.SetProperty(row => row.Outcome, AttemptOutcome.Begun)));
        await rig.ReadAsync(db => db.TargetOrders.ExecuteUpdateAsync(set => set.SetProperty(row => row.RemoteId, "").SetProperty(row => row.PlacedAt, (DateTime?)null)));

        await ReportAsync("5550101 12 2031-02-03T18:00");
        await rig.RunAsync(kitchen.Feeds[SendOrdersFeed.FeedKey]);

        Assert.Equal(OutboxState.Sent, await rig.ReadAsync(db => db.OutboxMessages.Where(row => row.Id == message).Select(row => row.State).SingleAsync()));
        Assert.Equal(["731"], rig.Target.Orders);
        Assert.Equal(OrderStatus.Preparing, await StatusAsync());
    }

    private Task<FeedRun> AskAsync() => rig.RunAsync(kitchen.Feeds[AskTargetFeed.FeedKey]);

    private Task ReportAsync(string text) => rig.Targets.Reports.TakeAsync(kitchen.Id, order, "text/plain", Encoding.UTF8.GetBytes(text), default);

    private Task<OrderStatus> StatusAsync() => rig.ReadAsync(db => db.Orders.Select(row => row.Status).SingleAsync());

    private Task<TargetOrder> ThereAsync() => rig.ReadAsync(db => db.TargetOrders.SingleAsync());

    private Task<List<string>> TimelineAsync() => rig.ReadAsync(async db => (await db.TimelineEvents.OrderBy(row => row.Id).ToListAsync()).Select(row => $"{row.Summary}").ToList());
}
