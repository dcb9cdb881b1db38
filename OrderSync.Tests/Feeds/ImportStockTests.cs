using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Tests.Feeds;

/// <summary>A shop's stock taken over by a plan.</summary>
public sealed class ImportStockTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_run_makes_a_plan_and_changes_nothing(DatabaseProvider provider)
    {
        await using var rig = await ShopWithStockAsync(provider, ("1", 5), ("2", 0));

        var run = await rig.ImportStockAsync();

        Assert.Equal((RunState.Succeeded, 2), (run.State, run.Waiting));
        Assert.Equal((PlanState.Waiting, 2), await rig.ReadAsync(db => db.StockPlans.Select(row => new ValueTuple<PlanState, int>(row.State, row.Lines)).SingleAsync()));
        Assert.Equal(0, await rig.ReadAsync(db => db.StockLevels.CountAsync()));
    }

    [Fact]
    public async Task An_approved_plan_is_written_once_with_its_ledger()
    {
        await using var rig = await ShopWithStockAsync(DatabaseProvider.Sqlite, ("1", 5), ("2", 0));
        await rig.ImportStockAsync();
        await ApproveAsync(rig);

        var run = await rig.ImportStockAsync();

        Assert.Equal((RunState.Succeeded, 2), (run.State, run.Updated));
        Assert.Equal([0, 5], await OnHandAsync(rig));
        Assert.All(await rig.ReadAsync(db => db.StockMovements.ToListAsync()), row => Assert.Equal((MovementKind.Initial, "Anna"), (row.Kind, row.Actor)));
        Assert.Equal(PlanState.Done, await rig.ReadAsync(db => db.StockPlans.Select(row => row.State).SingleAsync()));
    }

    [Fact]
    public async Task Pieces_promised_to_open_orders_lie_in_the_warehouse_although_the_shop_offers_them_no_more()
    {
        await using var rig = await ShopWithStockAsync(DatabaseProvider.Sqlite, ("9", 4));
        rig.Shop.Orders.Add(Given.Order());
        rig.Shop.Products[0] = Product("9", Given.Order().Lines[0].VariantId);
        await rig.UpdateProductsAsync();
        rig.Shop.Stock[0] = rig.Shop.Stock[0] with { VariantId = Given.Order().Lines[0].VariantId };
        await rig.ImportAsync();

        await rig.ImportStockAsync();

        Assert.Equal(4 + Given.Order().Lines[0].Quantity, await rig.ReadAsync(db => db.StockPlanLines.Select(row => row.After).SingleAsync()));
    }

    [Fact]
    public async Task An_order_placed_before_the_takeover_and_unknown_to_the_hub_is_not_taken_off_twice()
    {
        await using var shop = await Support.ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, null), (3, 3));
        shop.Sell(1, 2);
        shop.Sell(2, 1);

        await shop.Rig.ImportStockAsync();
        await shop.ApproveAsync();
        await shop.Rig.ExportStockAsync();

        Assert.Equal([3, 5], await OnHandAsync(shop.Rig));
        Assert.Equal([1, 0], (await shop.PlansAsync()).Select(plan => plan.Lines));
    }

    [Fact]
    public async Task An_order_placed_after_the_shop_s_figure_was_read_is_not_added_to_it()
    {
        await using var shop = await Support.ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, null), (3, 3), (4, 4));
        shop.Shop.AfterStockPage = () =>
        {
            shop.Shop.AfterStockPage = () => Task.CompletedTask;
            shop.Sell(1, 2);
            shop.Sell(2, 1);
            return Task.CompletedTask;
        };

        var run = await shop.Rig.ImportStockAsync();
        await shop.ApproveAsync();
        await shop.Rig.ExportStockAsync();

        Assert.Equal((1, 2), (run.Waiting, run.Unchanged));
        Assert.Equal([3, 4, 5], await OnHandAsync(shop.Rig));
        Assert.Equal([1, 0], (await shop.PlansAsync()).Select(plan => plan.Lines));
    }

    [Fact]
    public async Task What_sells_faster_than_it_can_be_read_is_left_out_and_told()
    {
        await using var shop = await Support.ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (50, null), (3, null));
        shop.Shop.BeforePage = page => shop.Sell(1, page == 0 ? 1 : 0);
        shop.Shop.PageSize = 1000;

        var run = await shop.Rig.ImportStockAsync();

        Assert.Equal((1, 1), (run.Waiting, run.Skipped));
        Assert.Equal(["sold-meanwhile"], await shop.CausesAsync(run));
    }

    [Fact]
    public async Task A_plan_says_when_the_shop_was_writing_an_order()
    {
        await using var shop = await Support.ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, null));
        shop.Sell(1, 2, notReady: "no rows yet");

        await shop.Rig.ImportStockAsync();

        Assert.Equal([StockGuards.OrdersOpen], (await shop.PlansAsync())[0].Guards.Select(guard => guard.Guard));
    }

    [Fact]
    public async Task A_figure_that_changed_after_the_plan_was_made_is_left_alone()
    {
        await using var rig = await ShopWithStockAsync(DatabaseProvider.Sqlite, ("1", 5));
        await rig.ImportStockAsync();
        await CountAsync(rig, 7);
        await ApproveAsync(rig);

        var run = await rig.ImportStockAsync();

        Assert.Equal((0, 1), (run.Updated, run.Skipped));
        Assert.Equal([7], await OnHandAsync(rig));
    }

    [Fact]
    public async Task Taking_back_restores_what_nobody_touched_since()
    {
        await using var rig = await ShopWithStockAsync(DatabaseProvider.Sqlite, ("1", 5), ("2", 6));
        await rig.ImportStockAsync();
        await ApproveAsync(rig);
        await rig.ImportStockAsync();
        await CountAsync(rig, 9);
        await DecideAsync(rig, PlanState.Undoing);

        var run = await rig.ImportStockAsync();

        Assert.Equal((1, 1), (run.Updated, run.Skipped));
        Assert.Equal([9], await OnHandAsync(rig));
        Assert.Equal((6, 0), await rig.ReadAsync(db => db.StockMovements.OrderByDescending(row => row.Id).Select(row => new ValueTuple<int, int>(row.Before, row.After)).FirstAsync()));
        Assert.Equal(PlanState.Undone, await rig.ReadAsync(db => db.StockPlans.Select(row => row.State).SingleAsync()));
    }

    [Fact]
    public async Task A_lock_on_stock_keeps_the_figure_and_the_run_says_so()
    {
        await using var rig = await ShopWithStockAsync(DatabaseProvider.Sqlite, ("1", 5));
        await rig.ReadAsync(async db =>
        {
            db.ProductLocks.Add(new ProductLock { ProductId = await db.Products.Select(row => row.Id).SingleAsync(), Kind = LockKind.Stock, Owner = "Max", Since = DateTime.UnixEpoch });
            return await db.SaveChangesAsync();
        });

        var run = await rig.ImportStockAsync();

        Assert.Equal((0, 1), (run.Waiting, run.Skipped));
        Assert.Equal("locked", await rig.ReadAsync(db => db.FeedRunItems.Where(row => row.RunId == run.Id).Select(row => row.Cause).SingleAsync()));
    }

    [Fact]
    public async Task A_product_the_hub_does_not_know_is_told_and_the_sum_row_is_not()
    {
        await using var rig = await ShopWithStockAsync(DatabaseProvider.Sqlite, ("1", 5));
        rig.Shop.Stock.Add(new ExternalStock("77", "404", "", 3));
        rig.Shop.Stock.Add(new ExternalStock("78", "1", "", 5) { Oddity = StockOddity.Sum });

        var run = await rig.ImportStockAsync();

        Assert.Equal((1, 1), (run.Waiting, run.Skipped));
    }

    [Fact]
    public async Task A_plan_says_when_orders_were_never_imported_and_a_newer_one_replaces_it()
    {
        await using var rig = await ShopWithStockAsync(DatabaseProvider.Sqlite, ("1", 5));
        await rig.ImportStockAsync();
        await rig.ImportAsync();
        await rig.ImportStockAsync();

        var plans = await rig.ReadAsync(db => db.StockPlans.OrderBy(row => row.Id).ToListAsync());
        Assert.Equal([StockGuards.OrdersFirst], plans[0].Guards.Select(guard => guard.Guard));
        Assert.Empty(plans[1].Guards);
        Assert.Equal([PlanState.Discarded, PlanState.Waiting], plans.Select(plan => plan.State));
    }

    private static async Task<FeedRig> ShopWithStockAsync(DatabaseProvider provider, params (string Product, int Quantity)[] stock)
    {
        var rig = await FeedRig.CreateAsync(provider);
        foreach (var (product, quantity) in stock)
        {
            rig.Shop.Products.Add(Product(product, ""));
            rig.Shop.Stock.Add(new ExternalStock("1" + product, product, "", quantity));
        }

        await rig.ImportProductsAsync();
        return rig;
    }

    private static ExternalProduct Product(string id, string variant) => new()
    {
        ExternalId = id,
        Kind = ProductKind.Simple,
        Name = "Product " + id,
        Variants = [new ExternalVariant { ExternalId = variant, Sku = "SKU-" + id }],
    };

    private static Task ApproveAsync(FeedRig rig) => DecideAsync(rig, PlanState.Approved);

    private static Task DecideAsync(FeedRig rig, PlanState state) => rig.ReadAsync(db => db.StockPlans.ExecuteUpdateAsync(set => set
        .SetProperty(row => row.State, state).SetProperty(row => row.DecidedBy, "Anna")));

    private static Task<List<int>> OnHandAsync(FeedRig rig) => rig.ReadAsync(db => db.StockLevels.Select(row => row.OnHand).OrderBy(pieces => pieces).ToListAsync());

    private static Task CountAsync(FeedRig rig, int pieces) => rig.ReadAsync(async db =>
    {
        var variant = await db.Variants.OrderBy(row => row.Id).Select(row => row.Id).FirstAsync();
        await db.SetAsync("main", variant, pieces, new StockCause(MovementKind.ByHand, "Max"), rig.Clock.GetUtcNow().UtcDateTime, default);
        return await db.SaveChangesAsync();
    });
}
