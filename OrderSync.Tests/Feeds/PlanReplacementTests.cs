using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Feeds;

/// <summary>A plan waits for approval while a newer reading is made: until that is complete the older one can be approved, and never both.</summary>
public sealed class PlanReplacementTests
{
    [Fact]
    public async Task An_export_that_breaks_leaves_the_older_plan_to_be_approved()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (5, 8));
        await shop.Rig.ExportStockAsync();
        var older = await shop.WaitingAsync();
        shop.Shop.AfterStockPage = () => throw new InvalidOperationException("The shop is down.");

        var broken = await shop.Rig.ExportStockAsync();

        Assert.Equal((RunState.Failed, older), (broken.State, await shop.WaitingAsync()));
        shop.Shop.AfterStockPage = () => Task.CompletedTask;
        await shop.ApproveAsync();
        Assert.Equal([("1", 7), ("2", 8)], shop.Shop.Told);
    }

    [Fact]
    public async Task A_takeover_that_breaks_leaves_the_older_plan_to_be_approved()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, null), (6, null));
        await shop.Rig.ImportStockAsync();
        var older = await shop.WaitingAsync();
        shop.Shop.AfterStockPage = () => throw new InvalidOperationException("The shop is down.");

        var broken = await shop.Rig.ImportStockAsync();

        Assert.Equal((RunState.Failed, older), (broken.State, await shop.WaitingAsync()));
        shop.Shop.AfterStockPage = () => Task.CompletedTask;
        Assert.Equal(2, (await shop.ApproveAsync()).Updated);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_complete_reading_takes_the_place_of_the_older_plan(DatabaseProvider provider)
    {
        await using var shop = await ShopWithStock.CreateAsync(provider, (5, 7), (5, 8));
        await shop.Rig.ExportStockAsync();
        var older = await shop.WaitingAsync();

        await shop.Rig.ExportStockAsync();

        Assert.NotEqual(older, await shop.WaitingAsync());
        Assert.Equal([PlanState.Discarded, PlanState.Waiting], (await shop.PlansAsync()).Select(plan => plan.State));
        var refused = await shop.Actions.ApproveAsync(ShopWithStock.Anna, older, "Fine", default);
        Assert.Equal(RefusalKind.Conflict, refused.Refusal!.Kind);
    }

    [Fact]
    public async Task A_shop_that_shows_nothing_does_not_take_the_place_of_a_plan()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7));
        await shop.Rig.ExportStockAsync();
        var older = await shop.WaitingAsync();
        shop.Shop.Stock.Clear();

        await shop.Rig.ExportStockAsync();

        Assert.Equal(older, await shop.WaitingAsync());
    }

    [Fact]
    public async Task At_whatever_step_a_newer_reading_dies_one_plan_waits_and_is_sent_as_approved()
    {
        var replaced = 0;
        for (var step = 1; ; step++)
        {
            var power = new PowerSwitch();
            await using var shop = await ShopWithStock.CreateAsync(await TestDatabase.CreateAsync(power), [(5, 7), (5, 8)]);
            await shop.Rig.ExportStockAsync();
            var older = await shop.WaitingAsync();
            power.CutAfter(step);
            var died = await Record.ExceptionAsync(() => shop.Rig.ExportStockAsync());
            power.SwitchOn();
            if (died is null)
            {
                Assert.True(step > 30 && replaced > 0 && replaced < step - 1, $"{replaced} of {step} steps.");
                break;
            }

            replaced += await shop.WaitingAsync() == older ? 0 : 1;
            await EndRunsAsync(shop);
            shop.Rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await shop.ApproveAsync();

            Assert.Equal([("1", 7), ("2", 8)], shop.Shop.Told);
            Assert.DoesNotContain(await shop.PlansAsync(), plan => plan.State == PlanState.Waiting);
        }
    }

    [Fact]
    public async Task A_plan_approved_while_the_shop_is_read_is_sent_by_that_run_and_the_reading_is_thrown_away()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (5, 8));
        await shop.Rig.ExportStockAsync();
        var older = await shop.WaitingAsync();
        ApproveWhileReading(shop, older);

        var run = await shop.Rig.ExportStockAsync();

        Assert.Equal((RunState.Succeeded, 2, 0), (run.State, run.Updated, run.Waiting));
        Assert.Contains("A plan was decided while the shop was read", run.Message!.ToString());
        Assert.Equal((older, PlanState.Done), Assert.Single(await shop.PlansAsync()) is var plan ? (plan.Id, plan.State) : default);
        Assert.Equal([("1", 7), ("2", 8)], shop.Shop.Told);
    }

    [Fact]
    public async Task A_plan_somebody_asked_for_is_made_anew_when_an_older_one_is_approved_meanwhile()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (5, 8));
        await shop.Rig.ExportStockAsync();
        var older = await shop.WaitingAsync();
        var asked = await shop.RequestAsync();
        ApproveWhileReading(shop, older);

        await shop.RunQueuedAsync();

        Assert.Equal([(older, PlanState.Done, 2), (asked, PlanState.Done, 0)], (await shop.PlansAsync()).Select(plan => (plan.Id, plan.State, plan.Lines)));
        Assert.Equal([("1", 7), ("2", 8)], shop.Shop.Told);
    }

    [Fact]
    public async Task A_takeover_approved_while_the_shop_is_read_is_written_by_that_run_and_the_reading_is_thrown_away()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, null), (6, null));
        await shop.Rig.ImportStockAsync();
        var older = await shop.WaitingAsync();
        ApproveWhileReading(shop, older);

        var run = await shop.Rig.ImportStockAsync();

        Assert.Equal((RunState.Succeeded, 2, 0), (run.State, run.Updated, run.Waiting));
        Assert.Equal((older, PlanState.Done), Assert.Single(await shop.PlansAsync()) is var plan ? (plan.Id, plan.State) : default);
    }

    [Fact]
    public async Task Of_two_plans_that_wait_only_the_newer_can_be_approved()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7));
        await shop.Rig.ExportStockAsync();
        await shop.Rig.ExportStockAsync();
        var (older, newer) = (await shop.PlansAsync()) is [var first, var second] ? (first.Id, second.Id) : default;
        await shop.Rig.ReadAsync(db => db.StockPlans.ExecuteUpdateAsync(set => set.SetProperty(plan => plan.State, PlanState.Waiting)));

        var whileWaiting = await shop.Actions.ApproveAsync(ShopWithStock.Anna, older, "Fine", default);
        var approved = await shop.Actions.ApproveAsync(ShopWithStock.Anna, newer, "Fine", default);
        var states = (await shop.PlansAsync()).Select(plan => plan.State).ToList();
        await shop.Rig.ReadAsync(db => db.StockPlans.Where(plan => plan.Id == older).ExecuteUpdateAsync(set => set.SetProperty(plan => plan.State, PlanState.Waiting)));
        var afterApproval = await shop.Actions.ApproveAsync(ShopWithStock.Anna, older, "Fine", default);

        Assert.True(approved.Succeeded);
        Assert.Equal([PlanState.Discarded, PlanState.Approved], states);
        Assert.Equal($"Plan {newer} is newer and waits for approval. Decide about that one; this one is out of date.", whileWaiting.Refusal!.Message.ToString());
        Assert.Equal($"Plan {newer} is newer and was approved. This one is out of date.", afterApproval.Refusal!.Message.ToString());
    }

    [Fact]
    public async Task An_approved_plan_whose_run_was_lost_is_due_until_it_is_sent()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7));
        await shop.Rig.ExportStockAsync();
        await shop.Actions.ApproveAsync(ShopWithStock.Anna, await shop.WaitingAsync(), "Fine", default);
        await EndRunsAsync(shop);
        var lost = await shop.IsDueAsync();

        await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Equal((true, false), (lost, await shop.IsDueAsync()));
        Assert.Equal([("1", 7)], shop.Shop.Told);
    }

    private static void ApproveWhileReading(ShopWithStock shop, long plan) => shop.Shop.AfterStockPage = async () =>
    {
        shop.Shop.AfterStockPage = () => Task.CompletedTask;
        Assert.True((await shop.Actions.ApproveAsync(ShopWithStock.Anna, plan, "Looked at it", default)).Succeeded);
    };

    private static Task<int> EndRunsAsync(ShopWithStock shop) => shop.Rig.ReadAsync(db => db.FeedRuns.Where(run => run.ActiveFeedId != null).ExecuteUpdateAsync(set => set
        .SetProperty(run => run.State, RunState.Interrupted).SetProperty(run => run.ActiveFeedId, (long?)null).SetProperty(run => run.RunningLane, (string?)null)));
}
