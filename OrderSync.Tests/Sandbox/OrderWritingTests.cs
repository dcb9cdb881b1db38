using System.Xml.Linq;
using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.PrestaShop.Seed;

namespace OrderSync.Tests.Sandbox;

/// <summary>What the sandbox does with states and tracking numbers, as the real shop does (observed 1, 2, 6, 17, 26, 33, 36).</summary>
public sealed class OrderWritingTests : IDisposable
{
    private const int Order = 1;
    private readonly TestShop shop = new();

    public void Dispose() => shop.Dispose();

    [Fact]
    public void A_state_sent_twice_makes_two_rows_and_two_mails()
    {
        shop.Shop.ChangeState(Order, OrderState.Paid);
        var before = History().Count;

        Assert.Equal(201, Post("4", "?sendemail=1").Status);
        Assert.Equal(201, Post("4", "?sendemail=1").Status);

        Assert.Equal(["4", "4"], History().Skip(before).Select(row => row.Element("id_order_state")!.Value));
        Assert.Equal(["shipped", "shipped"], shop.Shop.LastMails(9, Order).Select(mail => mail.Template));
        Assert.Equal("4", Head().Element("current_state")!.Value);
    }

    [Fact]
    public void Nothing_is_mailed_unless_asked_for_nor_for_a_state_without_a_mail()
    {
        Post("4", "");
        Post("5", "?sendemail=1");

        Assert.Empty(shop.Shop.LastMails(9));
    }

    [Fact]
    public void A_paid_state_makes_the_invoice_and_records_the_payment()
    {
        var number = (int)shop.List("orders?filter[current_state]=[10]&display=[id]&limit=1").Single().Element("id")!;

        shop.Send("POST", "order_histories", History(number, "3"));

        var order = shop.List($"orders?filter[id]=[{number}]&display=full").Single();
        Assert.Equal($"{number}", order.Element("invoice_number")!.Value);
        Assert.Equal(order.Element("total_paid")!.Value, order.Element("total_paid_real")!.Value);
    }

    [Theory]
    [InlineData("POST", "order_histories", "<p><h><id_order>1</id_order></h></p>", 400, "41")]
    [InlineData("POST", "order_histories", "<p><h><id>1</id><id_order>1</id_order><id_order_state>4</id_order_state></h></p>", 400, "91")]
    [InlineData("POST", "order_histories", "<p><h><id_order>1</id_order><id_order_state> 4</id_order_state></h></p>", 400, "85")]
    [InlineData("PUT", "order_carriers", "<p><c><id>1</id><tracking_number>X</tracking_number></c></p>", 400, "41")]
    [InlineData("PATCH", "order_carriers", "<p><c><id>1</id><tracking_number>Żółć</tracking_number></c></p>", 400, "85")]
    [InlineData("PATCH", "order_carriers", "<p><c><id>99999</id><tracking_number>X</tracking_number></c></p>", 404, "92")]
    [InlineData("POST", "order_carriers", "<p/>", 405, "101")]
    public void What_the_real_shop_refuses_is_refused(string method, string path, string body, int status, string code)
    {
        var answer = shop.Send(method, path, body);

        Assert.Equal(status, answer.Status);
        Assert.Contains($"<code><![CDATA[{code}]]></code>", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "99")]
    [InlineData("99999", "4")]
    public void A_state_or_an_order_that_does_not_exist_kills_the_program(string order, string state) =>
        Assert.Equal((500, ""), shop.Send("POST", "order_histories", $"<p><h><id_order>{order}</id_order><id_order_state>{state}</id_order_state></h></p>"));

    [Fact]
    public void A_put_empties_what_it_leaves_out_and_a_patch_does_not()
    {
        var before = Carrier();

        shop.Send("PATCH", "order_carriers", $"<p><c><id>{before.Element("id")!.Value}</id><tracking_number>A1</tracking_number></c></p>");
        var patched = Carrier();
        shop.Send("PUT", "order_carriers", $"<p><c>{before.Element("id")}{before.Element("id_order")}{before.Element("id_carrier")}<tracking_number>B2</tracking_number></c></p>");
        var put = Carrier();

        Assert.Equal("A1", patched.Element("tracking_number")!.Value);
        Assert.Equal(before.Element("weight")!.Value, patched.Element("weight")!.Value);
        Assert.Equal(("B2", "0.000000", "0"), (put.Element("tracking_number")!.Value, put.Element("weight")!.Value, put.Element("id_order_invoice")!.Value));
        Assert.NotEqual(before.Element("date_add")!.Value, put.Element("date_add")!.Value);
        Assert.Equal("B2", shop.List($"orders?filter[id]=[{Order}]&display=full").Single().Element("shipping_number")!.Value);
    }

    [Fact]
    public void A_number_that_is_too_long_is_stored_cut_and_shown_whole()
    {
        var number = new string('A', 70);

        var (status, body) = shop.Send("PATCH", "order_carriers", $"<p><c><id>1</id><tracking_number>{number}</tracking_number></c></p>");

        Assert.Equal(200, status);
        Assert.Contains(number, body, StringComparison.Ordinal);
        Assert.Equal(64, Carrier().Element("tracking_number")!.Value.Length);
    }

    [Fact]
    public void A_customer_buys_what_is_chosen()
    {
        var article = Catalogue.Goods[5];
        var rows = $"stock_availables?display=full&filter[id_product]=[{article.Product.Id}]&filter[id_product_attribute]=[{article.Combination}]";
        var before = (int)shop.List(rows).Single().Element("quantity")!;

        var number = shop.Shop.Buy(article, 3);

        Assert.Equal(before - 3, (int)shop.List(rows).Single().Element("quantity")!);
        var line = shop.List($"order_details?display=full&filter[id_order]=[{number}]").Single();
        Assert.Equal((article.Reference, "3"), (line.Element("product_reference")!.Value, line.Element("product_quantity")!.Value));
        Assert.Equal((number, "", 1), shop.Shop.LastOrders(1).Select(order => (order.Number, order.Tracking, order.HistoryRows)).Single());
    }

    private static string History(int order, string state) =>
        $"<prestashop><order_history><id_order>{order}</id_order><id_order_state>{state}</id_order_state></order_history></prestashop>";

    private (int Status, string Body) Post(string state, string query) => shop.Send("POST", "order_histories" + query, History(Order, state));

    private IReadOnlyList<XElement> History() => shop.List($"order_histories?filter[id_order]=[{Order}]&display=full&sort=[id_ASC]");

    private XElement Head() => shop.List($"orders?filter[id]=[{Order}]&display=[id,current_state]").Single();

    private XElement Carrier() => shop.List($"order_carriers?filter[id_order]=[{Order}]&display=full").Single();
}
