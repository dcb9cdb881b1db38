using static OrderSync.Web.Sandbox.PrestaShop.Resources.Fields;

namespace OrderSync.Web.Sandbox.PrestaShop.Resources;

/// <summary>Orders and what hangs on them.</summary>
public static class OrderResources
{
    public static readonly Resource Orders = new("orders", "order", "The Customers orders")
    {
        Fields =
        [
            Link("id_address_delivery", "addresses"), Link("id_address_invoice", "addresses"), Link("id_cart", "carts"),
            Link("id_currency", "currencies"), Link("id_lang", "languages"), Link("id_customer", "customers"),
            Link("id_carrier", "carriers"), Link("current_state", "order_states"), Text("module"),
            Number("invoice_number"), Moment("invoice_date"), Number("delivery_number"), Moment("delivery_date"),
            Number("valid"), Moment("date_add"), Moment("date_upd"),
            Getter("shipping_number", "SELECT tracking_number FROM order_carriers WHERE id_order = main.id ORDER BY id LIMIT 1"),
            Text("note"), Number("id_shop_group", "1"), Number("id_shop", "1"), Text("secure_key"), Text("payment"),
            Number("recyclable"), Number("gift"), Text("gift_message"), Number("mobile_theme"),
            .. Amounts(
                "total_discounts", "total_discounts_tax_incl", "total_discounts_tax_excl",
                "total_paid", "total_paid_tax_incl", "total_paid_tax_excl", "total_paid_real",
                "total_products", "total_products_wt",
                "total_shipping", "total_shipping_tax_incl", "total_shipping_tax_excl"),
            Amount("carrier_tax_rate", "0.000"),
            .. Amounts("total_wrapping", "total_wrapping_tax_incl", "total_wrapping_tax_excl"),
            Number("round_mode", "2"), Number("round_type", "2"), Amount("conversion_rate", "1.000000"), Text("reference"),
        ],
        Associations = [new("order_rows", "order_row", null, OrderRowFields) { Sql = OrderRowSql }],
        ShopFilter = "main.id_shop IN ({shops})",
        Indexes = ["current_state", "date_upd", "reference"],
    };

    public static readonly Resource OrderDetails = new("order_details", "order_detail", "Details of an order")
    {
        Fields =
        [
            Link("id_order", "orders"), Link("product_id", "products"), Link("product_attribute_id", "combinations"),
            Number("product_quantity_reinjected"), Amount("group_reduction", "0.00"), Number("discount_quantity_applied"),
            Text("download_hash"), Moment("download_deadline"), Number("id_order_invoice"), Number("id_warehouse"),
            Number("id_shop", "1"), Number("id_customization"), Text("product_name"), Number("product_quantity"),
            Number("product_quantity_in_stock"), Number("product_quantity_return"), Number("product_quantity_refunded"),
            Amount("product_price"), Amount("reduction_percent", "0.00"),
            .. Amounts(
                "reduction_amount", "reduction_amount_tax_incl", "reduction_amount_tax_excl", "product_quantity_discount"),
            Text("product_ean13"), Text("product_isbn"), Text("product_upc"), Text("product_mpn"), Text("product_reference"),
            Text("product_supplier_reference"), Amount("product_weight"), Number("tax_computation_method"),
            Number("id_tax_rules_group", "1"), Amount("ecotax"), Amount("ecotax_tax_rate", "0.000"), Number("download_nb"),
            .. Amounts(
                "unit_price_tax_incl", "unit_price_tax_excl", "total_price_tax_incl", "total_price_tax_excl",
                "total_shipping_price_tax_excl", "total_shipping_price_tax_incl", "purchase_supplier_price",
                "original_product_price", "original_wholesale_price", "total_refunded_tax_excl", "total_refunded_tax_incl"),
        ],
        // Each tax rule group of this shop has one tax, of the same number.
        Associations = [Association.Of("taxes", "tax", "taxes", "order_details", "id", "id_tax_rules_group")],
        Indexes = ["id_order"],
    };

    public static readonly Resource OrderCarriers = new("order_carriers", "order_carrier", "The Order carriers")
    {
        Fields =
        [
            Link("id_order", "orders"), Link("id_carrier", "carriers"), Number("id_order_invoice"), Amount("weight"),
            Amount("shipping_cost_tax_excl"), Amount("shipping_cost_tax_incl"), Text("tracking_number"), Moment("date_add"),
        ],
        Indexes = ["id_order"],
        Writes = ["PUT", "PATCH"],
    };

    public static readonly Resource OrderHistories = new("order_histories", "order_history", "The Order histories")
    {
        Fields =
        [
            new("id_employee", FieldKind.Integer) { LinksTo = "employees" }, Link("id_order_state", "order_states"),
            Link("id_order", "orders"), Moment("date_add"),
        ],
        Indexes = ["id_order"],
        Writes = ["POST"],
    };

    public static readonly Resource OrderPayments = new("order_payments", "order_payment", "The Order payments")
    {
        Fields =
        [
            Text("order_reference"), Number("id_currency"), Amount("amount"), Text("payment_method"),
            Amount("conversion_rate", "1.000000"), Text("transaction_id"), Text("card_number"), Text("card_brand"),
            Text("card_expiration"), Text("card_holder"), Moment("date_add"), Number("id_employee", initially: null),
        ],
        Indexes = ["order_reference"],
    };

    public static readonly Resource OrderCartRules = new("order_cart_rules", "order_cart_rule", "The Order cart rules")
    {
        Fields =
        [
            Link("id_order", "orders"), Number("id_cart_rule"), Number("id_order_invoice"), Text("name"), Amount("value"),
            Amount("value_tax_excl"), Number("free_shipping"), Number("deleted"),
        ],
        Indexes = ["id_order"],
    };

    public static readonly Resource OrderStates = new("order_states", "order_state", "The Order statuses")
    {
        Fields =
        [
            Number("unremovable", "1"), Number("delivery"), Number("hidden"), Number("send_email"), Text("module_name"),
            Number("invoice"), Text("color"), Number("logable"), Number("shipped"), Number("paid"), Number("pdf_delivery"),
            Number("pdf_invoice"), Number("deleted"), Texts("name"), Texts("template"),
        ],
    };

    public static readonly IReadOnlyList<Resource> All =
        [OrderCarriers, OrderCartRules, OrderDetails, OrderHistories, OrderPayments, OrderStates, Orders];

    private static Field[] OrderRowFields =>
    [
        Id, Link("product_id", "products"), Number("product_attribute_id"), Number("product_quantity"), Text("product_name"),
        Text("product_reference"), Text("product_ean13"), Text("product_isbn"), Text("product_upc"), Amount("product_price"),
        Link("id_customization", "customizations"), Amount("unit_price_tax_incl"), Amount("unit_price_tax_excl"),
    ];

    private static string OrderRowSql =>
        $"SELECT NULL, {string.Join(", ", OrderRowFields.Select(row => row.Name))} FROM order_details WHERE id_order = $id ORDER BY id";
}
