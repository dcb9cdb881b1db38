using OrderSync.Web.Sandbox.PrestaShop;

namespace OrderSync.Tests.Sandbox;

public sealed class StockWritingTests : IDisposable
{
    private readonly TestShop shop = new();

    public void Dispose() => shop.Dispose();

    [Fact]
    public void A_sale_after_a_write_takes_pieces_from_the_written_figure()
    {
        var before = Row(2);
        Put(Body(before, 500));
        Assert.Equal(500, (int)Row(2).Element("quantity")!);

        var number = shop.Shop.AddOrders(40)[^1];

        Assert.True(number > 0);
        Assert.Contains(shop.List("stock_availables?display=full&filter[id]=[1,80]"), row => (int)row.Element("quantity")! < 500);
    }

    [Fact]
    public void Rows_before_a_wrong_one_stay_saved()
    {
        var (first, second) = (Row(2), Row(3));

        var (status, body) = Put(Body(first, 41) + "<x><id>999999</id><quantity>1</quantity></x>" + Body(second, 42));

        Assert.Equal(404, status);
        Assert.Contains("<code><![CDATA[92]]></code>", body, StringComparison.Ordinal);
        Assert.Equal([41, (int)second.Element("quantity")!], [(int)Row(2).Element("quantity")!, (int)Row(3).Element("quantity")!]);
    }

    [Fact]
    public void A_patch_leaves_alone_what_it_does_not_name()
    {
        var before = Row(2);

        Assert.Equal(200, shop.Send("PATCH", "stock_availables", "<p><s><id>2</id><quantity>12</quantity></s></p>").Status);

        var after = Row(2);
        Assert.Equal(12, (int)after.Element("quantity")!);
        after.Element("quantity")!.Value = before.Element("quantity")!.Value;
        Assert.Equal(before.Elements().Select(field => field.Value), after.Elements().Select(field => field.Value));
    }

    [Theory]
    [InlineData("PUT", "stock_availables", "", 500, "127")]
    [InlineData("PUT", "stock_availables", "<p><s><quantity>1</quantity></s></p>", 400, "90")]
    [InlineData("PUT", "stock_availables", "<p><s><id>2</id></s><s><id>2</id></s></p>", 400, "89")]
    [InlineData("POST", "stock_availables", "<p/>", 405, "101")]
    [InlineData("DELETE", "stock_availables/2", "", 405, "101")]
    [InlineData("PUT", "categories", "<p/>", 405, "101")]
    [InlineData("GET", "stock_availables/2?ps_method=DELETE", "", 405, "101")]
    public void What_the_real_shop_refuses_is_refused(string method, string path, string body, int status, string code)
    {
        var answer = shop.Send(method, path, body);

        Assert.Equal(status, answer.Status);
        Assert.Contains($"<code><![CDATA[{code}]]></code>", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_may_only_read_orders_writes_nothing()
    {
        Assert.Contains("[26]", shop.Send("PUT", "stock_availables", "<p/>", ShopSettings.LimitedKey).Body, StringComparison.Ordinal);
        Assert.Contains("[25]", shop.Send("PUT", "orders", "<p/>", ShopSettings.LimitedKey).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_post_that_asks_to_be_taken_for_a_put_is_one() =>
        Assert.Equal(200, shop.Send("POST", "stock_availables?ps_method=PUT", $"<p>{Body(Row(2), 9)}</p>").Status);

    private System.Xml.Linq.XElement Row(int id) => shop.List($"stock_availables?display=full&filter[id]={id}").Single();

    private (int Status, string Body) Put(string entities) => shop.Send("PUT", "stock_availables", $"<prestashop>{entities}</prestashop>");

    private static string Body(System.Xml.Linq.XElement row, int quantity)
    {
        var changed = new System.Xml.Linq.XElement(row);
        changed.Element("quantity")!.Value = $"{quantity}";
        return changed.ToString();
    }
}
