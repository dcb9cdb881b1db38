using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;

namespace OrderSync.Tests.Support;

/// <summary>Ordinary things for tests to start from; a test changes only what it is about.</summary>
internal static class Given
{
    public static readonly ImportSettings Settings = new("main", 0, "1");

    public static readonly MappingSet Mappings = new(
        new Dictionary<string, StatusRule>
        {
            ["2"] = new(StatusAction.Import, false, OrderStatus.Confirmed),
            ["6"] = new(StatusAction.Ignore, false, null),
            ["10"] = new(StatusAction.Ignore, true, null),
        },
        new Dictionary<string, string> { ["7"] = "express" },
        new Dictionary<string, string> { ["Bank wire"] = "transfer" },
        new Dictionary<string, string> { ["2"] = "Payment accepted", ["6"] = "Canceled", ["10"] = "Awaiting payment" });

    public static readonly PostalAddress Address = new()
    {
        FirstName = "Božena",
        LastName = "Nováková",
        Line1 = "ul. Świętej 55/2",
        PostalCode = "301 00",
        City = "Plzeň",
        CountryCode = "CZ",
        Phone = "+48 600 200 154",
    };

    public static ExternalOrder Order(string id = "731") => new()
    {
        ExternalId = id,
        Reference = "QWERTYUIO",
        ShopId = "1",
        StatusId = "2",
        PlacedAt = new DateTime(2026, 11, 20, 9, 0, 0, DateTimeKind.Utc),
        CustomerFirstName = "Božena",
        CustomerLastName = "Nováková",
        Email = "bozena@example.com",
        DeliveryAddress = Address,
        InvoiceAddress = Address,
        CarrierId = "7",
        CarrierName = "Kurier 24",
        PaymentText = "Bank wire",
        Currency = "EUR",
        ProductsTotal = 43.50m,
        ShippingTotal = 5,
        Total = 48.50m,
        TotalNet = 40,
        PaidTotal = 48.50m,
        Lines = [new ExternalLine { ExternalId = "1501", ProductId = "9", VariantId = "31", Sku = "TS-RED-M", Name = "Red T-shirt", Quantity = 2, UnitPrice = 21.75m }],
    };
}
