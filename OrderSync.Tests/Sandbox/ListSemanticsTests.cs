using System.Globalization;

namespace OrderSync.Tests.Sandbox;

/// <summary>What lists contain, with the traps of the real shop.</summary>
public sealed class ListSemanticsTests : IDisposable
{
    private const int Orders = 80;

    private readonly TestShop shop = new(options => options.Orders = Orders);

    public void Dispose() => shop.Dispose();

    [Theory]
    [InlineData("[1|5|7]", "1 5 7")]
    [InlineData("[1,4]", "1 2 3 4")]
    [InlineData("[4,1]", "1 2 3 4")]
    [InlineData("5", "5")]
    [InlineData("[5]", "5")]
    [InlineData("<[3]", "1 2")]
    [InlineData(">[78]", "79 80")]
    [InlineData("[1,4,9]", "1")]
    [InlineData("[78,]", "78")]
    [InlineData("[>78]", "")]
    [InlineData("[]", "")]
    public void Filters_by_id_give_what_the_real_shop_gives(string filter, string ids) =>
        Assert.Equal(ids, string.Join(' ', shop.Ids($"orders?display=[id]&filter[id]={filter}&sort=[id_ASC]")));

    [Theory]
    [InlineData("orders?display=[id]&filter[id]=>=[78]")]
    [InlineData("orders?display=[id]&filter=5")]
    [InlineData("orders?display=[id]&page=2")]
    [InlineData("orders?display=[id]&date=1&filter[date_upd]=>=[2030-01-01]")]
    [InlineData("orders?display=[id]&date=1&filter[date_upd]=>[notadate]")]
    public void What_the_shop_does_not_understand_gives_every_order(string list) => Assert.Equal(Orders, shop.Ids(list).Count);

    [Fact]
    public void Text_is_compared_without_regard_to_case()
    {
        var reference = shop.List("orders?display=[reference]&limit=1").Single().Value;

        Assert.Equal([1], shop.Ids($"orders?display=[id]&filter[reference]=[{reference.ToLowerInvariant()}]"));
        Assert.Contains(1, shop.Ids($"orders?display=[id]&filter[reference]=[{reference[..2].ToLowerInvariant()}]%25"));
        Assert.Contains(1, shop.Ids($"orders?display=[id]&filter[reference]=%25[{reference[3..5]}]%25"));
    }

    [Fact]
    public void A_translated_field_is_found_in_any_language()
    {
        Assert.Equal([6, 26, 46], shop.Ids("products?display=[id]&filter[name]=[Plecak]%25"));
        Assert.Equal([6, 26, 46], shop.Ids("products?display=[id]&filter[name]=[Рюкзак]%25"));
    }

    [Fact]
    public void Amounts_are_compared_as_numbers()
    {
        var cheap = shop.List("products?display=[price]&filter[price]=<[9]");

        Assert.NotEmpty(cheap);
        Assert.All(cheap, product => Assert.True(decimal.Parse(product.Value, CultureInfo.InvariantCulture) < 9));
    }

    [Fact]
    public void Two_filters_must_both_hold_and_dates_need_their_switch()
    {
        Assert.Equal("32", shop.ErrorCode("orders?filter[date_upd]=>[2026-01-01]&display=[id]"));
        Assert.Equal("38", shop.ErrorCode("orders?sort=[date_upd_ASC]&display=[id]"));
        Assert.Equal([79, 80], shop.Ids("orders?date=1&filter[date_add]=>[2026-01-01]&filter[id]=>[78]&display=[id]&sort=[id_ASC]"));
    }

    [Theory]
    [InlineData("limit=3", "1 2 3")]
    [InlineData("limit=5,3", "6 7 8")]
    [InlineData("limit=[2,2]", "1 2")]
    [InlineData("limit=0", "")]
    [InlineData("limit=abc", "")]
    [InlineData("limit=5,", "")]
    [InlineData("limit=5000,3", "")]
    public void Limit_cuts_as_oddly_as_the_real_shop(string limit, string ids) =>
        Assert.Equal(ids, string.Join(' ', shop.Ids($"orders?display=[id]&sort=[id_ASC]&{limit}")));

    [Fact]
    public void A_negative_limit_kills_the_shop() => Assert.Equal((500, ""), shop.Ask("orders?limit=-1"));

    [Theory]
    [InlineData("orders?display=[id,nonexistent]", "35")]
    [InlineData("orders?display=[order_rows[nonexistent]]", "35")]
    [InlineData("orders?display=some", "36")]
    [InlineData("orders?filter[product][name]=x", "31")]
    [InlineData("orders?filter[id]=", "33")]
    [InlineData("orders?filter[shipping_number]=[x]", "34")]
    [InlineData("orders?sort=[id]", "37")]
    [InlineData("orders?limit=1,2,3", "39")]
    [InlineData("orders?schema=foo", "28")]
    [InlineData("products?language=[1,2,3]", "78")]
    [InlineData("products?language=english", "79")]
    [InlineData("products?language=99", "81")]
    public void What_the_shop_refuses_has_its_number(string list, string code) => Assert.Equal(code, shop.ErrorCode(list));

    [Fact]
    public void Sorting_takes_several_keys()
    {
        var rows = shop.List("orders?display=[id,current_state]&sort=[current_state_ASC,id_DESC]")
            .Select(order => (State: (int)order.Element("current_state")!, Id: (int)order.Element("id")!)).ToList();

        Assert.Equal(rows.OrderBy(row => row.State).ThenByDescending(row => row.Id), rows);
    }

    [Fact]
    public void Texts_come_in_the_languages_asked_for()
    {
        var name = shop.List("products?display=[name]&language=[1|3]&filter[id]=6").Single().Element("name")!;

        Assert.Equal(["1", "3"], name.Elements("language").Select(language => language.Attribute("id")!.Value));
        Assert.Equal(["Backpack Forest", "Рюкзак «Лес»"], name.Elements("language").Select(language => language.Value));
    }

    [Fact]
    public void An_answer_beyond_the_memory_of_the_shop_is_an_empty_error()
    {
        using var large = new TestShop(options => options.Orders = 12_000);

        Assert.Equal((500, ""), large.Ask("orders?display=full"));
    }
}
