using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class ReadingOrdersTests
{
    [Fact]
    public async Task An_order_arrives_with_everything_it_points_to()
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(731) { RoundType = "1", InvoiceNumber = "42", GiftMessage = "Sto lat", Note = "Ring twice" })
            .WithRow("order_carriers", "order_carrier", ("id", "8"), ("id_order", "731"), ("id_carrier", "12"), ("tracking_number", "OLD"))
            .WithRow("order_carriers", "order_carrier", ("id", "9"), ("id_order", "731"), ("id_carrier", "12"), ("tracking_number", "1Z999"))
            .WithRow("order_carriers", "order_carrier", ("id", "10"), ("id_order", "731"), ("id_carrier", "3"), ("tracking_number", "OTHER"))
            .WithRow("order_payments", "order_payment", ("id", "1"), ("order_reference", "REF731"), ("id_currency", "1"), ("amount", "48.500000"),
                ("payment_method", "Bank wire"), ("transaction_id", "T-1"), ("date_add", "2026-11-01 10:00:05"));

        var order = await rig.ReadOneAsync();

        Assert.Equal(("731", "REF731", "1", "2"), (order.ExternalId, order.Reference, order.ShopId, order.StatusId));
        Assert.Equal(new DateTime(2026, 11, 1, 9, 0, 0, DateTimeKind.Utc), order.PlacedAt);
        Assert.Equal(("7", "Żaneta Śliwińska", "zaneta@example.com", false), (order.CustomerId, order.CustomerName, order.Email, order.IsGuest));
        Assert.Equal(("ul. Świętej 15/2", "90-001", "Łódź", "PL", "+48 600 100 114"),
            (order.DeliveryAddress!.Line1, order.DeliveryAddress.PostalCode, order.DeliveryAddress.City, order.DeliveryAddress.CountryCode, order.DeliveryAddress.Phone));
        Assert.Equal(("5", "Kurier 24", "1Z999"), (order.CarrierId, order.CarrierName, order.TrackingNumber));
        Assert.Equal(("PLN", 2, RoundingMode.Item), (order.Currency, order.CurrencyDecimals, order.Rounding));
        Assert.Equal((43.5m, 5m, 0m, 48.5m, 39.43m), (order.ProductsTotal, order.ShippingTotal, order.DiscountTotal, order.Total, order.TotalNet));
        Assert.Equal((true, "Sto lat", "Ring twice"), (order.IsGift, order.GiftMessage, order.Note));
        Assert.Equal("42", Assert.Single(order.References).Value);
        Assert.Null(order.NotReady);
        var line = Assert.Single(order.Lines);
        Assert.Equal(("7311", "9", "31", "TS-RED-M", "5900000000053", 2, 21.75m), (line.ExternalId, line.ProductId, line.VariantId, line.Sku, line.Ean, line.Quantity, line.UnitPrice));
        var payment = Assert.Single(order.Payments);
        Assert.Equal(("Bank wire", 48.5m, "PLN", "T-1"), (payment.Method, payment.Amount, payment.Currency, payment.TransactionId));
    }

    [Fact]
    public async Task A_thousand_orders_cost_at_most_sixty_requests()
    {
        var rig = new Rig();
        rig.Shop.With(Enumerable.Range(1, 1000).Select(id => new ShopOrder(id)));

        var pages = await rig.ReadNewAsync();

        Assert.Equal(1000, pages.Sum(page => page.Orders.Count));
        Assert.InRange(rig.Shop.Requests.Count, 1, 60);
        Assert.Equal(rig.Shop.Requests.Count, rig.Reported.Count);
        Assert.Equal(rig.Shop.Requests.Count, rig.Budgeted);
    }
}
