using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Feeds.UpdateOrders;

/// <summary>Writes a decided update into an order.</summary>
internal static class OrderChanges
{
    public static void Apply(Order order, ExternalOrder shop, OrderUpdate update, DateTime now)
    {
        order.Status = update.Status ?? order.Status;
        order.ShippingMethod = update.Methods.Shipping;
        order.PaymentMethod = update.Methods.Payment;
        order.CarrierName = update.Methods.CarrierName;
        order.PaymentText = update.Methods.PaymentText;
        order.Reference = shop.Reference;
        order.Email = shop.Email.Length > 0 ? shop.Email : order.Email;
        order.DeliveryAddress = shop.DeliveryAddress ?? order.DeliveryAddress;
        order.InvoiceAddress = shop.InvoiceAddress ?? order.InvoiceAddress;
        order.CustomerName = shop.CustomerName.Length > 0 ? shop.CustomerName : order.CustomerName;
        order.Phone = order.DeliveryAddress?.Phone ?? order.InvoiceAddress?.Phone ?? order.Phone;
        order.IsGift = shop.IsGift;
        order.GiftMessage = shop.GiftMessage;
        order.Note = shop.Note;
        order.Discounts = shop.Discounts;
        order.Payments = shop.Payments;
        order.References = shop.References;
        ApplyTotals(order, shop);
        ApplyLines(order, update);
        order.UpdatedAt = now;
        order.Stamp = Guid.NewGuid();
    }

    private static void ApplyTotals(Order order, ExternalOrder shop)
    {
        order.ProductsTotal = shop.ProductsTotal;
        order.ShippingTotal = shop.ShippingTotal;
        order.WrappingTotal = shop.WrappingTotal;
        order.DiscountTotal = shop.DiscountTotal;
        order.Total = shop.Total;
        order.TotalNet = shop.TotalNet;
        order.PaidTotal = shop.PaidTotal;
        order.RoundingDifference = TotalsCheck.Difference(shop);
    }

    private static void ApplyLines(Order order, OrderUpdate update)
    {
        foreach (var (existing, wanted) in update.Lines)
        {
            if (existing is null)
            {
                order.Lines.Add(IncomingDecision.NewLine(wanted, order.Lines.Select(line => line.Position).DefaultIfEmpty().Max()));
                continue;
            }

            existing.Quantity = wanted.Quantity;
            existing.Refunded = wanted.Refunded;
            existing.UnitPrice = wanted.UnitPrice;
            existing.UnitPriceNet = wanted.UnitPriceNet;
        }
    }
}
