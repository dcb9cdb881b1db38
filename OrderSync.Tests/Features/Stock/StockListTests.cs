using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Stock;

namespace OrderSync.Tests.Features.Stock;

public sealed class StockListTests
{
    private static readonly FakeClock Clock = FakeClock.At("2026-11-21T12:00:00Z");

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Paging_forward_and_back_shows_every_variant_once_by_sku_although_skus_repeat_or_are_empty(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        foreach (var sku in new[] { "B", "", "A", "B", "B", "", "C" })
        {
            await database.AddVariantAsync(sku);
        }

        var pages = new List<KeysetPage<StockRow>>();
        for (var cursor = (string?)""; cursor is not null; cursor = pages[^1].Next)
        {
            pages.Add(await ListAsync(database, new(), cursor, 3));
        }

        Assert.Equal(["", "", "A", "B", "B", "B", "C"], pages.SelectMany(page => page.Rows).Select(row => row.Sku));
        Assert.Equal(7, pages.SelectMany(page => page.Rows).Select(row => row.VariantId).Distinct().Count());
        Assert.Equal(Ids(pages[1]), Ids(await ListAsync(database, new(), pages[2].Previous, 3)));
        Assert.Equal((null, 7L), (pages[0].Previous, pages[0].Total));
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_row_sums_the_warehouses_or_shows_the_chosen_one(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var shop = await Rows.IntegrationAsync(database);
        var mug = await database.AddVariantAsync("MUG");
        await database.StockAsync(mug, 10);
        await database.StockAsync(mug, 5, "outlet");
        await database.PromiseAsync(shop, "1", mug, 3);
        await database.PromiseAsync(shop, "2", mug, 7, "outlet");

        var all = (await ListAsync(database, new())).Rows[0];
        var outlet = (await ListAsync(database, new() { Warehouse = "outlet" })).Rows[0];

        Assert.Equal((15, 10, 5, 0), (all.OnHand, all.Reserved, all.Sellable, all.Oversold));
        Assert.Equal((5, 7, 0, 2), (outlet.OnHand, outlet.Reserved, outlet.Sellable, outlet.Oversold));
        Assert.Equal(["main", "outlet"], all.Places.Select(place => place.Warehouse));
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Filters_tell_in_stock_out_of_stock_and_oversold_apart(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var shop = await Rows.IntegrationAsync(database);
        var (full, empty, promised, over, below) = (
            await database.AddVariantAsync("A"), await database.AddVariantAsync("B"), await database.AddVariantAsync("C"),
            await database.AddVariantAsync("D"), await database.AddVariantAsync("E"));
        await database.StockAsync(full, 1);
        await database.StockAsync(promised, 2);
        await database.PromiseAsync(shop, "1", promised, 2);
        await database.StockAsync(over, 4, "outlet");
        await database.PromiseAsync(shop, "2", over, 5, "outlet");
        await database.StockAsync(below, -1);

        Assert.Equal([full], Ids(await ListAsync(database, new() { Condition = StockCondition.InStock })));
        Assert.Equal([empty, promised, over, below], Ids(await ListAsync(database, new() { Condition = StockCondition.OutOfStock })));
        Assert.Equal([over, below], Ids(await ListAsync(database, new() { Condition = StockCondition.Oversold })));
        Assert.Equal([below], Ids(await ListAsync(database, new() { Condition = StockCondition.Oversold, Warehouse = "main" })));
        Assert.Equal(2, (await ListAsync(database, new() { Condition = StockCondition.Oversold })).Total);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task What_orders_hold_that_wait_or_have_a_problem_is_not_sellable(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var shop = await Rows.IntegrationAsync(database);
        var mug = await database.AddVariantAsync("MUG");
        await database.StockAsync(mug, 10);
        await database.StockAsync(mug, 1, "outlet");
        await database.PromiseAsync(shop, "1", mug, 3);
        await database.HoldAsync(shop, "2", mug, 2);
        await database.HoldAsync(shop, "3", mug, 1, state: IncomingState.Waiting);
        await database.HoldAsync(shop, "4", mug, 2, "outlet", IncomingState.Seen);
        await database.HoldAsync(shop, "5", mug, 7, state: IncomingState.Ignored);
        await database.HoldAsync(shop, "6", mug, 7, state: IncomingState.Imported);

        var all = (await ListAsync(database, new())).Rows[0];

        Assert.Equal((11, 3, 5, 3, 0), (all.OnHand, all.Reserved, all.Held, all.Sellable, all.Oversold));
        Assert.Equal([("main", 3, 4, 0), ("outlet", 2, 0, 1)], all.Places.Select(place => (place.Warehouse, place.Held, place.Sellable, place.Oversold)));
        Assert.Equal(3, Assert.Single((await ListAsync(database, new() { Warehouse = "main" })).Rows).Held);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Filters_count_held_pieces_as_sold(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var shop = await Rows.IntegrationAsync(database);
        var (left, none, over) = (await database.AddVariantAsync("A"), await database.AddVariantAsync("B"), await database.AddVariantAsync("C"));
        foreach (var (variant, held) in new[] { (left, 1), (none, 2), (over, 3) })
        {
            await database.StockAsync(variant, 2);
            await database.HoldAsync(shop, $"{variant}", variant, held);
        }

        Assert.Equal([left], Ids(await ListAsync(database, new() { Condition = StockCondition.InStock })));
        Assert.Equal([none, over], Ids(await ListAsync(database, new() { Condition = StockCondition.OutOfStock })));
        Assert.Equal([over], Ids(await ListAsync(database, new() { Condition = StockCondition.Oversold })));
        Assert.Equal([left], Ids(await ListAsync(database, new() { Condition = StockCondition.InStock, Warehouse = "main" })));
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_warehouse_lists_what_was_counted_is_promised_or_is_held_there_and_nothing_else(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var shop = await Rows.IntegrationAsync(database);
        var (counted, promised, held, elsewhere) = (
            await database.AddVariantAsync("A"), await database.AddVariantAsync("B"), await database.AddVariantAsync("C"), await database.AddVariantAsync("D"));
        await database.StockAsync(counted, 1, "outlet");
        await database.StockAsync(counted, 0, "outlet");
        await database.PromiseAsync(shop, "1", promised, 1, "outlet");
        await database.HoldAsync(shop, "2", held, 1, "outlet");
        await database.StockAsync(elsewhere, 4);

        var page = await ListAsync(database, new() { Warehouse = "outlet" });

        Assert.Equal([counted, promised, held], Ids(page));
        Assert.Equal(3, page.Total);
        Assert.Equal([elsewhere], Ids(await ListAsync(database, new() { Warehouse = "main" })));
        Assert.Empty((await ListAsync(database, new() { Warehouse = "moon" })).Rows);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_whole_number_finds_its_variant_and_words_find_the_variants_of_products(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddVariantAsync("MUG-1", "Kubek żółty");
        await database.AddProductAsync("Shirt", ["TS-RED", "TS-BLUE"], change: product => product.Variants[0].Ean = "5901234123457");

        Assert.Equal(["TS-BLUE"], Skus(await ListAsync(database, new() { Search = " TS-BLUE " })));
        Assert.Equal(["TS-RED"], Skus(await ListAsync(database, new() { Search = "5901234123457" })));
        Assert.Equal(["TS-BLUE", "TS-RED"], Skus(await ListAsync(database, new() { Search = "shirt" })));
        Assert.Equal(["MUG-1"], Skus(await ListAsync(database, new() { Search = "zolty" })));
        Assert.Empty((await ListAsync(database, new() { Search = "nothing" })).Rows);
    }

    [Fact]
    public async Task A_variant_no_shop_lists_any_more_stays_only_while_something_of_it_is_there()
    {
        await using var rig = await FeedRig.CreateAsync();
        var database = rig.Database;
        var product = await database.AddProductAsync("Mug", ["OLD", "LEFT", "NEW"], change: row =>
        {
            row.Variants[0].GoneAt = Rows.Now;
            row.Variants[1].GoneAt = Rows.Now;
        });
        var left = (await new ProductStockQueries(database, rig.Connectors, rig.Connections).FindAsync(product, default)).Variants.Select(row => row.Sku);
        Assert.Equal(["NEW"], left);

        await database.StockAsync((await new StockQueries(database, Clock).CarriersAsync("LEFT", default))[0], 2);

        Assert.Equal([("LEFT", true), ("NEW", false)], (await ListAsync(database, new())).Rows.Select(row => (row.Sku, row.Gone)));
    }

    private static Task<KeysetPage<StockRow>> ListAsync(TestDatabase database, StockFilter filter, string? cursor = null, int size = 50) =>
        new StockQueries(database, Clock).ListAsync(filter, IdCursor.Parse(cursor), size, default);

    private static IEnumerable<long> Ids(KeysetPage<StockRow> page) => page.Rows.Select(row => row.VariantId);

    private static IEnumerable<string> Skus(KeysetPage<StockRow> page) => page.Rows.Select(row => row.Sku);
}
