using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Features.Mappings;
using OrderSync.Web.Features.Runs;
using OrderSync.Web.Feeds.ImportOrders;
using static OrderSync.Tests.Support.ModelApp;

namespace OrderSync.Tests.Features.Runs;

public sealed class RunActionsTests : IAsyncLifetime
{
    private ModelApp app = null!;
    private long id;

    private FeedActions Feeds => app.Get<FeedActions>();

    private RunActions Runs => app.Get<RunActions>();

    public async Task InitializeAsync()
    {
        app = await StartAsync();
        id = await app.CreateAsync();
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task A_queued_run_is_cancelled_at_once_and_a_running_one_is_asked_to_end()
    {
        using var held = new ManualResetEventSlim();
        using var reached = new ManualResetEventSlim();
        app.Shop.Shop.BeforePage = _ =>
        {
            reached.Set();
            held.Wait(TimeSpan.FromSeconds(30));
        };
        var running = (await Feeds.RunNowAsync(Staff, id, ImportOrdersFeed.FeedKey, default)).Value!.RunId;
        Assert.True(reached.Wait(TimeSpan.FromSeconds(30)));
        var queued = (await Feeds.RunNowAsync(Staff, id, RetryFeed.FeedKey, default)).Value!.RunId;

        Assert.True((await Runs.CancelAsync(Staff, running, default)).Succeeded);
        Assert.True((await Runs.CancelAsync(Staff, queued, default)).Succeeded);

        var queries = app.Get<RunQueries>();
        var asked = await queries.RowAsync(running, default);
        var ended = await queries.RowAsync(queued, default);
        held.Set();
        Assert.Equal((RunState.Running, true, "Stan"), (asked!.State, asked.CancelRequested, asked.CancelledBy));
        Assert.Equal((RunState.Cancelled, "Cancelled by Stan before it began."), (ended!.State, ended.Message!.ToString()));
    }

    [Fact]
    public async Task A_run_that_has_ended_cannot_be_cancelled()
    {
        var run = await ImportAsync();

        var outcome = await Runs.CancelAsync(Staff, run.Id, default);

        Assert.Equal(RefusalKind.Conflict, outcome.Refusal!.Kind);
    }

    [Fact]
    public async Task Retrying_what_failed_takes_only_what_is_still_a_problem()
    {
        await MapAsync(MappingTables.OrderStatuses, "2", new StatusRule(StatusAction.Import, false, OrderStatus.Confirmed).ToJson());
        await MapAsync(MappingTables.PaymentMethods, "Bank wire", "\"transfer\"");
        app.Shop.Shop.Orders.AddRange([Given.Order("1"), Given.Order("2") with { CarrierId = "8" }]);
        var run = await ImportAsync();
        await app.ReadAsync(db => db.IncomingOrders.Where(row => row.ExternalId == "1").ExecuteUpdateAsync(set => set.SetProperty(row => row.State, IncomingState.Ignored)));

        var retried = await Runs.RetryFailedAsync(Staff, run.Id, default);

        Assert.Equal(1, retried.Value!.Orders);
        var retry = await app.EndOfAsync(retried.Value.RunId);
        Assert.Equal((RunTrigger.Change, 1), (retry.Trigger, retry.Done));
    }

    [Fact]
    public async Task Items_page_by_key_over_all_outcomes_and_filter_by_one()
    {
        app.Shop.Shop.Orders.AddRange(Enumerable.Range(1, 5).Select(number => Given.Order($"{number}")));
        var run = await ImportAsync();
        var items = app.Get<RunItemQueries>();

        var first = await items.ListAsync(run.Id, [], default, 2, default);
        var second = await items.ListAsync(run.Id, [], IdCursor.Parse(first.Next), 2, default);
        var back = await items.ListAsync(run.Id, [], IdCursor.Parse(second.Previous), 2, default);

        Assert.Equal(["1", "2"], Ids(first.Rows));
        Assert.Equal(["3", "4"], Ids(second.Rows));
        Assert.Equal(["1", "2"], Ids(back.Rows));
        Assert.Equal((5L, null), (first.Total, back.Previous));
        Assert.Empty((await items.ListAsync(run.Id, [ItemOutcome.Created], default, 2, default)).Rows);
        Assert.Equal(5, Assert.Single(await items.ErrorsAsync(run.Id, default)).Count);

        static string[] Ids(IReadOnlyList<RunItemRow> rows) => [.. rows.Select(row => row.ExternalId)];
    }

    [Theory]
    [InlineData("61 * * * *")]
    [InlineData("every day")]
    [InlineData("* * *")]
    public async Task A_schedule_that_is_none_is_refused_at_its_field(string cron)
    {
        var outcome = await Feeds.SetScheduleAsync(Merchant, id, ImportOrdersFeed.FeedKey, cron, default);

        Assert.Contains("schedule", outcome.Refusal!.Fields.Keys);
    }

    [Fact]
    public async Task A_schedule_is_saved_shown_in_words_and_taken_away_again()
    {
        await Feeds.SetScheduleAsync(Merchant, id, ImportOrdersFeed.FeedKey, " 0  3 * * * ", default);
        var daily = await FeedAsync();
        await Feeds.SetPausedAsync(Staff, id, ImportOrdersFeed.FeedKey, true, default);
        var paused = await FeedAsync();
        await Feeds.SetScheduleAsync(Merchant, id, ImportOrdersFeed.FeedKey, "", default);

        Assert.Equal(("0 3 * * *", "Every day at 03:00"), (daily.Cron, daily.Schedule.ToString()));
        Assert.NotNull(daily.NextRunAt);
        Assert.Equal((true, null), (paused.Paused, paused.NextRunAt));
        Assert.Null((await FeedAsync()).Cron);
    }

    [Fact]
    public async Task A_viewer_can_neither_start_nor_cancel()
    {
        var run = await ImportAsync();

        Assert.Equal(RefusalKind.Forbidden, (await Feeds.RunNowAsync(Viewer, id, ImportOrdersFeed.FeedKey, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Runs.CancelAsync(Viewer, run.Id, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Runs.RetryFailedAsync(Viewer, run.Id, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Feeds.SetScheduleAsync(Staff, id, ImportOrdersFeed.FeedKey, null, default)).Refusal!.Kind);
    }

    private async Task<FeedRow> FeedAsync() => (await app.Get<FeedQueries>().ListAsync(id, default))!.Single(feed => feed.Key == ImportOrdersFeed.FeedKey);

    private Task MapAsync(string table, string source, string target) =>
        app.Get<MappingActions>().SaveAsync(Merchant, id, table, [new MappingChange(source, target)], default);

    private async Task<FeedRun> ImportAsync()
    {
        var started = await Feeds.RunNowAsync(Staff, id, ImportOrdersFeed.FeedKey, default);
        return await app.EndOfAsync(started.Value!.RunId);
    }
}
