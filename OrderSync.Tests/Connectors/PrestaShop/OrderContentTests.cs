using System.Net;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class OrderContentTests
{
    private const string JustNow = "2026-11-21 12:58:00";

    [Theory]
    [InlineData("0")]
    [InlineData("")]
    public async Task An_order_without_a_state_is_not_ready(string state) =>
        Assert.NotNull((await ReadAsync(new ShopOrder(1) { State = state })).NotReady);

    [Fact]
    public async Task A_new_order_without_lines_is_not_ready() =>
        Assert.Equal("no lines yet", (await ReadAsync(new ShopOrder(1) { Rows = 0, PlacedAt = JustNow }, NoDetails)).NotReady);

    [Fact]
    public async Task An_old_order_without_lines_is_passed_on_as_it_is() =>
        Assert.Null((await ReadAsync(new ShopOrder(1) { Rows = 0, PlacedAt = "2026-01-01 10:00:00" }, NoDetails)).NotReady);

    [Fact]
    public async Task A_new_order_whose_lines_do_not_add_up_yet_is_not_ready() =>
        Assert.Equal("not all lines yet", (await ReadAsync(new ShopOrder(1) { ProductsTotal = "87.000000", PlacedAt = JustNow })).NotReady);

    [Fact]
    public async Task An_older_order_whose_lines_do_not_add_up_is_passed_on_as_it_is() =>
        Assert.Null((await ReadAsync(new ShopOrder(1) { ProductsTotal = "87.000000", PlacedAt = "2026-11-21 12:40:00" })).NotReady);

    [Fact]
    public async Task A_new_order_whose_lines_add_up_but_for_rounding_is_ready() =>
        Assert.Null((await ReadAsync(new ShopOrder(1) { ProductsTotal = "43.520000", PlacedAt = JustNow })).NotReady);

    [Fact]
    public async Task A_half_written_order_is_read_again_by_the_next_read()
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1), new ShopOrder(2) { State = "0" });
        var cursor = (await rig.ReadNewAsync())[^1].Cursor;
        rig.Shop.With(new ShopOrder(2));

        var order = Assert.Single((await rig.ReadNewAsync(cursor)).SelectMany(page => page.Orders));

        Assert.Equal(("2", null), (order.ExternalId, order.NotReady));
    }

    [Fact]
    public async Task The_order_of_a_deleted_customer_arrives_with_the_name_of_its_address()
    {
        var order = await ReadAsync(new ShopOrder(1) { Customer = "99" });

        Assert.Equal(("99", "Żaneta Śliwińska", ""), (order.CustomerId, order.CustomerName, order.Email));
    }

    [Fact]
    public async Task An_address_that_is_gone_is_left_out()
    {
        var order = await ReadAsync(new ShopOrder(1) { DeliveryAddress = "404" });

        Assert.Null(order.DeliveryAddress);
        Assert.NotNull(order.InvoiceAddress);
    }

    [Fact]
    public async Task An_order_without_delivery_has_no_carrier()
    {
        var order = await ReadAsync(new ShopOrder(1) { Carrier = "0" });

        Assert.Equal(("", ""), (order.CarrierId, order.CarrierName));
    }

    [Fact]
    public async Task A_carrier_that_was_edited_keeps_its_reference()
    {
        var order = await ReadAsync(new ShopOrder(1) { Carrier = "40" }, shop => shop
            .WithRow("carriers", "carrier", ("id", "40"), ("id_reference", "5"), ("name", "Kurier 48"), ("deleted", "1")));

        Assert.Equal(("5", "Kurier 48"), (order.CarrierId, order.CarrierName));
    }

    [Fact]
    public async Task A_carrier_the_shop_has_no_more_goes_by_its_number() =>
        Assert.Equal("77", (await ReadAsync(new ShopOrder(1) { Carrier = "77" })).CarrierId);

    [Fact]
    public async Task A_carrier_named_0_goes_by_the_shops_name()
    {
        var rig = new Rig();
        rig.Facts["shopName"] = "My shop";
        rig.Shop.With(new ShopOrder(1) { Carrier = "3" }).WithRow("carriers", "carrier", ("id", "3"), ("id_reference", "3"), ("name", "0"), ("deleted", "0"));

        Assert.Equal("My shop", (await rig.ReadOneAsync()).CarrierName);
    }

    [Fact]
    public async Task A_carrier_that_is_new_since_the_list_was_read_is_looked_up_again()
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1));
        var cursor = (await rig.ReadNewAsync())[^1].Cursor;
        rig.Shop.With(new ShopOrder(2) { Carrier = "13" }).WithRow("carriers", "carrier", ("id", "13"), ("id_reference", "6"), ("name", "New"), ("deleted", "0"));

        var order = Assert.Single((await rig.ReadNewAsync(cursor)).SelectMany(page => page.Orders));

        Assert.Equal(("6", "New"), (order.CarrierId, order.CarrierName));
    }

    [Fact]
    public async Task Reference_lists_are_read_once_and_again_after_a_day()
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1), new ShopOrder(2) { Carrier = "77" });
        await rig.ReadNewAsync();
        await rig.ReadNewAsync();
        Assert.Equal(1, Count(rig, "countries"));
        Assert.Equal(1, Count(rig, "carriers"));
        rig.Clock.Advance(TimeSpan.FromHours(25));

        await rig.ReadNewAsync();

        Assert.Equal(2, Count(rig, "countries"));
        Assert.Equal(0, Count(rig, "states"));
    }

    [Fact]
    public async Task States_of_a_country_are_read_where_an_address_has_one()
    {
        var order = await ReadAsync(new ShopOrder(1) { DeliveryAddress = "80" }, shop => shop
            .WithRow("addresses", "address", ("id", "80"), ("id_country", "14"), ("id_state", "5"), ("city", "Miami"))
            .WithRow("states", "state", ("id", "5"), ("name", "Florida")));

        Assert.Equal("Florida", order.DeliveryAddress!.State);
    }

    [Theory]
    [InlineData("precision", "3", 3)]
    [InlineData("decimals", "0", 0)]
    [InlineData("decimals", "1", 2)]
    [InlineData("other", "", 2)]
    public async Task Currencies_tell_how_many_digits_they_have(string field, string value, int decimals)
    {
        var order = await ReadAsync(new ShopOrder(1) { Currency = "9" }, shop => shop.WithRow("currencies", "currency", ("id", "9"), ("iso_code", "xyz"), (field, value)));

        Assert.Equal(("XYZ", decimals), (order.Currency, order.CurrencyDecimals));
    }

    [Theory]
    [InlineData("8.1.2", "order_cart_rules")]
    [InlineData("1.6.1.24", "order_discounts")]
    public async Task Discounts_are_named_where_the_version_has_a_list_of_them(string version, string resource)
    {
        var rig = Discounted(version);
        rig.Shop.WithRow(resource, "rule", ("id", "1"), ("id_order", "1"), ("name", "Spring sale"), ("value", "4.00"), ("deleted", "0"))
            .WithRow(resource, "rule", ("id", "2"), ("id_order", "1"), ("name", "Taken back"), ("value", "9.00"), ("deleted", "1"));

        Assert.Equal([new OrderDiscount("Spring sale", 4m)], (await rig.ReadOneAsync()).Discounts);
    }

    [Fact]
    public async Task Where_the_version_has_no_list_of_discounts_there_is_one_of_the_whole_amount() =>
        Assert.Equal([new OrderDiscount("Discount", 4m)], (await Discounted("1.7.7.2").ReadOneAsync()).Discounts);

    [Theory]
    [InlineData(401, 26)]
    [InlineData(400, 27)]
    public async Task Discounts_the_key_may_not_read_are_one_of_the_whole_amount_and_are_not_asked_for_again(int status, int code)
    {
        var rig = Discounted("8.1.2");
        rig.Shop.WithRow("order_cart_rules", "rule");
        rig.Shop.Spoil = (request, _) => request.Target.Contains("order_cart_rules", StringComparison.Ordinal) ? rig.Shop.Error((HttpStatusCode)status, code) : null;

        Assert.Equal([new OrderDiscount("Discount", 4m)], (await rig.ReadOneAsync()).Discounts);
        await rig.ReadNewAsync();

        Assert.Equal(1, Count(rig, "order_cart_rules"));
    }

    [Fact]
    public async Task Orders_without_discounts_do_not_ask_for_them()
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1));

        Assert.Empty((await rig.ReadOneAsync()).Discounts);
    }

    [Fact]
    public async Task Split_orders_share_a_reference_and_its_payments()
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1) { Reference = "SAME" }, new ShopOrder(2) { Reference = "SAME" })
            .WithRow("order_payments", "order_payment", ("order_reference", "SAME"), ("id_currency", "1"), ("amount", "97.0"), ("payment_method", "Card"));

        var orders = (await rig.ReadNewAsync()).Single().Orders;

        Assert.All(orders, order => Assert.Equal(97m, order.Payments.Single().Amount));
    }

    [Theory]
    [InlineData("A|B")]
    [InlineData("1,2")]
    [InlineData("")]
    public async Task A_reference_that_means_something_in_a_filter_is_not_sent(string reference)
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1) { Reference = reference });

        Assert.Empty((await rig.ReadOneAsync()).Payments);
        Assert.Equal(0, Count(rig, "order_payments"));
    }

    [Fact]
    public async Task An_address_that_breaks_its_list_makes_its_orders_unreadable_and_no_others()
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1), new ShopOrder(2) { DeliveryAddress = "66" }, new ShopOrder(3))
            .WithRow("addresses", "address", ("id", "66"), ("other", "ring ]]> twice & wait"));

        var page = Assert.Single(await rig.ReadNewAsync());

        Assert.Equal(["1", "3"], page.Orders.Select(order => order.ExternalId));
        var bad = Assert.Single(page.Unreadable);
        Assert.Equal("2", bad.ExternalId);
        Assert.Contains("delivery address", bad.Reason.ToString(), StringComparison.Ordinal);
        Assert.Contains("ring", bad.Excerpt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customers_are_never_asked_for_all_their_fields()
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1));

        await rig.ReadNewAsync();

        Assert.Contains(rig.Shop.Requests, request => request.StartsWith("/api/customers?display=[id,firstname,lastname,email,is_guest]&", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Orders_of_another_shop_say_so()
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1) { Shop = "2" });

        Assert.Equal(("2", "1"), ((await rig.ReadOneAsync()).ShopId, rig.Connector.ImportSettings(rig.Connection).ShopId));
    }

    [Fact]
    public async Task Ids_of_children_are_cut_to_addresses_a_server_accepts()
    {
        var rig = new Rig();
        rig.Facts["version"] = "8.1.2";
        rig.Shop.With(Enumerable.Range(1, 100).Select(id => new ShopOrder(1_000_000_000_000 + id) { DeliveryAddress = $"{2_000_000_000_000_000 + id}", InvoiceAddress = $"{3_000_000_000_000_000 + id}" }));

        await rig.ReadNewAsync();

        Assert.True(Count(rig, "addresses") > 1);
        Assert.All(rig.Shop.Http.Sent, request => Assert.True(request.Address.AbsoluteUri.Length <= 4000));
    }

    private static FakeShop NoDetails(FakeShop shop) => shop.WithRow("order_details", "order_detail");

    private static Rig Discounted(string version)
    {
        var rig = new Rig();
        rig.Facts["version"] = rig.Shop.Version = version;
        rig.Shop.With(new ShopOrder(1) { Discounts = "4.000000", Total = "44.500000" });
        return rig;
    }

    private static async Task<ExternalOrder> ReadAsync(ShopOrder order, Func<FakeShop, FakeShop>? more = null)
    {
        var rig = new Rig();
        rig.Shop.With(order);
        more?.Invoke(rig.Shop);
        return await rig.ReadOneAsync();
    }

    private static int Count(Rig rig, string resource) => rig.Shop.Requests.Count(request => request.StartsWith($"/api/{resource}?", StringComparison.Ordinal));
}
