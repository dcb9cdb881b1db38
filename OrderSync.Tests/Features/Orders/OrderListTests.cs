using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Orders;

namespace OrderSync.Tests.Features.Orders;

public sealed class OrderListTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Paging_forward_shows_every_order_once_although_many_were_placed_at_the_same_moment(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var shop = await Rows.IntegrationAsync(database);
        for (var i = 0; i < 23; i++)
        {
            await database.AddOrderAsync(shop, $"{i}", placedAt: Rows.Now.AddSeconds(i / 5));
        }

        var seen = new List<OrderRow>();
        var cursor = (string?)null;
        do
        {
            var page = await ListAsync(database, new OrderFilter(), cursor, 4);
            seen.AddRange(page.Rows);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(23, seen.Select(row => row.Id).Distinct().Count());
        Assert.Equal(seen.OrderByDescending(row => row.PlacedAt).ThenByDescending(row => row.Id), seen);
    }

    [Fact]
    public async Task Paging_back_shows_the_same_windows_as_paging_forward()
    {
        await using var database = await TestDatabase.CreateAsync();
        var shop = await Rows.IntegrationAsync(database);
        for (var i = 0; i < 9; i++)
        {
            await database.AddOrderAsync(shop, $"{i}", order => order.Status = i % 2 == 0 ? OrderStatus.Confirmed : OrderStatus.Shipped, Rows.Now.AddMinutes(i / 2));
        }

        var filter = new OrderFilter { Statuses = [OrderStatus.Confirmed, OrderStatus.Shipped] };
        var first = await ListAsync(database, filter, null, 3);
        var second = await ListAsync(database, filter, first.Next, 3);
        var third = await ListAsync(database, filter, second.Next, 3);
        var back = await ListAsync(database, filter, third.Previous, 3);
        var start = await ListAsync(database, filter, back.Previous, 3);

        Assert.Null(third.Next);
        Assert.Equal(second.Rows, back.Rows);
        Assert.Equal(first.Rows, start.Rows);
        Assert.Null(start.Previous);
        Assert.Equal(9, first.Total);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Filters_narrow_by_shop_status_store_number_and_period(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var shop = await Rows.IntegrationAsync(database);
        var other = await Rows.IntegrationAsync(database);
        var plain = await database.AddOrderAsync(shop, "1");
        var elsewhere = await database.AddOrderAsync(other, "1");
        var shipped = await database.AddOrderAsync(shop, "2", order => order.Status = OrderStatus.Shipped);
        var outlet = await database.AddOrderAsync(shop, "3", order => order.StoreKey = "outlet");
        var old = await database.AddOrderAsync(shop, "4", placedAt: Rows.Now.AddDays(-3));

        Assert.Equal([elsewhere], await IdsAsync(database, new() { IntegrationId = other }));
        Assert.Equal([shipped], await IdsAsync(database, new() { Statuses = [OrderStatus.Shipped] }));
        Assert.Equal([outlet], await IdsAsync(database, new() { StoreKey = "outlet" }));
        Assert.Equal([elsewhere, plain], await IdsAsync(database, new() { ExternalId = "1" }));
        Assert.Equal([old], await IdsAsync(database, new() { Before = Rows.Now.AddDays(-1) }));
        Assert.Equal([outlet, shipped, elsewhere, plain], await IdsAsync(database, new() { From = Rows.Now.AddDays(-1) }));
        Assert.Equal([plain], await IdsAsync(database, new() { IntegrationId = shop, StoreKey = "main", Statuses = [OrderStatus.Confirmed], From = Rows.Now }));
    }

    [Fact]
    public async Task A_row_counts_the_pieces_of_all_lines()
    {
        await using var database = await TestDatabase.CreateAsync();
        var shop = await Rows.IntegrationAsync(database);
        await database.AddOrderAsync(shop, "1", lines: [OrderRows.Line(quantity: 2), OrderRows.Line(quantity: 5)]);

        Assert.Equal(7, (await ListAsync(database, new OrderFilter(), null, 10)).Rows[0].Pieces);
    }

    [Fact]
    public async Task Counting_stops_at_its_limit_and_says_so()
    {
        await using var database = await TestDatabase.CreateAsync();
        var shop = await Rows.IntegrationAsync(database);
        for (var i = 0; i < 5; i++)
        {
            await database.AddOrderAsync(shop, $"{i}");
        }

        var page = await new OrderQueries(database).ListAsync(new OrderFilter(), null, 2, default, countAtMost: 4);

        Assert.Equal((4, true), (page.Total, page.TotalIsAtLeast));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a12")]
    [InlineData("x12-3")]
    [InlineData("a99999999999999999999-1")]
    public void An_edited_cursor_is_the_beginning(string text) => Assert.Null(OrderCursor.Parse(text));

    private static Task<Web.Components.KeysetPage<OrderRow>> ListAsync(TestDatabase database, OrderFilter filter, string? cursor, int limit) =>
        new OrderQueries(database).ListAsync(filter, OrderCursor.Parse(cursor), limit, default);

    private static async Task<IEnumerable<long>> IdsAsync(TestDatabase database, OrderFilter filter) =>
        (await ListAsync(database, filter, null, 50)).Rows.Select(row => row.Id);
}
