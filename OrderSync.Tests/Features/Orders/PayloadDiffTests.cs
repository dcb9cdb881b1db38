using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Orders.Payloads;

namespace OrderSync.Tests.Features.Orders;

public sealed class PayloadDiffTests
{
    private static readonly ExternalOrder Order = Given.Order("731");

    [Fact]
    public void The_same_content_differs_in_nothing() => Assert.Empty(Compare(Order, Order));

    [Fact]
    public void A_changed_field_is_told_with_its_way_and_both_values()
    {
        var change = Assert.Single(Compare(Order, Order with { DeliveryAddress = Order.DeliveryAddress! with { City = "Łódź" } }));

        Assert.Equal(["deliveryAddress", "city"], change.Path);
        Assert.Equal((Order.DeliveryAddress!.City, "Łódź"), (change.Before, change.After));
    }

    [Fact]
    public void A_name_is_told_once_although_it_stands_in_two_fields() =>
        Assert.Equal(["customerFirstName"], Assert.Single(Compare(Order, Order with { CustomerFirstName = "Zofia" })).Path);

    [Fact]
    public void Money_with_noughts_at_its_end_is_the_same_money() => Assert.Empty(Compare(Order with { Total = 48.5m }, Order with { Total = 48.50m }));

    [Fact]
    public void Lines_are_told_apart_by_their_number_and_not_by_their_place()
    {
        var (one, two) = (Line("1", "Mug", 1), Line("2", "Cap", 3));

        var change = Assert.Single(Compare(Order with { Lines = [one, two] }, Order with { Lines = [two with { Quantity = 4 }, one] }));

        Assert.Equal(["lines", "quantity"], change.Path);
        Assert.Equal(("Cap", "3", "4"), (change.Item, change.Before, change.After));
    }

    [Fact]
    public void A_line_that_was_added_or_removed_is_one_change_with_its_values()
    {
        var changes = Compare(Order with { Lines = [Line("1", "Mug", 1)] }, Order with { Lines = [Line("2", "Cap", 3)] });

        Assert.Equal([("Mug", true, false), ("Cap", false, true)], changes.Select(change => (change.Item, change.Before is not null, change.After is not null)));
        Assert.Contains("Cap, 3", changes[1].After, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_was_not_there_before_is_one_change()
    {
        var change = Assert.Single(Compare(Order with { InvoiceAddress = null }, Order with { InvoiceAddress = new PostalAddress { City = "Praha", CountryCode = "CZ" } }));

        Assert.Equal((null, "Praha, CZ"), (change.Before, change.After));
    }

    [Fact]
    public void Two_vouchers_of_one_name_are_both_looked_at()
    {
        var change = Assert.Single(Compare(Order with { Discounts = [new("Voucher", 5), new("Voucher", 7)] }, Order with { Discounts = [new("Voucher", 5), new("Voucher", 8)] }));

        Assert.Equal(("7", "8"), (change.Before, change.After));
    }

    [Fact]
    public void What_is_no_JSON_cannot_be_compared() => Assert.Null(PayloadDiff.Of("<order>", "{}"));

    private static ExternalLine Line(string id, string name, int quantity) => new() { ExternalId = id, Name = name, Quantity = quantity, UnitPrice = 10 };

    private static IReadOnlyList<FieldChange> Compare(ExternalOrder before, ExternalOrder after) => PayloadDiff.Of(Text(before), Text(after))!;

    private static string Text(ExternalOrder order) => PayloadCodec.ReadText(PayloadCodec.Pack(PayloadCodec.ToJson(order)));
}
