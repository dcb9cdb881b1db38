using OrderSync.Domain.Catalog;
using OrderSync.Tests.Support;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Products;

namespace OrderSync.Tests.Features.Products;

public sealed class ProductListTests
{
    private static readonly FakeClock Clock = FakeClock.At("2026-11-21T12:00:00Z");

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Paging_forward_and_back_shows_every_product_once_by_name_although_names_repeat(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        for (var i = 0; i < 11; i++)
        {
            await database.AddProductAsync($"Mug {i / 4}", [$"MUG-{i}"]);
        }

        var pages = new List<KeysetPage<ProductRow>>();
        for (var cursor = (string?)""; cursor is not null; cursor = pages[^1].Next)
        {
            pages.Add(await ListAsync(database, new(), cursor, 4));
        }

        Assert.Equal([4, 4, 3], pages.Select(page => page.Rows.Count));
        Assert.Equal(11, pages.SelectMany(page => page.Rows).Select(row => row.Id).Distinct().Count());
        Assert.Equal(["Mug 0", "Mug 1", "Mug 2"], pages.Select(page => page.Rows[0].Name));
        Assert.Equal(Ids(pages[1]), Ids(await ListAsync(database, new(), pages[2].Previous, 4)));
        Assert.Equal((null, 11L), (pages[0].Previous, pages[0].Total));
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Words_find_by_the_beginning_of_name_sku_and_ean(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var mug = await database.AddProductAsync("Kubek żółty", ["MUG-1"], change: product => product.Variants[0].Ean = "5901234123457");
        var shirt = await database.AddProductAsync("Shirt", ["TS-RED", "TS-BLUE"]);

        Assert.Equal([mug], await FindAsync(database, new() { Search = "zolty kub" }));
        Assert.Equal([mug], await FindAsync(database, new() { Search = "59012341" }));
        Assert.Equal([shirt], await FindAsync(database, new() { Search = "ts-blue" }));
        Assert.Empty(await FindAsync(database, new() { Search = "shirt kubek" }));
        Assert.Empty(await FindAsync(database, new() { Search = "…" }));
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Filters_narrow_by_shop_state_and_lock(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var shop = await Rows.IntegrationAsync(database);
        var here = await database.AddProductAsync("A", ["A"], (shop, "1"));
        var off = await database.AddProductAsync("B", ["B"], change: product => product.Active = false);
        var gone = await database.AddProductAsync("C", ["C"], change: product => product.Variants[0].GoneAt = Rows.Now);
        await database.AddLockAsync(here, LockKind.Price, Rows.Now.AddDays(3));
        await database.AddLockAsync(off, LockKind.Stock, heldBack: Rows.Now);
        await database.AddLockAsync(gone, LockKind.All, Rows.Now.AddDays(-1), heldBack: Rows.Now);

        Assert.Equal([here], await FindAsync(database, new() { IntegrationId = shop }));
        Assert.Equal([here], await FindAsync(database, new() { State = ProductState.Active }));
        Assert.Equal([off], await FindAsync(database, new() { State = ProductState.Inactive }));
        Assert.Equal([gone], await FindAsync(database, new() { State = ProductState.Gone }));
        Assert.Equal([here, off], await FindAsync(database, new() { Locked = LockCondition.Locked }));
        Assert.Equal([here], await FindAsync(database, new() { Locked = LockCondition.Expiring }));
        Assert.Equal([off], await FindAsync(database, new() { Locked = LockCondition.HeldBack }));
        Assert.Equal([off], await FindAsync(database, new() { Kinds = [LockKind.Stock, LockKind.All] }));
    }

    [Fact]
    public async Task A_row_says_what_is_sold_for_how_much_where_and_what_is_locked()
    {
        await using var database = await TestDatabase.CreateAsync();
        var shop = await Rows.IntegrationAsync(database);
        var id = await database.AddProductAsync("Shirt", ["", "TS-RED", "TS-OLD"], (shop, "9"), product => product.Variants[2].GoneAt = Rows.Now);
        await database.AddLockAsync(id, LockKind.Price);

        var row = (await ListAsync(database, new(), null, 10)).Rows[0];

        Assert.Equal(("TS-RED", 2, ProductState.Active), (row.Sku, row.Variants, row.State));
        Assert.Equal(new PriceRange(12.3m, 13.53m, true), row.Price);
        Assert.Equal([shop], row.Shops);
        Assert.Equal(LockKind.Price, Assert.Single(row.Locks).Kind);
    }

    [Fact]
    public async Task Counting_stops_at_its_limit_and_says_so()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var i = 0; i < 5; i++)
        {
            await database.AddProductAsync("Mug", [$"{i}"]);
        }

        var page = await new ProductQueries(database, Clock).ListAsync(new(), default, 2, default, countAtMost: 4);

        Assert.Equal((4, true), (page.Total, page.TotalIsAtLeast));
    }

    private static Task<KeysetPage<ProductRow>> ListAsync(TestDatabase database, ProductFilter filter, string? cursor, int size) =>
        new ProductQueries(database, Clock).ListAsync(filter, IdCursor.Parse(cursor), size, default);

    private static async Task<IEnumerable<long>> FindAsync(TestDatabase database, ProductFilter filter) => Ids(await ListAsync(database, filter, null, 50));

    private static IEnumerable<long> Ids(KeysetPage<ProductRow> page) => page.Rows.Select(row => row.Id);
}
