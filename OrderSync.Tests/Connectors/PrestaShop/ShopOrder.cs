namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>An order in the fake shop. Values are what the shop writes, so a test can make them wrong.</summary>
internal sealed record ShopOrder(long Id)
{
    public string State { get; init; } = "2";
    public string Shop { get; init; } = "1";
    public string Customer { get; init; } = "7";
    public string DeliveryAddress { get; init; } = "70";
    public string InvoiceAddress { get; init; } = "70";
    public string Carrier { get; init; } = "12";
    public string Currency { get; init; } = "1";
    public string Reference { get; init; } = "REF" + Id;
    public string Payment { get; init; } = "Bank wire";
    public string PlacedAt { get; init; } = "2026-11-01 10:00:00";
    public string ChangedAt { get; init; } = "2026-11-01 10:05:00";
    public string ProductsTotal { get; init; } = "43.500000";
    public string Shipping { get; init; } = "5.000000";
    public string Discounts { get; init; } = "0.000000";
    public string Total { get; init; } = "48.500000";
    public string Note { get; init; } = "";
    public string GiftMessage { get; init; } = "";
    public string RoundType { get; init; } = "2";
    public string InvoiceNumber { get; init; } = "0";
    public int Rows { get; init; } = 1;

    /// <summary>Written into the order's XML as it is, to break it.</summary>
    public string Raw { get; init; } = "";
}
