using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;

namespace OrderSync.Tests.Domain;

public sealed class SuggestionsTests
{
    private static readonly string[] Shipping = ["standard", "express", "pick-up"];
    private static readonly string[] Payment = ["card", "transfer", "cash-on-delivery"];

    [Fact]
    public void A_paid_status_is_proposed_for_import_as_confirmed() =>
        Assert.Equal(new StatusRule(StatusAction.Import, false, OrderStatus.Confirmed), Rule(Suggestions.Paid));

    [Fact]
    public void A_paid_status_in_preparation_is_proposed_as_preparing() =>
        Assert.Equal(new StatusRule(StatusAction.Import, false, OrderStatus.Preparing), Rule(Suggestions.Paid, Suggestions.Prepared));

    [Fact]
    public void A_shipped_status_is_proposed_to_be_left_out_for_good_and_to_ship_what_is_here_already() =>
        Assert.Equal(new StatusRule(StatusAction.Ignore, false, OrderStatus.Shipped), Rule(Suggestions.Paid, Suggestions.Shipped));

    [Theory]
    [InlineData("Delivered", OrderStatus.Delivered)]
    [InlineData("Dostarczone", OrderStatus.Delivered)]
    [InlineData("Out for delivery", OrderStatus.Shipped)]
    public void A_shipped_status_whose_name_says_so_delivers_what_is_here_already(string name, OrderStatus here) => Assert.Equal(
        new StatusRule(StatusAction.Ignore, false, here),
        StatusRule.Parse(Suggestions.For(MappingTables.OrderStatuses, new MappableValue("5", name, new Dictionary<string, string> { [Suggestions.Shipped] = "1" }), [])!.Target));

    [Fact]
    public void A_cancelled_status_is_proposed_to_cancel_what_is_here_already() =>
        Assert.Equal(new StatusRule(StatusAction.Ignore, false, OrderStatus.Cancelled), Rule(Suggestions.Cancelled));

    [Fact]
    public void A_refunded_status_is_proposed_to_refund_what_is_here_already() =>
        Assert.Equal(new StatusRule(StatusAction.Ignore, false, OrderStatus.Refunded), Rule(Suggestions.Refunded));

    [Fact]
    public void An_unpaid_status_is_proposed_to_be_looked_at_again() =>
        Assert.Equal(new StatusRule(StatusAction.Ignore, true, null), Rule("other"));

    [Fact]
    public void A_status_of_orders_paid_at_the_door_is_proposed_for_import() =>
        Assert.Equal(new StatusRule(StatusAction.Import, false, OrderStatus.Confirmed), Rule(Suggestions.CashOnDelivery));

    [Fact]
    public void A_shipped_order_paid_at_the_door_is_left_out_like_any_other() =>
        Assert.Equal(new StatusRule(StatusAction.Ignore, false, OrderStatus.Shipped), Rule(Suggestions.CashOnDelivery, Suggestions.Shipped));

    [Theory]
    [InlineData("InPost Paczkomaty® 24/7", "pick-up")]
    [InlineData("Click and collect", "pick-up")]
    [InlineData("Kurier 24", "express")]
    [InlineData("DPD 24h", "express")]
    [InlineData("Kurier DPD", "standard")]
    public void Carriers_are_proposed_by_words_and_opening_hours_are_not_speed(string text, string key) =>
        Assert.Equal(MappingSet.KeyToJson(key), For(MappingTables.ShippingMethods, text, Shipping)!.Target);

    [Fact]
    public void A_status_seen_only_in_orders_has_no_flags_and_no_proposal() =>
        Assert.Null(Suggestions.For(MappingTables.OrderStatuses, new MappableValue("5", "5", new Dictionary<string, string>()), []));

    [Theory]
    [InlineData("Przelew bankowy / Bank wire", "transfer")]
    [InlineData("Cash on delivery (COD)", "cash-on-delivery")]
    [InlineData("Karta płatnicza", "card")]
    [InlineData("Банковский перевод", "transfer")]
    public void Payments_are_proposed_by_words_of_several_languages(string text, string key) =>
        Assert.Equal(MappingSet.KeyToJson(key), For(MappingTables.PaymentMethods, text, Payment)!.Target);

    [Fact]
    public void A_method_the_merchant_does_not_have_is_not_proposed() =>
        Assert.Null(For(MappingTables.ShippingMethods, "Express", ["standard"]));

    [Fact]
    public void A_name_that_says_nothing_has_no_proposal() => Assert.Null(For(MappingTables.ShippingMethods, "Zebra", Shipping));

    private static Suggestion? For(string table, string name, string[] keys) =>
        Suggestions.For(table, new MappableValue(name, name, new Dictionary<string, string>()), keys);

    private static StatusRule? Rule(params string[] flags) => StatusRule.Parse(
        Suggestions.For(MappingTables.OrderStatuses, new MappableValue("2", "x", flags.ToDictionary(flag => flag, _ => "1")), [])!.Target);
}
