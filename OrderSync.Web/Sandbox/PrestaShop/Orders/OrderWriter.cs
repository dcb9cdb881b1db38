using System.Globalization;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;
using static OrderSync.Web.Sandbox.PrestaShop.Orders.ShopMoney;
using static OrderSync.Web.Sandbox.SandboxClock;

namespace OrderSync.Web.Sandbox.PrestaShop.Orders;

/// <summary>Writes orders into the tables through prepared statements: one writer serves fifty thousand.</summary>
public sealed class OrderWriter(SqliteConnection connection) : IDisposable
{
    private readonly RowInserter orders = new(
        connection, OrderResources.Orders, "id", "id_address_delivery", "id_address_invoice", "id_cart", "id_currency", "id_lang",
        "id_customer", "id_carrier", "current_state", "module", "invoice_number", "invoice_date", "delivery_number", "delivery_date",
        "valid", "date_add", "date_upd", "note", "id_shop", "secure_key", "payment", "gift", "gift_message", "total_discounts",
        "total_discounts_tax_incl", "total_discounts_tax_excl", "total_paid", "total_paid_tax_incl", "total_paid_tax_excl",
        "total_paid_real", "total_products", "total_products_wt", "total_shipping", "total_shipping_tax_incl",
        "total_shipping_tax_excl", "carrier_tax_rate", "total_wrapping", "total_wrapping_tax_incl", "total_wrapping_tax_excl",
        "conversion_rate", "reference");

    private readonly RowInserter details = new(
        connection, OrderResources.OrderDetails, "id_order", "product_id", "product_attribute_id", "id_order_invoice", "id_shop",
        "product_name", "product_quantity", "product_quantity_in_stock", "product_price", "product_ean13", "product_reference",
        "product_supplier_reference", "product_weight", "unit_price_tax_incl", "unit_price_tax_excl", "total_price_tax_incl",
        "total_price_tax_excl", "original_product_price");

    private readonly RowInserter carriers = new(
        connection, OrderResources.OrderCarriers, "id_order", "id_carrier", "id_order_invoice", "weight", "shipping_cost_tax_excl",
        "shipping_cost_tax_incl", "tracking_number", "date_add");

    private readonly RowInserter histories = new(connection, OrderResources.OrderHistories, "id_order_state", "id_order", "date_add");

    private readonly RowInserter payments = new(
        connection, OrderResources.OrderPayments, "order_reference", "id_currency", "amount", "payment_method", "conversion_rate",
        "transaction_id", "date_add");

    private readonly RowInserter rules = new(
        connection, OrderResources.OrderCartRules, "id_order", "id_cart_rule", "id_order_invoice", "name", "value", "value_tax_excl",
        "free_shipping");

    public void Write(OrderDraft order)
    {
        WriteHeader(order, whole: true);
        WriteRest(order);
    }

    /// <summary>What is seen of an order while the shop is still at it: no state, no rows.</summary>
    public void WriteUnfinished(OrderDraft order) => WriteHeader(order, whole: false);

    /// <summary>Finishes an order begun by <see cref="WriteUnfinished"/>; like the real shop, without moving date_upd.</summary>
    public void Finish(OrderDraft order)
    {
        ShopDatabase.Run(
            connection,
            "UPDATE orders SET current_state = $state, valid = $valid, invoice_number = $number, invoice_date = $date, total_paid_real = $real WHERE id = $id",
            ("$state", order.Current.State.Id), ("$valid", Flag(order.Current.State.CountsAsSale)), ("$number", InvoiceOf(order)),
            ("$date", DateOf(order.InvoicedAt)), ("$real", Text(order.PaidAt is null ? 0 : order.Total.Gross)), ("$id", order.Number));
        WriteRest(order);
    }

    public void Dispose()
    {
        orders.Dispose();
        details.Dispose();
        carriers.Dispose();
        histories.Dispose();
        payments.Dispose();
        rules.Dispose();
    }

    private void WriteHeader(OrderDraft order, bool whole)
    {
        var (customer, total, products, shipping, wrapping) = (order.Customer, order.Total, order.Products, order.Shipping, order.Wrapping);
        var discount = order.Discount?.Value ?? Taxed.Zero;
        var state = order.Current.State;
        orders.Add(
            order.Number, customer.DeliveryAddress, customer.InvoiceAddress, order.Number, order.Currency.Id, customer.Locale.Language,
            customer.Number, order.Carrier, whole ? state.Id : 0, order.Payment.Module, whole ? InvoiceOf(order) : 0,
            DateOf(whole ? order.InvoicedAt : null), order.DeliverySlipAt is null ? 0 : order.Number, DateOf(order.DeliverySlipAt),
            Flag(whole && state.CountsAsSale), ShopText(order.PlacedAt), ShopText(order.Current.At), order.Note, order.Shop,
            customer.SecureKey, order.Payment.Label, Flag(order.Wrapping.Gross > 0), order.GiftMessage, Text(discount.Gross),
            Text(discount.Gross), Text(discount.Net), Text(total.Gross), Text(total.Gross), Text(total.Net),
            Text(whole && order.PaidAt is not null ? total.Gross : 0), Text(products.Net), Text(products.Gross), Text(shipping.Gross),
            Text(shipping.Gross), Text(shipping.Net), order.IsVirtual ? "0.000" : "23.000", Text(wrapping.Gross), Text(wrapping.Gross),
            Text(wrapping.Net), Text(order.Currency.Rate), order.Reference);
    }

    private void WriteRest(OrderDraft order)
    {
        WriteLines(order);
        if (!order.IsVirtual)
        {
            carriers.Add(
                order.Number, order.Carrier, InvoiceOf(order), Text(order.Lines.Sum(line => line.Variant.Product.Kind.Weight * line.Quantity)),
                Text(order.Shipping.Net), Text(order.Shipping.Gross), Tracking(order), ShopText(order.PlacedAt));
        }

        foreach (var step in order.Steps)
        {
            histories.Add(step.State.Id, order.Number, ShopText(step.At));
        }

        if (order.PaidAt is { } paidAt)
        {
            payments.Add(
                order.Reference, order.Currency.Id, Text(order.Total.Gross), order.Payment.Label, Text(order.Currency.Rate),
                Transaction(order), ShopText(paidAt));
        }

        if (order.Discount is { } rule)
        {
            rules.Add(order.Number, 1 + (order.Number % 3), InvoiceOf(order), rule.Name, Text(rule.Value.Gross), Text(rule.Value.Net), Flag(rule.FreeShipping));
        }
    }

    private void WriteLines(OrderDraft order)
    {
        foreach (var line in order.Lines)
        {
            var (variant, product) = (line.Variant, line.Variant.Product);
            var net = Text(line.UnitPrice.Net);
            details.Add(
                order.Number, product.Id, variant.Combination, InvoiceOf(order), order.Shop, line.Name, line.Quantity, line.Quantity, net,
                variant.Ean, variant.Reference, product.SupplierReference, Text(product.Kind.Weight), Text(line.UnitPrice.Gross), net,
                Text(line.Total.Gross), Text(line.Total.Net), net);
        }
    }

    private static string Tracking(OrderDraft order) =>
        order.WasShipped ? string.Create(CultureInfo.InvariantCulture, $"SB{order.Number:00000000}PL") : "";

    private static string Transaction(OrderDraft order) =>
        order.Payment.TransactionPrefix is { } prefix ? string.Create(CultureInfo.InvariantCulture, $"{prefix}{order.Number:0000000}") : "";

    private static int InvoiceOf(OrderDraft order) => order.InvoicedAt is null ? 0 : order.Number;

    private static string DateOf(DateTimeOffset? instant) => instant is { } date ? ShopText(date) : Fields.NoDate;

    private static int Flag(bool value) => value ? 1 : 0;
}
