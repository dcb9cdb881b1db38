using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>An order as the list of orders shows it, still without what stands in other lists (customer, addresses, payments …).</summary>
/// <param name="ShopTime">The shop's clock when it said so.</param>
internal sealed record OrderDraft(long Id, ExternalOrder Order, DateTime ShopTime)
{
    /// <summary>What is asked for. Never <c>secure_key</c>, which opens the order in the shop.</summary>
    public static readonly string[] Fields =
    [
        "id", "id_address_delivery", "id_address_invoice", "id_currency", "id_customer", "id_carrier", "current_state", "invoice_number",
        "delivery_number", "date_add", "date_upd", "id_shop", "payment", "gift", "gift_message", "total_discounts_tax_incl",
        "total_paid", "total_paid_tax_incl", "total_paid_tax_excl", "total_paid_real", "total_products_wt", "total_shipping",
        "total_shipping_tax_incl", "total_wrapping", "total_wrapping_tax_incl", "round_type", "reference",
    ];

    public static readonly string[] RowFields =
    [
        "id", "product_id", "product_attribute_id", "product_quantity", "product_name", "product_reference", "product_ean13",
        "unit_price_tax_incl", "unit_price_tax_excl",
    ];

    public string Currency { get; private init; } = "";

    public string Carrier { get; private init; } = "";

    public string DeliveryAddress { get; private init; } = "";

    public string InvoiceAddress { get; private init; } = "";

    public string ExternalId => Order.ExternalId;

    /// <exception cref="FormatException">A number in it is none.</exception>
    public static OrderDraft Parse(WireRecord record, ShopZone zone, DateTime shopTime) => new(record.Id, Read(record, zone, shopTime), shopTime)
    {
        Currency = Reference(record, "id_currency"),
        Carrier = Reference(record, "id_carrier"),
        DeliveryAddress = Reference(record, "id_address_delivery"),
        InvoiceAddress = Reference(record, "id_address_invoice"),
    };

    public static ExternalLine Line(WireRecord row) => new()
    {
        ExternalId = row["id"],
        ProductId = Reference(row, "product_id"),
        VariantId = Reference(row, "product_attribute_id"),
        Sku = row["product_reference"],
        Ean = row["product_ean13"],
        Name = row["product_name"],
        Quantity = (int)row.Number("product_quantity"),
        UnitPrice = row.Amount("unit_price_tax_incl"),
        UnitPriceNet = row.Amount("unit_price_tax_excl"),
    };

    /// <summary>An id of another record; empty for 0, which means none.</summary>
    public static string Reference(WireRecord record, string field) => record[field] is "0" ? "" : record[field];

    private static ExternalOrder Read(WireRecord record, ShopZone zone, DateTime shopTime) => new()
    {
        ExternalId = record["id"],
        Reference = record["reference"],
        ShopId = Reference(record, "id_shop"),
        StatusId = Reference(record, "current_state"),
        PlacedAt = zone.ToUtc(record["date_add"], shopTime),
        ChangedAt = zone.ToUtc(record["date_upd"], shopTime),
        CustomerId = Reference(record, "id_customer"),
        PaymentText = record["payment"],
        Rounding = record["round_type"] switch { "1" => RoundingMode.Item, "3" => RoundingMode.Total, _ => RoundingMode.Line },
        ProductsTotal = record.Amount("total_products_wt"),
        ShippingTotal = Gross(record, "total_shipping"),
        WrappingTotal = Gross(record, "total_wrapping"),
        DiscountTotal = record.Amount("total_discounts_tax_incl"),
        Total = Gross(record, "total_paid"),
        TotalNet = record.Amount("total_paid_tax_excl"),
        PaidTotal = record.Amount("total_paid_real"),
        IsGift = record.Flag("gift"),
        GiftMessage = record["gift_message"],
        Note = record["note"],
        Lines = [.. record.Rows("order_rows").Select(Line)],
        References = [.. Numbers(record)],
    };

    /// <summary>The amount with tax; shops that never filled that field have the plain one.</summary>
    private static decimal Gross(WireRecord record, string field) =>
        record[$"{field}_tax_incl"].Length > 0 ? record.Amount($"{field}_tax_incl") : record.Amount(field);

    private static IEnumerable<OrderReference> Numbers(WireRecord record)
    {
        const string System = "prestashop";
        if (Reference(record, "invoice_number") is { Length: > 0 } invoice)
        {
            yield return new OrderReference(System, "invoice", invoice);
        }

        if (Reference(record, "delivery_number") is { Length: > 0 } delivery)
        {
            yield return new OrderReference(System, "delivery-slip", delivery);
        }
    }
}
