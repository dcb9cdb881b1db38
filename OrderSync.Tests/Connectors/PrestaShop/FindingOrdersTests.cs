using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>Single orders looked for, and the numbers of all listed.</summary>
public sealed class FindingOrdersTests
{
    [Fact]
    public async Task An_order_is_found_by_its_number_with_few_requests()
    {
        var rig = new Rig(FakeShop.Usual().WithRows("order_details").With(new ShopOrder(731), new ShopOrder(732)));

        var found = await rig.Connector.FindAsync(rig.Connection, "#731", CancellationToken.None);

        Assert.Equal("731", Assert.Single(found.Orders).ExternalId);
        Assert.InRange(rig.Reported.Count, 1, 9);
        Assert.Equal(rig.Budgeted, rig.Reported.Count);
    }

    [Theory]
    [InlineData("[1,1000]")]
    [InlineData("1|2")]
    [InlineData("%")]
    [InlineData("")]
    public async Task What_would_mean_more_than_itself_in_a_filter_is_not_asked(string typed)
    {
        var rig = new Rig();

        Assert.True((await rig.Connector.FindAsync(rig.Connection, typed, CancellationToken.None)).IsEmpty);
        Assert.Empty(rig.Reported);
    }

    [Fact]
    public async Task Twenty_thousand_numbers_cost_twenty_one_requests_and_days_are_the_shops_own()
    {
        var shop = FakeShop.Usual().With(Enumerable.Range(1, 20_000).Select(id => new ShopOrder(id)));
        var rig = new Rig(shop);

        var heads = await ListAsync(rig, null);

        Assert.Equal((20_000, 21), (heads.Count, rig.Reported.Count));
        Assert.All(rig.Shop.Requests, request => Assert.DoesNotContain("full", request));
        Assert.NotNull(heads[0].Day);
    }

    [Fact]
    public async Task A_day_is_passed_when_its_order_is_and_a_number_that_is_still_asked_for_is_not()
    {
        var rig = new Rig(FakeShop.Usual().With(new ShopOrder(10), new ShopOrder(12)));
        var pages = await rig.ReadNewAsync();

        var isPast = rig.Connector.IsPast(rig.Connection, pages[^1].Cursor);

        Assert.Equal([true, false, true, false, false], new[] { "10", "11", "12", "13", "x" }.Select(isPast));
        Assert.False(rig.Connector.IsPast(rig.Connection, null)("10"));
    }

    private static async Task<List<OrderHead>> ListAsync(Rig rig, DateOnly? from)
    {
        var heads = new List<OrderHead>();
        await foreach (var page in rig.Connector.ListAsync(rig.Connection, from, CancellationToken.None))
        {
            heads.AddRange(page);
        }

        return heads;
    }
}
