using OrderSync.Web.Connectors.PrestaShop;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class ShopQueryTests
{
    [Fact]
    public void Brackets_bars_and_signs_are_escaped_on_the_wire_and_plain_for_people()
    {
        var query = ShopQuery.Of("orders").Display("id", "payment").Above("id", 5).Sort("id").Limit(100);

        Assert.Equal("orders?display=%5Bid%2Cpayment%5D&filter%5Bid%5D=%3E%5B5%5D&sort=%5Bid_ASC%5D&limit=100", query.Escaped());
        Assert.Equal("orders?display=[id,payment]&filter[id]=>[5]&sort=[id_ASC]&limit=100", query.ToString());
    }

    [Fact]
    public void A_list_of_values_is_written_with_bars() =>
        Assert.Equal("orders?filter%5Bid%5D=%5B1%7C5%7C9%5D", ShopQuery.Of("orders").AnyOf("id", ["1", "5", "9"]).Escaped());

    [Fact]
    public void Values_are_cut_into_pieces_that_an_address_can_carry()
    {
        var query = ShopQuery.Of("orders").Display("id");
        var ids = Enumerable.Range(0, 1000).Select(id => $"{1_000_000_000_000 + id}").ToList();

        var batches = query.Batches(ids).ToList();

        Assert.Equal(ids, batches.SelectMany(batch => batch));
        Assert.All(batches, batch => Assert.InRange(query.AnyOf("id", batch).Escaped().Length, 1, 3900));
        Assert.InRange(batches.Count, 4, 6);
    }

    [Fact]
    public void Short_values_are_two_hundred_at_a_time() =>
        Assert.Equal([200, 200, 100], ShopQuery.Of("orders").Batches(Enumerable.Range(0, 500).Select(id => $"{id}")).Select(batch => batch.Length));

    [Fact]
    public void No_values_make_no_batch() => Assert.Empty(ShopQuery.Of("orders").Batches([]));

    [Fact]
    public void A_long_query_is_cut_for_people()
    {
        var query = ShopQuery.Of("orders").AnyOf("id", Enumerable.Range(0, 500).Select(id => $"{id}"));

        Assert.InRange(query.ToString().Length, 100, 301);
        Assert.EndsWith("…", query.ToString(), StringComparison.Ordinal);
    }
}
