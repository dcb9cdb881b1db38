using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Features.Orders;

/// <summary>A line as shown, of an imported order or of one that is not imported yet.</summary>
/// <param name="ShopSku">The shop's own SKU where support put another in its place.</param>
public sealed record LineView(string ExternalId, string Sku, string Ean, string Name, int Quantity, decimal UnitPrice, decimal Total, string? ShopSku = null, int Refunded = 0)
{
    public static LineView Of(OrderLine line) => new(line.ExternalId, line.Sku, line.Ean, line.Name, line.Quantity, line.UnitPrice, line.Total, Refunded: line.Refunded);

    public static LineView Of(ExternalLine line, OrderCorrection? correction)
    {
        var corrected = correction?.LineSkus.GetValueOrDefault(line.ExternalId);
        return new(
            line.ExternalId, corrected ?? line.Sku, line.Ean, line.Name, line.Quantity, line.UnitPrice, line.UnitPrice * line.Quantity,
            corrected is null || corrected == line.Sku ? null : line.Sku);
    }
}

/// <summary>The sums of an order; what the parts do not explain stands on its own line.</summary>
public sealed record TotalsView(
    string Currency, decimal Products, decimal Shipping, decimal Wrapping, IReadOnlyList<OrderDiscount> Discounts, decimal DiscountTotal,
    decimal Difference, decimal Total, decimal TotalNet, decimal Paid)
{
    /// <summary>The difference is more than rounding explains.</summary>
    public bool IsWrong { get; init; }

    public decimal Due => Total - Paid;

    public static TotalsView Of(Order order) => new(
        order.Currency, order.Lines.Sum(line => line.Total), order.ShippingTotal, order.WrappingTotal, order.Discounts, order.DiscountTotal,
        order.RoundingDifference, order.Total, order.TotalNet, order.PaidTotal);

    public static TotalsView Of(ExternalOrder order) => new(
        order.Currency, order.Lines.Sum(line => line.UnitPrice * line.Quantity), order.ShippingTotal, order.WrappingTotal, order.Discounts, order.DiscountTotal,
        TotalsCheck.Difference(order), order.Total, order.TotalNet, order.PaidTotal)
    { IsWrong = !TotalsCheck.AddsUp(order) };
}
