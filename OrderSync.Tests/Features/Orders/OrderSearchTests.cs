using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Orders;

namespace OrderSync.Tests.Features.Orders;

public sealed class OrderSearchTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private long shop;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        shop = await Rows.IntegrationAsync(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [InlineData("4711")]
    [InlineData("#4711")]
    [InlineData("xkbk")]
    [InlineData("łucja")]
    [InlineData("LUCJA")]
    [InlineData("lucja żół")]
    [InlineData("lucja@ex")]
    [InlineData("600 200")]
    [InlineData("+48 600 200 154")]
    [InlineData("600200154")]
    [InlineData("ts-red")]
    [InlineData("koszulka")]
    public async Task An_order_is_found_by_the_beginning_of_anything_people_know_of_it(string typed)
    {
        var wanted = await database.AddOrderAsync(shop, "4711", order =>
        {
            order.Reference = "XKBKNABJK";
            order.CustomerName = "Łucja Żółć";
            order.Email = "lucja@example.com";
        }, lines: [OrderRows.Line("TS-RED-M", "Koszulka czerwona")]);
        await database.AddOrderAsync(shop, "12", order =>
        {
            order.Reference = "OTHER";
            order.CustomerName = "Иван Петров";
            order.Email = "ivan@example.com";
            order.Phone = "";
        }, lines: [OrderRows.Line("MUG-1", "Кружка")]);

        Assert.Equal([wanted], await FindAsync(typed));
    }

    [Theory]
    [InlineData("петров")]
    [InlineData("ИВАН ПЕТ")]
    [InlineData("王小明")]
    [InlineData("王")]
    [InlineData("круж")]
    public async Task Any_script_is_found(string typed)
    {
        var wanted = await database.AddOrderAsync(shop, "1", order => order.CustomerName = "Иван Петров 王小明", lines: [OrderRows.Line("MUG-1", "Кружка")]);
        await database.AddOrderAsync(shop, "2");

        Assert.Equal([wanted], await FindAsync(typed));
    }

    [Fact]
    public async Task Every_word_has_to_match()
    {
        await database.AddOrderAsync(shop, "1", order => order.CustomerName = "Anna Nowak");
        var both = await database.AddOrderAsync(shop, "2", order => order.CustomerName = "Anna Kowalska");

        Assert.Equal([both], await FindAsync("anna kow"));
        Assert.Empty(await FindAsync("anna nobody"));
    }

    [Fact]
    public async Task A_single_digit_means_the_number_itself()
    {
        var one = await database.AddOrderAsync(shop, "1");
        await database.AddOrderAsync(shop, "12");

        Assert.Equal([one], await FindAsync("1"));
    }

    [Fact]
    public async Task Search_and_filters_work_together_and_page_without_gaps()
    {
        for (var i = 0; i < 7; i++)
        {
            await database.AddOrderAsync(shop, $"{100 + i}", order => order.Status = i < 5 ? OrderStatus.Shipped : OrderStatus.Cancelled, Rows.Now.AddMinutes(-i));
        }

        var filter = new OrderFilter { Search = "božena", Statuses = [OrderStatus.Shipped] };
        var first = await new OrderQueries(database).ListAsync(filter, null, 3, default);
        var second = await new OrderQueries(database).ListAsync(filter, OrderCursor.Parse(first.Next), 3, default);

        Assert.Equal(["100", "101", "102", "103", "104"], first.Rows.Concat(second.Rows).Select(row => row.ExternalId));
        Assert.Equal((5, null), (second.Total, second.Next));
    }

    [Fact]
    public async Task A_text_without_a_word_finds_nothing() => Assert.Empty(await FindAsync(" - . "));

    private async Task<IEnumerable<long>> FindAsync(string typed) =>
        (await new OrderQueries(database).ListAsync(new OrderFilter { Search = typed }, null, 50, default)).Rows.Select(row => row.Id);
}
