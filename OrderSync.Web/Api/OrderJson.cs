using System.Globalization;
using OrderSync.Domain.Orders;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Orders.Shipping;

namespace OrderSync.Web.Api;

internal sealed record ApiCustomer(string Name, string Email, string Phone, bool Guest);

internal sealed record ApiLine(
    long Id, int Position, string ExternalId, string Sku, string Ean, string Name, int Quantity, int Refunded, string UnitPrice, string UnitPriceNet, string Total)
{
    public static ApiLine Of(OrderLine line) => new(
        line.Id, line.Position, line.ExternalId, line.Sku, line.Ean, line.Name, line.Quantity, line.Refunded,
        Money.Text(line.UnitPrice), Money.Text(line.UnitPriceNet), Money.Text(line.Total));
}

internal sealed record ApiAddresses(PostalAddress? Delivery, PostalAddress? Invoice);

internal sealed record ApiPayment(string Method, string Amount, string Currency, string TransactionId, DateTime? PaidAt);

internal sealed record ApiDiscount(string Name, string Amount);

/// <summary>Amounts in the order's currency; what the parts do not explain is <paramref name="RoundingDifference"/>.</summary>
internal sealed record ApiTotals(
    string Products, string Shipping, string Wrapping, string Discounts, string RoundingDifference, string Total, string TotalNet, string Paid);

/// <param name="Status">One of OrderSync's own statuses, as mappings name them.</param>
/// <param name="ShippingMethod">Key of the method; null when nothing is delivered.</param>
internal sealed record ApiOrder(
    long Id, long Integration, long IncomingOrder, string ExternalId, string Reference, string Status, string Store,
    DateTime PlacedAt, DateTime ImportedAt, DateTime UpdatedAt, string Currency, ApiCustomer Customer, IReadOnlyList<ApiLine> Lines, ApiAddresses Addresses,
    IReadOnlyList<ApiPayment> Payments, IReadOnlyList<ApiShipment> Shipments, IReadOnlyList<OrderReference> References, IReadOnlyList<ApiDiscount> Discounts,
    ApiTotals Totals, string? ShippingMethod, string CarrierName, string PaymentMethod, string PaymentText, bool IsGift, string GiftMessage, string Note)
{
    public static ApiOrder Of(Order order, OrderShipments shipments) => new(
        order.Id, order.IntegrationId, order.IncomingOrderId, order.ExternalId, order.Reference, order.Status.ToString(), order.StoreKey,
        order.PlacedAt, order.ImportedAt, order.UpdatedAt, order.Currency,
        new ApiCustomer(order.CustomerName, order.Email, order.Phone, order.IsGuest),
        [.. order.Lines.OrderBy(line => line.Position).Select(ApiLine.Of)],
        new ApiAddresses(order.DeliveryAddress, order.InvoiceAddress),
        [.. order.Payments.Select(payment => new ApiPayment(payment.Method, Money.Text(payment.Amount), payment.Currency, payment.TransactionId, payment.PaidAt))],
        [.. shipments.Shipments.Select(ApiShipment.Of)], order.References,
        [.. order.Discounts.Select(discount => new ApiDiscount(discount.Name, Money.Text(discount.Amount)))],
        new ApiTotals(
            Money.Text(order.ProductsTotal), Money.Text(order.ShippingTotal), Money.Text(order.WrappingTotal), Money.Text(order.DiscountTotal),
            Money.Text(order.RoundingDifference), Money.Text(order.Total), Money.Text(order.TotalNet), Money.Text(order.PaidTotal)),
        order.ShippingMethod, order.CarrierName, order.PaymentMethod, order.PaymentText, order.IsGift, order.GiftMessage, order.Note);
}

/// <param name="PayloadId">What the shop sent; see the incoming order's payloads.</param>
/// <param name="MessageId">The message to another system, in the outbox.</param>
/// <param name="Mappings">The mappings a decision or a message went by.</param>
internal sealed record ApiEvent(
    long Id, DateTime Time, string Kind, string Actor, string Summary, long? PayloadId, long? RunId, long? MessageId, ApiMappings? Mappings)
{
    public static ApiEvent Of(TimelineRow row) => new(
        row.Id, row.At, ApiRequests.Spell(row.Kind), row.Actor, row.Summary.ToString(), row.PayloadId, row.RunId, row.Message?.Id,
        row.Mappings is { } mappings ? new ApiMappings(mappings.At, mappings.By) : null);
}

/// <summary>Time and author of the newest change of the integration's mappings.</summary>
internal sealed record ApiMappings(DateTime ChangedAt, string By);

internal static class Money
{
    /// <summary>Exact, with a point, and two digits after it at least.</summary>
    public static string Text(decimal amount) => amount.ToString("0.00####", CultureInfo.InvariantCulture);
}
