using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Feeds;

/// <summary>A guard that trips turns an export or a check into a plan.</summary>
public sealed class ExportGuardTests
{
    private static readonly int[] Thirty = [.. Enumerable.Repeat(5, 30)];

    [Fact]
    public async Task Many_that_go_to_zero_wait_whether_they_became_due_or_were_found()
    {
        await using var shop = await ShopWithStock.LiveAsync(Thirty);
        await EmptyAsync(shop, from: 1, to: 25);

        await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Empty(shop.Shop.Told);
        await WaitsForAsync(shop, StockGuards.ManyToZero);
        await shop.Rig.CheckStockAsync();
        Assert.Empty(shop.Shop.Told);
        await WaitsForAsync(shop, StockGuards.ManyToZero);
    }

    [Fact]
    public async Task Many_small_exports_may_not_do_what_one_large_one_may_not()
    {
        await using var shop = await ShopWithStock.LiveAsync(Thirty);
        await EmptyAsync(shop, 1, 8);
        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        await EmptyAsync(shop, 9, 16);
        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        var sent = shop.Shop.Told.Count;
        await EmptyAsync(shop, 17, 24);

        await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Equal((16, 16), (sent, shop.Shop.Told.Count));
        await WaitsForAsync(shop, StockGuards.ManyToZero);
    }

    [Fact]
    public async Task While_too_many_zeros_wait_no_further_one_goes_by_itself_and_other_figures_do()
    {
        await using var shop = await ShopWithStock.LiveAsync([.. Enumerable.Repeat(5, 60)]);
        await EmptyAsync(shop, 1, 27);
        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        await EmptyAsync(shop, 28, 44);
        await shop.CountAsync(60, 6);

        var mixed = await shop.Rig.ExportStockAsync(RunTrigger.Change);
        await shop.CountAsync(59, 0);
        var alone = await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Equal((1, 17, 0, 1), (mixed.Updated, mixed.Waiting, alone.Updated, alone.Waiting));
        Assert.Equal([("60", 6)], shop.Shop.Told);
        await WaitsForAsync(shop, StockGuards.ManyToZero);
        await shop.ApproveAsync();
        shop.Rig.Clock.Advance(TimeSpan.FromMinutes(11));
        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        Assert.Equal(45, shop.Shop.Stock.Count(row => row.Quantity == 0));
    }

    [Fact]
    public async Task An_approval_does_not_excuse_zeros_it_was_not_about()
    {
        await using var shop = await ShopWithStock.LiveAsync([.. Enumerable.Repeat(5, 60)]);
        await EmptyAsync(shop, 1, 16);
        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        for (var product = 30; product <= 60; product++)
        {
            await shop.CountAsync(product, 9);
        }

        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        await shop.ApproveAsync();
        await EmptyAsync(shop, 17, 24);
        await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Equal(16, shop.Shop.Stock.Count(row => row.Quantity == 0));
        await WaitsForAsync(shop, StockGuards.ManyToZero);
    }

    [Fact]
    public async Task A_large_share_of_changes_waits()
    {
        await using var shop = await ShopWithStock.LiveAsync(Thirty);
        for (var product = 1; product <= 12; product++)
        {
            await shop.CountAsync(product, 9);
        }

        await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Empty(shop.Shop.Told);
        await WaitsForAsync(shop, StockGuards.ManyChanges);
    }

    [Fact]
    public async Task An_empty_source_sends_no_zero()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        await EmptyAsync(shop, 1, 2);

        await shop.Rig.CheckStockAsync();

        Assert.Empty(shop.Shop.Told);
        await WaitsForAsync(shop, StockGuards.EmptySource);
    }

    [Fact]
    public async Task A_source_that_fell_silent_waits()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        shop.Shop.Export = shop.Shop.Export with { Limits = new StockGuardLimits(OldestSource: TimeSpan.FromHours(24)) };
        shop.Rig.Clock.Advance(TimeSpan.FromHours(30));
        shop.Set(1, 9);

        await shop.Rig.CheckStockAsync();

        Assert.Empty(shop.Shop.Told);
        await WaitsForAsync(shop, StockGuards.OldSource);
    }

    [Fact]
    public async Task Variants_that_share_a_reference_wait_until_they_were_looked_at_once()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        await shop.Rig.ReadAsync(db => db.Variants.ExecuteUpdateAsync(set => set.SetProperty(row => row.Sku, "TWICE")));
        await shop.CountAsync(1, 6);
        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        await WaitsForAsync(shop, StockGuards.RepeatedSku);
        await shop.ApproveAsync();

        await shop.CountAsync(1, 7);
        await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Equal([("1", 6), ("1", 7)], shop.Shop.Told);
    }

    [Fact]
    public async Task Before_the_orders_were_ever_imported_nothing_is_sent_unseen()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        await shop.Rig.ReadAsync(db => db.FeedRuns.Where(run => run.FeedKey == Web.Feeds.ImportOrders.ImportOrdersFeed.FeedKey).ExecuteDeleteAsync());
        await shop.CountAsync(1, 6);

        await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Empty(shop.Shop.Told);
        await WaitsForAsync(shop, StockGuards.OrdersFirst);
    }

    [Fact]
    public async Task Beside_a_plan_that_waits_small_changes_go_on_and_no_second_plan_is_made()
    {
        await using var shop = await ShopWithStock.LiveAsync(Thirty);
        await EmptyAsync(shop, 1, 21);
        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        await shop.CountAsync(30, 6);
        await shop.CountAsync(1, 1);

        await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Equal([("30", 6)], shop.Shop.Told);
        await WaitsForAsync(shop, StockGuards.ManyToZero);
        Assert.False(await shop.IsDueAsync());
    }

    [Fact]
    public async Task A_check_without_a_guard_repairs_in_the_same_run()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        shop.Set(1, 9);

        var run = await shop.Rig.CheckStockAsync();

        Assert.Equal((RunState.Succeeded, 1, 1, 0), (run.State, run.Updated, run.Unchanged, run.Waiting));
        Assert.Equal([("1", 5)], shop.Shop.Told);
        Assert.True((await shop.PlansAsync())[^1] is { IsAutomatic: true, State: PlanState.Done });
    }

    [Fact]
    public async Task A_check_that_finds_nothing_leaves_no_plan_behind()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);

        var run = await shop.Rig.CheckStockAsync();

        Assert.Equal((RunState.Succeeded, 2), (run.State, run.Unchanged));
        Assert.Single(await shop.PlansAsync());
    }

    private static async Task EmptyAsync(ShopWithStock shop, int from, int to)
    {
        for (var product = from; product <= to; product++)
        {
            await shop.CountAsync(product, 0);
        }
    }

    private static async Task WaitsForAsync(ShopWithStock shop, string guard)
    {
        var plan = Assert.Single(await shop.PlansAsync(), plan => plan.State == PlanState.Waiting);
        Assert.Contains(guard, plan.Guards.Select(tripped => tripped.Guard));
    }
}
