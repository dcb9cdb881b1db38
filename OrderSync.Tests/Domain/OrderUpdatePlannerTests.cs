using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Domain;

public sealed class OrderUpdatePlannerTests
{
    private static readonly MappingSet Mappings = Given.Mappings with
    {
        Statuses = new Dictionary<string, StatusRule>
        {
            ["2"] = new(StatusAction.Import, false, OrderStatus.Confirmed),
            ["3"] = new(StatusAction.Import, false, OrderStatus.Preparing),
            ["4"] = new(StatusAction.Ignore, false, OrderStatus.Shipped),
            ["5"] = new(StatusAction.Ignore, false, OrderStatus.Delivered),
            ["6"] = new(StatusAction.Ignore, false, OrderStatus.Cancelled),
            ["10"] = new(StatusAction.Ignore, true, null),
        },
        StatusNames = new Dictionary<string, string> { ["6"] = "Canceled", ["10"] = "Awaiting payment" },
    };

    [Fact]
    public void An_order_that_did_not_change_keeps_everything()
    {
        var update = Decide(Given.Order());

        Assert.False(update.ChangesAnything);
        Assert.Empty(update.LeftAlone);
    }

    [Theory]
    [InlineData("3", OrderStatus.Preparing)]
    [InlineData("4", OrderStatus.Shipped)]
    [InlineData("6", OrderStatus.Cancelled)]
    public void A_new_status_in_the_shop_is_followed_by_its_mapping(string shop, OrderStatus expected) =>
        Assert.Equal(expected, Decide(Given.Order() with { StatusId = shop }).Status);

    [Fact]
    public void A_status_we_sent_ourselves_is_an_echo()
    {
        var update = Decide(Given.Order() with { StatusId = "4" }, sent: "4");

        Assert.Null(update.Status);
        Assert.Empty(update.LeftAlone);
    }

    [Fact]
    public void A_status_the_shop_had_before_changes_nothing_even_if_the_order_was_moved_here() =>
        Assert.Null(Decide(Given.Order(), status: OrderStatus.Preparing).Status);

    [Theory]
    [InlineData("10")]
    [InlineData("99")]
    public void A_status_that_says_nothing_about_orders_here_leaves_them_and_says_so(string shop)
    {
        var update = Decide(Given.Order() with { StatusId = shop });

        Assert.Null(update.Status);
        Assert.Contains("mapping of order statuses", Assert.Single(update.LeftAlone).ToString());
    }

    [Theory]
    [InlineData(OrderStatus.Shipped, "3")]
    [InlineData(OrderStatus.Shipped, "2")]
    [InlineData(OrderStatus.Delivered, "4")]
    [InlineData(OrderStatus.PartiallyShipped, "3")]
    public void What_has_left_the_house_does_not_come_back_by_a_status(OrderStatus here, string shop)
    {
        var update = Decide(Given.Order() with { StatusId = shop }, status: here, before: "1");

        Assert.Null(update.Status);
        Assert.Single(update.LeftAlone);
    }

    [Fact]
    public void A_shipped_order_may_still_be_refunded_or_cancelled() =>
        Assert.Equal(OrderStatus.Cancelled, Decide(Given.Order() with { StatusId = "6" }, status: OrderStatus.Shipped).Status);

    [Fact]
    public void A_cancelled_order_the_shop_opens_again_is_open_again() =>
        Assert.Equal(OrderStatus.Preparing, Decide(Given.Order() with { StatusId = "3" }, status: OrderStatus.Cancelled, before: "6").Status);

    [Fact]
    public void A_changed_quantity_is_followed()
    {
        var update = Decide(WithLine(line => line with { Quantity = 5 }));

        Assert.Equal(5, Assert.Single(update.Lines).Wanted.Quantity);
        Assert.Equal("TS-RED-M: 2 pieces became 5", update.Changes[0].ToString());
    }

    [Fact]
    public void Refunded_pieces_are_not_to_be_shipped() =>
        Assert.Equal(1, Assert.Single(Decide(WithLine(line => line with { Refunded = 1 })).Lines).Wanted.ToShip);

    [Fact]
    public void An_added_line_is_new()
    {
        var order = Given.Order();
        var update = Decide(order with { Lines = [.. order.Lines, order.Lines[0] with { ExternalId = "1502", Sku = "CAP" }] });

        Assert.Null(Assert.Single(update.Lines).Existing);
        Assert.Contains("CAP", update.Changes[0].ToString());
    }

    [Fact]
    public void A_line_the_shop_took_away_asks_for_nothing_any_more()
    {
        var order = Given.Order();
        var update = Decide(order with { Lines = [order.Lines[0] with { ExternalId = "1502", Sku = "CAP" }] });

        Assert.Equal((2, 0), (update.Lines.Count, update.Lines.Single(line => line.Existing is not null).Wanted.ToShip));
    }

    [Fact]
    public void An_order_without_any_lines_is_an_answer_not_to_be_believed()
    {
        var update = Decide(Given.Order() with { Lines = [] });

        Assert.Empty(update.Lines);
        Assert.Single(update.LeftAlone);
    }

    [Fact]
    public void Less_than_what_was_shipped_is_told()
    {
        var update = Decide(WithLine(line => line with { Refunded = 2 }), shipped: 2);

        Assert.Contains("2 pieces of TS-RED-M were shipped", Assert.Single(update.LeftAlone).ToString());
    }

    [Fact]
    public void A_carrier_that_is_not_mapped_is_told_and_not_followed()
    {
        var update = Decide(Given.Order() with { CarrierId = "8", CarrierName = "Poczta" });

        Assert.Equal(("express", "Kurier 24", false), (update.Methods.Shipping, update.Methods.CarrierName, update.ChangesAnything));
        Assert.Contains("Poczta", Assert.Single(update.LeftAlone).ToString());
    }

    [Fact]
    public void Address_and_total_are_told_by_name()
    {
        var order = Given.Order();
        var update = Decide(order with { DeliveryAddress = order.DeliveryAddress! with { City = "Praha" }, Total = 50.50m, ShippingTotal = 7 });

        Assert.Equal(["Delivery address changed", "Total changed from 48.50 to 50.50 EUR"], update.Changes.Select(change => change.ToString()));
    }

    private static ExternalOrder WithLine(Func<ExternalLine, ExternalLine> change)
    {
        var order = Given.Order();
        return order with { Lines = [change(order.Lines[0])] };
    }

    private static OrderUpdate Decide(ExternalOrder shop, OrderStatus status = OrderStatus.Confirmed, string before = "2", string sent = "", int shipped = 0)
    {
        var order = Here(status);
        return OrderUpdatePlanner.Decide(order, shop, Mappings, new UpdateContext(before, sent, order.Lines.ToDictionary(line => line.Id, _ => shipped)));
    }

    private static Order Here(OrderStatus status)
    {
        var shop = Given.Order();
        return new Order
        {
            IntegrationId = 1,
            ExternalId = shop.ExternalId,
            Reference = shop.Reference,
            IncomingOrderId = 1,
            StoreKey = "main",
            Status = status,
            PlacedAt = shop.PlacedAt!.Value,
            ImportedAt = shop.PlacedAt.Value,
            UpdatedAt = shop.PlacedAt.Value,
            CustomerName = shop.CustomerName,
            Email = shop.Email,
            DeliveryAddress = shop.DeliveryAddress,
            InvoiceAddress = shop.InvoiceAddress,
            ShippingMethod = "express",
            CarrierName = shop.CarrierName,
            PaymentMethod = "transfer",
            PaymentText = shop.PaymentText,
            Currency = shop.Currency,
            Total = shop.Total,
            PaidTotal = shop.PaidTotal,
            References = shop.References,
            Lines = [new OrderLine { Position = 1, ExternalId = "1501", Sku = "TS-RED-M", Name = "Red T-shirt", Quantity = 2, UnitPrice = 21.75m }],
        };
    }
}
