using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Products;
using OrderSync.Web.Features.Search;

namespace OrderSync.Tests.Features.Search;

public sealed class SearchQueriesTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private long shop;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        shop = await Rows.IntegrationAsync(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task The_only_match_is_opened_at_once()
    {
        var order = await database.AddOrderAsync(shop, "4711");
        await database.AddOrderAsync(shop, "4712");

        Assert.Equal($"/orders/{order}", (await FindAsync("4711")).OnlyHref);
        Assert.Null((await FindAsync("47")).OnlyHref);
    }

    [Fact]
    public async Task A_product_is_found_by_name_sku_and_ean()
    {
        var mug = await database.AddProductAsync("Kubek żółty", ["MUG-1"], change: product => product.Variants[0].Ean = "5901234123457");

        Assert.Equal($"/products/{mug}", (await FindAsync("zolty")).OnlyHref);
        Assert.Equal($"/products/{mug}", (await FindAsync("mug-1")).OnlyHref);
        Assert.Equal($"/products/{mug}", (await FindAsync("5901234123457")).OnlyHref);
    }

    [Theory]
    [InlineData("815")]
    [InlineData("#815")]
    [InlineData("XKBKNABJK")]
    [InlineData("xkbknabjk")]
    public async Task An_order_that_is_not_imported_is_found_by_number_and_reference(string typed)
    {
        var id = await AddProblemAsync("815", "XKBKNABJK");

        Assert.Equal($"/problems/{id}", (await FindAsync(typed)).OnlyHref);
    }

    [Fact]
    public async Task Matches_of_several_kinds_are_shown_side_by_side()
    {
        await database.AddOrderAsync(shop, "1", order => order.CustomerName = "Outlet Fan");
        await AddProblemAsync("9", "OUTLET");

        var hits = await FindAsync("outlet");

        Assert.Equal((1, 1, 1), (hits.Orders.Count, hits.Incoming.Count, hits.Integrations.Count));
        Assert.Null(hits.OnlyHref);
    }

    [Fact]
    public async Task Nothing_typed_finds_nothing() => Assert.True((await FindAsync("  ")).IsEmpty);

    private Task<SearchHits> FindAsync(string text) => new SearchQueries(database, new OrderQueries(database), new ProductQueries(database, TimeProvider.System)).FindAsync(text, default);

    private async Task<long> AddProblemAsync(string externalId, string reference)
    {
        await using var db = database.CreateDbContext();
        var row = Rows.Incoming(shop, externalId, IncomingState.Problem);
        row.Reference = reference;
        db.IncomingOrders.Add(row);
        await db.SaveChangesAsync();
        return row.Id;
    }
}
