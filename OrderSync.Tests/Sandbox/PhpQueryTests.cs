using OrderSync.Web.Sandbox.PrestaShop.Webservice;

namespace OrderSync.Tests.Sandbox;

public sealed class PhpQueryTests
{
    [Fact]
    public void Raw_and_encoded_brackets_are_the_same()
    {
        Assert.Equal([("id", "[1|5]")], PhpQuery.Parse("?filter[id]=[1|5]").Filters);
        Assert.Equal([("id", "[1|5]")], PhpQuery.Parse("?filter%5Bid%5D=%5B1%7C5%5D").Filters);
    }

    [Fact]
    public void The_last_of_two_equal_filters_wins() =>
        Assert.Equal([("id", "6")], PhpQuery.Parse("filter[id]=5&filter[id]=6").Filters);

    [Fact]
    public void A_filter_that_is_not_an_array_is_not_a_filter()
    {
        var query = PhpQuery.Parse("filter=5&display=full");

        Assert.Empty(query.Filters);
        Assert.Equal("full", query["display"]);
    }

    [Fact]
    public void A_value_may_contain_an_equals_sign_and_a_plus_is_a_blank() =>
        Assert.Equal([("date_upd", ">=[2026-11-21 00:00:00]")], PhpQuery.Parse("filter[date_upd]=>=[2026-11-21+00:00:00]").Filters);

    [Fact]
    public void A_filter_of_a_filter_is_kept_apart() =>
        Assert.Equal([("product", (string?)null)], PhpQuery.Parse("filter[product][name]=x").Filters);
}
