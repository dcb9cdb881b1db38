namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>Writes an order as PrestaShop does: only the fields displayed, values in CDATA without any escaping.</summary>
internal static class OrderText
{
    public static string Write(ShopOrder order, string display)
    {
        var isFull = display == "full";
        var shown = isFull ? [] : display.Trim('[', ']').Split(',', '[', ']').ToHashSet();
        var fields = Fields(order).Where(field => isFull || shown.Contains(field.Name)).Select(field => Field(field.Name, field.Value));
        var rows = isFull || display.Contains("order_rows[", StringComparison.Ordinal) ? $"<associations>{Rows(order)}</associations>" : "";
        return $"<order>{string.Concat(fields)}{(display == "[id]" ? "" : order.Raw)}{rows}</order>";
    }

    private static IEnumerable<(string Name, string Value)> Fields(ShopOrder order) =>
    [
        ("id", order.Id.ToString()), ("id_address_delivery", order.DeliveryAddress), ("id_address_invoice", order.InvoiceAddress),
        ("id_currency", order.Currency), ("id_customer", order.Customer), ("id_carrier", order.Carrier), ("current_state", order.State),
        ("invoice_number", order.InvoiceNumber), ("delivery_number", "0"), ("date_add", order.PlacedAt), ("date_upd", order.ChangedAt),
        ("note", order.Note), ("id_shop", order.Shop), ("secure_key", "b44a6d9efd7a0076a0fbce6b15eaf3b1"), ("payment", order.Payment),
        ("gift", order.GiftMessage.Length > 0 ? "1" : "0"), ("gift_message", order.GiftMessage), ("total_discounts_tax_incl", order.Discounts),
        ("total_paid", order.Total), ("total_paid_tax_incl", order.Total), ("total_paid_tax_excl", "39.430000"), ("total_paid_real", "0.000000"),
        ("total_products_wt", order.ProductsTotal), ("total_shipping", order.Shipping), ("total_shipping_tax_incl", order.Shipping),
        ("total_wrapping", "0.000000"), ("total_wrapping_tax_incl", "0.000000"), ("round_type", order.RoundType), ("reference", order.Reference),
    ];

    private static string Rows(ShopOrder order) => order.Rows == 0
        ? """<order_rows nodeType="order_row" virtualEntity="true"/>"""
        : $"""<order_rows nodeType="order_row" virtualEntity="true">{string.Concat(Enumerable.Range(1, order.Rows).Select(row => Row(order, row)))}</order_rows>""";

    private static string Row(ShopOrder order, int row) => $"""
        <order_row>{Field("id", $"{order.Id}{row}")}{Field("product_id", "9")}{Field("product_attribute_id", row == 1 ? "31" : "0")}
        {Field("product_quantity", "2")}{Field("product_name", "Red T-shirt")}{Field("product_reference", "TS-RED-M")}{Field("product_ean13", "5900000000053")}
        {Field("unit_price_tax_incl", "21.750000")}{Field("unit_price_tax_excl", "17.682927")}</order_row>
        """;

    private static string Field(string name, string value) => value.Length == 0 ? $"<{name}></{name}>" : $"<{name}><![CDATA[{value}]]></{name}>";
}
