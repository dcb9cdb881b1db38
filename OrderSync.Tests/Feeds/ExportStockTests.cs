using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Feeds;

/// <summary>A shop is told what is sellable.</summary>
public sealed class ExportStockTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task The_first_export_is_a_plan_and_sends_nothing(DatabaseProvider provider)
    {
        await using var shop = await ShopWithStock.CreateAsync(provider, (5, 7), (3, 3), (4, null));

        var run = await shop.Rig.ExportStockAsync();

        var plan = Assert.Single(await shop.PlansAsync());
        Assert.Equal((RunState.Succeeded, PlanState.Waiting, 1, 2), (run.State, plan.State, plan.Lines, plan.Compared));
        Assert.Equal([StockGuards.First], plan.Guards.Select(guard => guard.Guard));
        Assert.Empty(shop.Shop.Told);
        Assert.False(await shop.IsDueAsync());
    }

    [Fact]
    public async Task An_approved_plan_is_sent_exactly_and_from_then_on_changes_go_by_themselves()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 7), (3, 3), (4, null));
        await shop.Rig.ExportStockAsync();

        var run = await shop.ApproveAsync();

        Assert.Equal((RunState.Succeeded, 1), (run.State, run.Updated));
        Assert.Equal([("1", 7)], shop.Shop.Told);
        Assert.Equal(PlanState.Done, (await shop.PlansAsync())[0].State);
        Assert.False(await shop.IsDueAsync());

        await shop.CountAsync(2, 9);

        Assert.True(await shop.IsDueAsync());
        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        Assert.Equal([("1", 7), ("2", 9)], shop.Shop.Told);
        Assert.Single(await shop.PlansAsync());
    }

    [Fact]
    public async Task What_nobody_counted_is_not_zero()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, null), (3, null));

        var run = await shop.Rig.ExportStockAsync();

        Assert.Equal((2, 0), (run.Skipped, run.Waiting));
        Assert.Empty(await shop.PlansAsync());
        Assert.False(await shop.IsDueAsync());
    }

    [Fact]
    public async Task A_first_plan_without_differences_still_waits_for_somebody_to_go_live()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 5));
        await shop.Rig.ExportStockAsync();
        await shop.CountAsync(1, 4);
        var before = await shop.IsDueAsync();

        await shop.ApproveAsync();

        Assert.Equal((false, true), (before, await shop.IsDueAsync()));
    }

    [Fact]
    public async Task A_sale_the_shop_took_off_itself_writes_nothing()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        shop.Sell(1, 2);
        await shop.Rig.ImportAsync();
        var due = await shop.IsDueAsync();

        var run = await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.True(due);
        Assert.Empty(shop.Shop.Told);
        Assert.Equal((3, 1), (shop.ShownOf(1), run.Unchanged));
        Assert.False(await shop.IsDueAsync());
    }

    [Fact]
    public async Task Orders_are_read_first_so_that_a_sale_nobody_knew_of_is_not_given_back()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        shop.Sell(1, 2);
        await shop.CountAsync(1, 10);

        await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Equal([("1", 8)], shop.Shop.Told);
    }

    [Fact]
    public async Task Pieces_of_an_order_with_a_problem_are_not_offered_again()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        await shop.Rig.ReadAsync(db => db.ValueMappings.ExecuteDeleteAsync());
        shop.Sell(1, 2);
        await shop.Rig.ImportAsync();

        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        await shop.Rig.CheckStockAsync();

        Assert.Empty(shop.Shop.Told);
        Assert.Equal(3, shop.ShownOf(1));
    }

    [Fact]
    public async Task Refunded_pieces_of_an_order_with_a_problem_are_held_no_longer()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        await shop.Rig.ReadAsync(db => db.ValueMappings.ExecuteDeleteAsync());
        shop.Sell(1, 3);
        var order = shop.Shop.Orders[^1];
        shop.Shop.Orders[^1] = order with { Lines = [order.Lines[0] with { Refunded = 2 }, order.Lines[0] with { ExternalId = "gone", Refunded = 3 }] };

        await shop.Rig.ImportAsync();

        Assert.Equal([1], await shop.Rig.ReadAsync(db => db.HeldPieces.Select(row => row.Quantity).ToListAsync()));
    }

    [Fact]
    public async Task While_the_shop_writes_an_order_nothing_is_given_back()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        shop.Sell(1, 2, notReady: "no rows yet");
        await shop.CountAsync(1, 6);

        await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Empty(shop.Shop.Told);
        Assert.False(await shop.IsDueAsync());
        shop.Rig.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await shop.IsDueAsync());
    }

    [Fact]
    public async Task A_sale_between_look_and_write_leaves_the_figure_alone_and_the_next_run_knows_it()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        await shop.CountAsync(1, 9);
        shop.Shop.BeforeWrite = _ => SellOnce(shop);

        var run = await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Equal((0, 1), (run.Updated, run.Skipped));
        Assert.Equal(["changed-meanwhile"], await shop.CausesAsync(run));
        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        Assert.Equal(8, shop.ShownOf(1));
    }

    [Fact]
    public async Task A_sale_in_the_very_moment_of_writing_is_put_right_and_told()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        await shop.CountAsync(1, 9);
        shop.Shop.BetweenReadAndWrite = _ => SellOnce(shop);
        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        shop.Rig.Clock.Advance(TimeSpan.FromSeconds(5));
        await shop.Rig.ImportAsync();

        var run = await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Equal([("1", 9), ("1", 8)], shop.Shop.Told);
        Assert.Equal(["sold-meanwhile"], await shop.CausesAsync(run));
        Assert.Contains("sold in the moment they were sent: 1", run.Message!.ToString());
    }

    [Fact]
    public async Task Warehouses_are_summed_and_the_buffer_is_held_back()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5, 5);
        shop.Shop.Export = new ExportSettings(["main", "outlet"], 2, new StockGuardLimits());
        await shop.CountAsync(1, 4, "outlet");
        await shop.CountAsync(2, 1);
        await shop.CountAsync(3, 100, "elsewhere");

        await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Equal([("1", 7), ("2", 0), ("3", 3)], shop.Shop.Told.Order());
    }

    [Fact]
    public async Task A_product_without_a_row_is_named_and_not_tried_again_until_something_changes()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        shop.Shop.Stock.RemoveAt(0);
        await shop.CountAsync(1, 9);

        var run = await shop.Rig.ExportStockAsync(RunTrigger.Change);

        Assert.Equal((RunState.CompletedWithProblems, 1), (run.State, run.Failed));
        Assert.Equal(["no-stock-row"], await shop.CausesAsync(run));
        Assert.False(await shop.IsDueAsync());
        Assert.Contains("stock row", await shop.Rig.ReadAsync(db => db.VariantListings.Select(row => row.StockTrouble!.Text).FirstAsync()));
        await shop.CountAsync(1, 8);
        Assert.True(await shop.IsDueAsync());
    }

    [Fact]
    public async Task Nothing_due_sends_nothing_and_says_so()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);

        var run = await shop.Rig.ExportStockAsync();

        Assert.Equal((RunState.Succeeded, 0), (run.State, run.Done));
        Assert.Empty(shop.Shop.Told);
    }

    [Fact]
    public async Task A_count_while_the_check_runs_is_sent_although_the_product_was_due_before()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        await shop.CountAsync(1, 6);
        await shop.CountAsync(1, 5);
        shop.Rig.Clock.Advance(TimeSpan.FromMinutes(1));
        shop.Shop.AfterStockPage = () => shop.CountAsync(1, 9);

        await shop.Rig.CheckStockAsync();

        Assert.True(await shop.IsDueAsync());
        await shop.Rig.ExportStockAsync(RunTrigger.Change);
        Assert.Equal([("1", 9)], shop.Shop.Told);
    }

    [Fact]
    public async Task A_check_that_breaks_forgets_nothing_due_and_one_that_ends_leaves_nothing_due()
    {
        await using var shop = await ShopWithStock.LiveAsync(5, 5);
        await shop.CountAsync(1, 6);
        await shop.CountAsync(1, 5);
        shop.Shop.BeforePage = _ => throw new InvalidOperationException("The shop is down.");
        await shop.Rig.CheckStockAsync();
        shop.Shop.BeforePage = _ => { };
        shop.Rig.Clock.Advance(TimeSpan.FromMinutes(20));
        var broken = await shop.IsDueAsync();

        await shop.Rig.CheckStockAsync();

        Assert.Equal((true, false), (broken, await shop.IsDueAsync()));
        Assert.Equal(0, await shop.Rig.ReadAsync(db => db.VariantListings.CountAsync(row => row.StockDueAt != null)));
    }

    [Fact]
    public async Task A_check_notes_what_the_shop_shows_where_it_was_not_known_and_writes_nothing_where_it_was()
    {
        await using var shop = await ShopWithStock.CreateAsync(DatabaseProvider.Sqlite, (5, 5), (3, 7));
        await shop.Rig.ExportStockAsync();
        var first = await SeenAsync(shop);
        shop.Rig.Clock.Advance(TimeSpan.FromMinutes(1));

        await shop.Rig.CheckStockAsync();

        Assert.Equal([5, null], first.Select(row => row.Pieces));
        Assert.Equal(first, await SeenAsync(shop));
    }

    private static Task<List<(int? Pieces, DateTime? At)>> SeenAsync(ShopWithStock shop) => shop.Rig.ReadAsync(db => db.VariantListings
        .OrderBy(row => row.Id).Select(row => new ValueTuple<int?, DateTime?>(row.ShopQuantity, row.ShopSeenAt)).ToListAsync());

    private static void SellOnce(ShopWithStock shop)
    {
        shop.Shop.BeforeWrite = shop.Shop.BetweenReadAndWrite = _ => { };
        shop.Sell(1, 1);
    }
}
