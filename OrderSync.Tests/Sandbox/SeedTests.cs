using System.Globalization;
using System.Xml.Linq;
using OrderSync.Web.Sandbox.PrestaShop.Orders;

namespace OrderSync.Tests.Sandbox;

public sealed class SeedTests : IDisposable
{
    private readonly TestShop shop = new();
    private readonly IReadOnlyList<XElement> orders;

    public SeedTests() => orders = shop.List("orders?display=full&sort=[id_ASC]");

    public void Dispose() => shop.Dispose();

    [Fact]
    public void Two_sandboxes_made_at_the_same_time_are_the_same()
    {
        using var other = new TestShop();

        Assert.Equal(shop.Ask("orders?display=full"), other.Ask("orders?display=full"));
        Assert.Equal(shop.Ask("products?display=full"), other.Ask("products?display=full"));
        Assert.Equal(shop.Ask("addresses?display=full"), other.Ask("addresses?display=full"));
    }

    [Fact]
    public void Every_total_is_the_sum_of_its_parts()
    {
        Assert.Equal(250, orders.Count);
        Assert.All(orders, order => Assert.Equal(0m, Unexplained(order)));
    }

    [Fact]
    public void One_order_is_beyond_explanation_when_asked_for()
    {
        using var odd = new TestShop(options => options.InconsistentOrder = true);

        var unexplained = odd.List("orders?display=full").Where(order => Unexplained(order) != 0);

        Assert.Equal(OrderTraits.InconsistentNumber, (int)Assert.Single(unexplained).Element("id")!);
    }

    [Fact]
    public void There_are_orders_of_every_kind()
    {
        Assert.True(orders.Select(order => order.Element("current_state")!.Value).Distinct().Count() >= 8, "states");
        Assert.Equal(["1", "2", "3"], orders.Select(order => order.Element("id_currency")!.Value).Distinct().Order());
        Assert.Contains(orders, order => order.Element("gift_message")!.Value.Length > 0 && Amount(order, "total_wrapping") > 0);
        Assert.Contains(orders, order => Amount(order, "total_discounts") > 0);
        Assert.Contains(orders, order => order.Element("id_carrier")!.Value == "0");
        Assert.Contains(orders, order => order.Element("id_carrier")!.Value == "4");
        Assert.Equal(["1", "2", "3", "4"], orders.Select(order => order.Descendants("order_row").Count().ToString(CultureInfo.InvariantCulture)).Distinct().Order());
    }

    [Fact]
    public void A_virtual_order_has_nothing_to_ship_and_a_split_one_shares_its_reference()
    {
        Assert.Empty(shop.List("order_carriers?display=full&filter[id_order]=9"));
        Assert.Equal(2, shop.Ids($"orders?display=[id]&filter[reference]={orders[11].Element("reference")!.Value}").Count);
        Assert.Single(shop.List("order_cart_rules?display=full&filter[id_order]=4"));
    }

    [Fact]
    public void Cash_on_delivery_leaves_no_payment_and_other_payments_have_their_transaction()
    {
        var cash = orders.First(order => order.Element("module")!.Value == "ps_cashondelivery" && order.Element("reference")!.Value != orders[11].Element("reference")!.Value);
        var card = orders.First(order => order.Element("module")!.Value == "przelewy24" && Amount(order, "total_paid_real") > 0);

        Assert.Empty(shop.List($"order_payments?display=full&filter[order_reference]={cash.Element("reference")!.Value}"));
        Assert.StartsWith("P24-", shop.List($"order_payments?display=full&filter[order_reference]={card.Element("reference")!.Value}")[0].Element("transaction_id")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edited_carrier_has_two_versions_with_one_reference()
    {
        var versions = shop.List("carriers?display=[id,id_reference,deleted]&filter[id_reference]=4");

        Assert.Equal(["1", "0"], versions.Select(carrier => carrier.Element("deleted")!.Value));
        Assert.Contains("Kurier 24", shop.List("carriers?display=[name]").Select(carrier => carrier.Value));
    }

    [Fact]
    public void People_have_names_in_many_scripts()
    {
        var names = string.Concat(shop.List("customers?display=[lastname]").Select(customer => customer.Value));

        Assert.Contains("ź", names, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("ř", names, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Щ", names, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("王", names, StringComparison.Ordinal);
        Assert.Contains("الله", names, StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_point_at_customers_and_addresses_which_exist_but_for_the_deleted_customer()
    {
        var customers = shop.Ids("customers?display=[id]").ToHashSet();
        var addresses = shop.Ids("addresses?display=[id]").ToHashSet();
        var missing = orders.Select(order => (int)order.Element("id_customer")!).Where(id => !customers.Contains(id)).Distinct();

        Assert.Equal([OrderSync.Web.Sandbox.PrestaShop.Seed.Customer.DeletedNumber], missing);
        Assert.All(orders, order => Assert.Contains((int)order.Element("id_address_delivery")!, addresses));
        Assert.All(orders, order => Assert.Contains((int)order.Element("id_address_invoice")!, addresses));
    }

    [Fact]
    public void Dates_are_in_the_zone_of_the_shop_and_within_the_last_sixty_days()
    {
        var dates = orders.Select(order => order.Element("date_add")!.Value).ToList();

        Assert.Equal(dates.Order(StringComparer.Ordinal), dates);
        // Noon in London is one o'clock in Warsaw.
        Assert.InRange(dates[^1], "2026-11-21 10:00:00", "2026-11-21 13:00:00");
        Assert.InRange(dates[0], "2026-09-22 00:00:00", "2026-09-23 23:59:59");
    }

    private static decimal Unexplained(XElement order) =>
        order.Descendants("order_row").Sum(row => Amount(row, "unit_price_tax_incl") * Amount(row, "product_quantity"))
        + Amount(order, "total_shipping_tax_incl") + Amount(order, "total_wrapping_tax_incl") - Amount(order, "total_discounts_tax_incl")
        - Amount(order, "total_paid_tax_incl");

    private static decimal Amount(XElement parent, string name) => decimal.Parse(parent.Element(name)!.Value, CultureInfo.InvariantCulture);
}
