using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Tests.Domain;

/// <summary>What a pharmacy's program is given of an order adds up, and holds nothing it must not.</summary>
public sealed class OrderFreezerTests
{
    private static readonly HandedWords Words = new("QZWXECRVT", "311", "KUR", "Courier", "Bank wire");

    [Fact]
    public void Goods_and_delivery_less_discounts_are_the_total_to_the_grosz_whatever_the_shop_rounds()
    {
        var random = new Random(6);
        for (var round = 0; round < 5_000; round++)
        {
            var order = Some(random);
            var frozen = Freeze(order);

            Assert.Equal(frozen.Lines.Sum(line => line.Price * line.Quantity), frozen.GoodsTotal);
            Assert.Equal(frozen.Total, frozen.GoodsTotal + frozen.Delivery.Price - frozen.DiscountTotal);
            decimal[] amounts = [.. frozen.Lines.Select(line => line.Price), frozen.GoodsTotal, frozen.Delivery.Price, frozen.DiscountTotal, frozen.Total, frozen.Payment.Amount];
            Assert.All(amounts, amount => Assert.True(amount >= 0 && decimal.Round(amount, 2) == amount, $"{amount} in round {round}"));
            Assert.True(order.Lines.Any(line => line.Refunded > 0) || frozen.Total == Math.Round(order.Total, 2, MidpointRounding.AwayFromZero));
        }
    }

    [Fact]
    public void A_rounding_difference_is_part_of_the_discounts_and_a_fee_nobody_has_a_place_for_part_of_the_delivery()
    {
        var lessThanItsParts = Freeze(Order([Line(3, 3.333333m)], total: 14.99m, shipping: 5));
        Assert.Equal((9.99m, 5m, 0m, 14.99m), (lessThanItsParts.GoodsTotal, lessThanItsParts.Delivery.Price, lessThanItsParts.DiscountTotal, lessThanItsParts.Total));

        var byAGrosz = Freeze(Order([Line(3, 3.336667m)], total: 15.01m, shipping: 5));
        Assert.Equal((10.02m, 5m, 0.01m), (byAGrosz.GoodsTotal, byAGrosz.Delivery.Price, byAGrosz.DiscountTotal));

        var withFee = Freeze(Order([Line(1, 10)], total: 17.50m, shipping: 5));
        Assert.Equal((10m, 7.50m, 0m), (withFee.GoodsTotal, withFee.Delivery.Price, withFee.DiscountTotal));
    }

    [Fact]
    public void Pieces_that_were_refunded_are_neither_sent_nor_charged()
    {
        var frozen = Freeze(Order([Line(3, 10, refunded: 1), Line(1, 4, refunded: 1)], total: 39, shipping: 5));

        Assert.Equal([(1, 2)], frozen.Lines.Select(line => (line.No, line.Quantity)));
        Assert.Equal((20m, 5m, 25m), (frozen.GoodsTotal, frozen.Delivery.Price, frozen.Total));
    }

    [Theory]
    [InlineData(48, true, 15)]
    [InlineData(15, true, 15)]
    [InlineData(5, false, 10)]
    [InlineData(0, false, 15)]
    public void What_is_not_paid_is_said_to_be_still_to_pay(int paid, bool isPaid, int amount)
    {
        var order = Order([Line(1, 10)], total: 15, shipping: 5);
        order.PaidTotal = paid;

        Assert.Equal((isPaid, amount), (Freeze(order).Payment.IsPaid, Freeze(order).Payment.Amount));
    }

    [Fact]
    public void Fractions_of_a_grosz_do_not_make_an_order_unpaid()
    {
        var order = Order([Line(1, 19.901m)], total: 19.901m);
        order.PaidTotal = 19.90m;

        Assert.Equal((true, 19.90m), (Freeze(order).Payment.IsPaid, Freeze(order).Payment.Amount));
    }

    [Theory]
    [InlineData(19.90, 18.425926, 8)]
    [InlineData(0.05, 0.04, 25)]
    [InlineData(10, 10, 0)]
    public void The_rate_of_tax_is_the_one_the_order_was_sold_with(decimal gross, decimal net, decimal rate)
    {
        var line = Line(1, gross);
        line.UnitPriceNet = net;

        Assert.Equal(rate, Freeze(Order([line], total: gross)).Lines[0].Vat);
    }

    [Fact]
    public void A_personal_identification_number_never_leaves_the_house_and_a_tax_number_does()
    {
        var order = Order([Line(1, 10)], total: 10);
        order.Note = "My number is 44051401359, call me: 48600200154";
        order.InvoiceAddress = new PostalAddress { VatNumber = "44051401359", Other = "PESEL 44051401359" };

        var frozen = Freeze(order);
        Assert.Equal(("", "PESEL", false), (frozen.InvoiceAddress!.VatNumber, frozen.InvoiceAddress.Other, frozen.InvoiceWanted));
        Assert.Equal("My number is , call me: 48600200154", frozen.Note);

        order.InvoiceAddress = new PostalAddress { VatNumber = "5213870274" };
        Assert.True(Freeze(order).InvoiceWanted);
    }

    private static HandedOrder Freeze(Order order) => OrderFreezer.Freeze(order, new Dictionary<long, LineProduct>(), Words);

    private static Order Some(Random random)
    {
        List<OrderLine> lines = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ =>
        {
            var quantity = random.Next(1, 30);
            return Line(quantity, random.Next(1, 200_000_000) / 1_000_000m, random.Next(5) == 0 ? random.Next(quantity + 1) : 0);
        })];
        var (shipping, discount) = (random.Next(3_000) / 100m, random.Next(4) == 0 ? random.Next(20_000) / 100m : 0);
        var exact = lines.Sum(line => line.UnitPrice * line.Quantity) + shipping - discount;
        return Order(lines, Math.Max(0, Math.Round(exact, 2) + random.Next(-2, 3) / 100m), shipping);
    }

    private static OrderLine Line(int quantity, decimal price, int refunded = 0) => new()
    {
        Position = 1,
        ExternalId = "1",
        Name = "Drops",
        Quantity = quantity,
        Refunded = refunded,
        UnitPrice = price,
    };

    private static Order Order(IReadOnlyList<OrderLine> lines, decimal total, decimal shipping = 0) => new()
    {
        IntegrationId = 1,
        ExternalId = "10452",
        Reference = "QZWXECRVT",
        IncomingOrderId = 1,
        StoreKey = "main",
        Status = OrderStatus.Confirmed,
        PlacedAt = new DateTime(2026, 11, 20, 17, 22, 5, DateTimeKind.Utc),
        ImportedAt = default,
        UpdatedAt = default,
        CustomerName = "Żaneta Próbna",
        Currency = "PLN",
        Total = total,
        ShippingTotal = shipping,
        Lines = [.. lines],
    };
}
