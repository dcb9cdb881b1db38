using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class ReadingStockTests
{
    private readonly Rig rig = new();

    [Fact]
    public async Task Rows_of_variants_may_be_written_and_the_row_that_adds_them_up_may_not()
    {
        _ = new FakeStock(rig.Shop, new(5, 1, 0, 9), new(6, 2, 0, 7), new(7, 2, 31, 3), new(8, 2, 32, 4));

        var rows = (await rig.ReadStockAsync()).SelectMany(page => page.Rows);

        Assert.Equal(
            [("5", "1", "", 9, null), ("6", "2", "", 7, StockOddity.Sum), ("7", "2", "31", 3, null), ("8", "2", "32", 4, (StockOddity?)null)],
            rows.Select(row => (row.RowId, row.ProductId, row.VariantId, row.Quantity, row.Oddity)));
    }

    [Fact]
    public async Task A_sum_is_known_as_one_though_its_variants_were_added_long_after_it()
    {
        // Row 1 is the sum of product 1, whose variants have the last rows of the shop.
        var rows = Enumerable.Range(1, 1200).Select(id => new FakeStockRow(id, id, 0, 1));
        var stock = new FakeStock(rig.Shop, [.. rows, new(1201, 1, 71, 1), new(1202, 1, 72, 1)]);

        var pages = await rig.ReadStockAsync();

        Assert.Equal(1202, pages.Sum(page => page.Rows.Count));
        Assert.Equal("1", Assert.Single(pages.SelectMany(page => page.Rows), row => row.Oddity is not null).RowId);
        Assert.Equal(3, stock.Reads);
        Assert.All(pages, page => Assert.InRange(page.Rows.Count, 1, 500));
    }

    [Fact]
    public async Task A_product_with_more_variants_than_a_page_has_rows_stays_in_one_piece()
    {
        var variants = Enumerable.Range(2, 1100).Select(id => new FakeStockRow(id, 4, id, 1));
        _ = new FakeStock(rig.Shop, [new(1, 4, 0, 1100), .. variants, new(5000, 9, 0, 2)]);

        var pages = await rig.ReadStockAsync();

        Assert.Equal([1101, 1], pages.Select(page => page.Rows.Count));
        Assert.Equal("1", Assert.Single(pages[0].Rows, row => row.Oddity == StockOddity.Sum).RowId);
    }

    [Fact]
    public async Task A_thousand_rows_cost_few_requests()
    {
        var stock = new FakeStock(rig.Shop, [.. Enumerable.Range(1, 20_000).Select(id => new FakeStockRow(id, id / 4, id % 4 == 0 ? 0 : id, 1))]);

        await rig.ReadStockAsync();

        Assert.InRange(stock.Reads, 20, 30);
    }

    [Fact]
    public async Task A_shop_that_cannot_manage_a_page_is_asked_for_less()
    {
        var stock = new FakeStock(rig.Shop, [.. Enumerable.Range(1, 300).Select(id => new FakeStockRow(id, id, 0, id))]);
        stock.Instead = request => request.Target.EndsWith("limit=500&id_shop=1", StringComparison.Ordinal) ? stock.EmptyServerError : null;

        var rows = (await rig.ReadStockAsync()).SelectMany(page => page.Rows);

        Assert.Equal(Enumerable.Range(1, 300), rows.Select(row => row.Quantity));
    }

    [Fact]
    public async Task Rows_of_other_shops_are_left_out_and_rows_nobody_sells_from_are_marked()
    {
        _ = new FakeStock(rig.Shop, new(1, 1, 0, 9), new(2, 1, 0, 4) { Shop = 2 }, new(3, 2, 0, 5) { Shop = 0 }, new(4, 3, 0, 6) { Group = 1 },
            new(5, 4, 0, 7) { Managed = 1 });

        var rows = (await rig.ReadStockAsync()).SelectMany(page => page.Rows);

        Assert.Equal([("1", null), ("3", StockOddity.Detached), ("4", StockOddity.Detached), ("5", (StockOddity?)StockOddity.ManagedByShop)],
            rows.Select(row => (row.RowId, row.Oddity)));
    }

    [Theory]
    [InlineData("1", "2", "1")]
    [InlineData("0", "1", "2")]
    public async Task Of_two_rows_that_one_counts_which_the_group_of_shops_looks_at(string shares, string good, string repeated)
    {
        rig.Shop.WithRow("shops", "shop", ("id", "1"), ("id_shop_group", "3")).WithRow("shop_groups", "shop_group", ("id", "3"), ("share_stock", shares));
        _ = new FakeStock(rig.Shop, new(1, 1, 0, 9), new(2, 1, 0, 4) { Shop = 0, Group = 3 }, new(3, 1, 0, 4) { Shop = 0, Group = 4 });

        var rows = await rig.Connector.ReadStockAsync(rig.Connection, ["1"], CancellationToken.None);

        Assert.Equal([good], rows.Where(row => row.Oddity is null).Select(row => row.RowId));
        Assert.Equal([repeated], rows.Where(row => row.Oddity == StockOddity.Repeated).Select(row => row.RowId));
    }

    [Fact]
    public async Task While_nobody_knows_which_of_two_rows_counts_neither_may_be_written()
    {
        rig.Shop.Http.On(request => request.Address.AbsolutePath == "/api/shops", _ => rig.Shop.Error(System.Net.HttpStatusCode.Unauthorized, 26));
        _ = new FakeStock(rig.Shop, new(1, 1, 0, 9), new(2, 1, 0, 4) { Shop = 0, Group = 3 });

        var rows = await rig.Connector.ReadStockAsync(rig.Connection, ["1"], CancellationToken.None);

        Assert.All(rows, row => Assert.Equal(StockOddity.Repeated, row.Oddity));
    }

    [Fact]
    public async Task A_shop_that_overlooks_the_filter_is_not_read_for_ever()
    {
        var stock = new FakeStock(rig.Shop);
        stock.Instead = _ => rig.Shop.Xml(FakeShop.Envelope(
            $"<stock_availables>{string.Concat(Enumerable.Range(1, 500).Select(id => new FakeStockRow(id, id, 0, 1).Xml))}</stock_availables>"));

        await Assert.ThrowsAsync<RemoteFailureException>(rig.ReadStockAsync);
    }
}
