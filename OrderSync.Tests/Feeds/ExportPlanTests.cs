using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ExportStock;

namespace OrderSync.Tests.Feeds;

/// <summary>What an approved plan writes, at whatever point the program dies, and how it is taken back.</summary>
public sealed class ExportPlanTests
{
    [Fact]
    public async Task A_figure_that_changed_in_the_shop_or_in_the_hub_since_is_left_alone()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (5, 8), (5, 9));
        await shop.Rig.ExportStockAsync();
        shop.Set(1, 4);
        await shop.CountAsync(2, 3);

        var run = await shop.ApproveAsync();

        Assert.Equal((1, 2), (run.Updated, run.Skipped));
        Assert.Equal([("3", 9)], shop.Shop.Told);
        Assert.Equal([PlanLineResult.ChangedMeanwhile, PlanLineResult.Outdated, PlanLineResult.Written], await shop.ResultsAsync());
        Assert.True(await shop.IsDueAsync());
    }

    [Fact]
    public async Task Taking_back_restores_what_the_shop_still_shows_and_stops_telling_it()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (5, 8));
        await shop.Rig.ExportStockAsync();
        var plan = await shop.WaitingAsync();
        await shop.ApproveAsync();
        shop.Set(2, 6);

        var run = await shop.UndoAsync(plan);

        Assert.Equal((1, 1), (run.Updated, run.Skipped));
        Assert.Equal((5, 6), (shop.ShownOf(1), shop.ShownOf(2)));
        await shop.CountAsync(1, 9);
        Assert.False(await shop.IsDueAsync());
        await shop.Rig.CheckStockAsync();
        Assert.Equal((5, 6), (shop.ShownOf(1), shop.ShownOf(2)));
        Assert.Contains(StockGuards.TakenBack, (await shop.PlansAsync())[^1].Guards.Select(guard => guard.Guard));
    }

    [Fact]
    public async Task What_was_taken_back_is_due_once_the_shop_is_live_again()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (5, 8));
        await shop.Rig.ExportStockAsync();
        var plan = await shop.WaitingAsync();
        await shop.ApproveAsync();

        await shop.UndoAsync(plan);

        Assert.Equal(2, await shop.Rig.ReadAsync(db => db.VariantListings.CountAsync(row => row.StockDueAt != null && row.ShopQuantity == 5)));
        Assert.False(await shop.IsDueAsync());
    }

    [Fact]
    public async Task A_newer_approved_plan_starts_the_telling_again()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (5, 5));
        await shop.Rig.ExportStockAsync();
        var first = await shop.WaitingAsync();
        await shop.ApproveAsync();
        await shop.UndoAsync(first);
        var stopped = await StoppedAsync();
        await shop.Rig.ExportStockAsync();
        var second = await shop.WaitingAsync();
        await shop.ApproveAsync();
        var started = await StoppedAsync();

        await shop.UndoAsync(second);

        Assert.Equal((first, null, second), (stopped, started, await StoppedAsync()));

        async Task<long?> StoppedAsync()
        {
            await shop.CountAsync(2, shop.ShownOf(2) + 1);
            var plans = await shop.Rig.ReadAsync(db => db.StoppedExportsAsync(null, default));
            Assert.Equal(plans.Count == 0, await shop.IsDueAsync());
            Assert.All(plans, plan => Assert.Equal("Anna", plan.By));
            return plans.SingleOrDefault()?.PlanId;
        }
    }

    [Fact]
    public async Task An_older_plan_is_not_taken_back_before_the_newer_one_that_was_approved()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (5, 5));
        await shop.Rig.ExportStockAsync();
        var first = await shop.WaitingAsync();
        await shop.ApproveAsync();
        await shop.CountAsync(2, 8);
        await shop.AskAsync();
        var second = await shop.WaitingAsync();
        var approved = await shop.ApproveAsync();

        var refused = await shop.Actions.UndoAsync(ShopWithStock.Anna, first, "Wrong", default);

        Assert.Equal(RefusalKind.Conflict, refused.Refusal!.Kind);
        Assert.Equal($"Plan {second} was approved after this one: the shop would be sent the hub's figures again at once. Take plan {second} back first.", refused.Refusal.Message.ToString());
        Assert.Equal((1, 7, 8), (approved.Updated, shop.ShownOf(1), shop.ShownOf(2)));
        await shop.UndoAsync(second);
        await shop.UndoAsync(first);
        Assert.Equal((5, 5), (shop.ShownOf(1), shop.ShownOf(2)));
        Assert.False(await shop.IsDueAsync());
    }

    [Fact]
    public async Task Exports_that_went_by_themselves_since_do_not_keep_a_plan_from_being_taken_back()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (5, 5));
        await shop.Rig.ExportStockAsync();
        var first = await shop.WaitingAsync();
        await shop.ApproveAsync();
        shop.Set(2, 4);
        await shop.Rig.CheckStockAsync();

        await shop.UndoAsync(first);

        var plans = await shop.PlansAsync();
        Assert.Equal([PlanState.Undone, PlanState.Done], plans.Select(plan => plan.State));
        Assert.True(plans[1].IsAutomatic);
        Assert.Equal((5, 5), (shop.ShownOf(1), shop.ShownOf(2)));
    }

    [Fact]
    public async Task Who_approved_a_plan_and_why_stays_when_it_is_taken_back()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7));
        await shop.Rig.ExportStockAsync();
        var plan = await shop.WaitingAsync();
        await shop.ApproveAsync();
        shop.Rig.Clock.Advance(TimeSpan.FromHours(1));

        await shop.Actions.UndoAsync(ShopWithStock.Anna with { Name = "Uta" }, plan, "The wrong warehouse", default);
        await shop.RunQueuedAsync();

        var back = Assert.Single(await shop.PlansAsync());
        Assert.Equal(("Anna", "Looked at it"), (back.DecidedBy, back.Note));
        Assert.Equal(("Uta", "The wrong warehouse"), (back.TakenBackBy, back.TakenBackNote));
        Assert.Equal(TimeSpan.FromHours(1), back.TakenBackAt - back.DecidedAt);
    }

    [Fact]
    public async Task Whenever_the_program_dies_the_rest_is_sent_once_and_exactly_as_approved()
    {
        for (var step = 1; ; step++)
        {
            await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (5, 8), (5, 0), (1, 1));
            await shop.Rig.ExportStockAsync();
            var plan = await shop.WaitingAsync();
            if (await DiesAsync(shop, step, shop.ApproveAsync) is not { } died)
            {
                Assert.True(step > 15, $"Only {step} steps.");
                break;
            }

            shop.Rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await shop.Rig.ExportStockAsync();

            Assert.Equal([("1", 7), ("2", 8), ("3", 0)], shop.Shop.Told.Order());
            Assert.Equal([7, 8, 0, 1], shop.Shop.Stock.Select(row => row.Quantity));
            Assert.All(await shop.ResultsAsync(), result => Assert.Equal(PlanLineResult.Written, result));
            Assert.Equal(PlanState.Done, (await shop.PlansAsync()).Single(row => row.Id == plan).State);
        }
    }

    [Fact]
    public async Task Whenever_the_program_dies_while_taking_back_the_rest_is_taken_back_once()
    {
        for (var step = 1; ; step++)
        {
            await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (5, 8), (5, 9));
            await shop.Rig.ExportStockAsync();
            var plan = await shop.WaitingAsync();
            await shop.ApproveAsync();
            shop.Shop.Told.Clear();
            if (await DiesAsync(shop, step, () => shop.UndoAsync(plan)) is not { })
            {
                break;
            }

            shop.Rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await ((await shop.PlansAsync())[0].State == PlanState.Done ? shop.UndoAsync(plan) : shop.Rig.ExportStockAsync());

            Assert.Equal([("1", 5), ("2", 5), ("3", 5)], shop.Shop.Told.Order());
            Assert.All(await shop.ResultsAsync(plan), result => Assert.Equal(PlanLineResult.Undone, result));
        }
    }

    [Fact]
    public async Task Whenever_an_export_by_itself_dies_nothing_due_is_forgotten()
    {
        for (var step = 1; ; step++)
        {
            await using var shop = await ShopWithStock.LiveAsync(5, 5, 5);
            await shop.CountAsync(1, 6);
            await shop.CountAsync(2, 7);
            shop.Sell(3, 1);
            if (await DiesAsync(shop, step, () => shop.Rig.ExportStockAsync(RunTrigger.Change)) is not { })
            {
                break;
            }

            shop.Rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await shop.Rig.ExportStockAsync(RunTrigger.Change);
            await shop.Rig.ExportStockAsync(RunTrigger.Change);

            Assert.Equal([6, 7, 4], shop.Shop.Stock.Select(row => row.Quantity));
            Assert.Equal(2, shop.Shop.Told.Count);
        }
    }

    [Fact]
    public async Task A_figure_without_an_answer_is_looked_at_after_a_quiet_period_before_anything_else_is_sent()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        await shop.CountAsync(1, 6);
        shop.Shop.AnswersAreLost = true;
        shop.Shop.AfterWrite = () => throw new RemoteFailureException(new RemoteFailure(RemoteFailureKind.Unavailable, "timeout", new("No answer."), new("Wait.")));
        var broken = await shop.Rig.ExportStockAsync(RunTrigger.Change);
        (shop.Shop.AnswersAreLost, shop.Shop.AfterWrite) = (false, () => { });
        shop.Rig.Clock.Advance(TimeSpan.FromSeconds(20));

        var run = await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Equal((RunState.Failed, RunState.Succeeded, 1), (broken.State, run.State, run.Updated));
        Assert.Equal([("1", 6)], shop.Shop.Told);
    }

    [Fact]
    public async Task A_shop_that_refuses_a_figure_does_not_hold_up_the_others()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (5, 8));
        await shop.Rig.ExportStockAsync();
        shop.Shop.Stock.RemoveAt(0);

        var run = await shop.ApproveAsync();

        Assert.Equal((RunState.CompletedWithProblems, 1, 1), (run.State, run.Updated, run.Failed));
        Assert.Equal([PlanLineResult.Refused, PlanLineResult.Written], await shop.ResultsAsync());
        Assert.False(await shop.IsDueAsync());
    }

    /// <summary>Lets the program die at its n-th turn to the database or the shop.</summary>
    /// <returns>Null when it came to its end before.</returns>
    private static async Task<Exception?> DiesAsync(ShopWithStock shop, int step, Func<Task> work)
    {
        Exception? died = null;
        var steps = 0;
        shop.Rig.Database.BeforeUse = Step;
        shop.Shop.AfterWrite = Step;
        shop.Shop.BeforeWrite = _ => Step();
        try
        {
            await work();
        }
        catch (ProgramDied)
        {
            // before the run began
        }
        finally
        {
            shop.Rig.Database.BeforeUse = shop.Shop.AfterWrite = () => { };
            shop.Shop.BeforeWrite = _ => { };
        }

        if (died is not null)
        {
            await shop.Rig.ReadAsync(db => db.FeedRuns.Where(run => run.State == RunState.Queued || run.State == RunState.Running).ExecuteUpdateAsync(set => set
                .SetProperty(run => run.State, RunState.Interrupted).SetProperty(run => run.ActiveFeedId, (long?)null).SetProperty(run => run.RunningLane, (string?)null)));
            if (await shop.Rig.ReadAsync(db => db.StockPlans.AnyAsync(plan => plan.State == PlanState.Waiting)))
            {
                await shop.ApproveAsync();
            }
        }

        return died;

        void Step()
        {
            if (died is null && ++steps == step)
            {
                throw died = new ProgramDied();
            }
        }
    }

    private sealed class ProgramDied() : Exception("The program died.");
}
