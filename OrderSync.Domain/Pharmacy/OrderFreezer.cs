using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Pharmacy;

/// <summary>What is known of the product of an order's line.</summary>
/// <param name="TaxRate">Percent; null when nobody says.</param>
public sealed record LineProduct(long? ProductId, string Ref, string Bloz, string Ean, decimal? TaxRate);

/// <summary>Words that stand with an order in a pharmacy's program.</summary>
/// <param name="Number">By which the program names it when it reports.</param>
public sealed record HandedWords(string Number, string CustomerId, string DeliveryCode, string DeliveryName, string PaymentName);

/// <summary>Freezes an order for a pharmacy's program: what the customer still wants, in amounts that add up to the grosz.</summary>
public static class OrderFreezer
{
    /// <param name="order">With its lines.</param>
    /// <param name="products">By the line's id; a line whose product is not known is not in it.</param>
    public static HandedOrder Freeze(Order order, IReadOnlyDictionary<long, LineProduct> products, HandedWords words)
    {
        var lines = order.Lines.Where(line => line.ToShip > 0).OrderBy(line => line.Position)
            .Select((line, index) => LineOf(line, index + 1, products.GetValueOrDefault(line.Id))).ToList();
        var goods = lines.Sum(line => line.Price * line.Quantity);
        var (delivery, discounts, total) = Amounts(order, goods);
        var isPaid = Round(order.PaidTotal) >= Round(order.Total);
        var invoice = Without(order.InvoiceAddress);
        return new HandedOrder
        {
            Id = order.Id,
            Number = words.Number,
            PlacedAt = order.PlacedAt,
            Currency = order.Currency,
            Status = order.Status,
            StatusName = order.Status.ToKebab().Replace('-', ' '),
            Payment = new HandedPayment(order.PaymentMethod, words.PaymentName, isPaid, isPaid ? total : Math.Max(0, total - Round(order.PaidTotal))),
            Delivery = new HandedDelivery(words.DeliveryCode, words.DeliveryName, delivery),
            CustomerId = words.CustomerId,
            CustomerName = order.CustomerName,
            Email = order.Email,
            Phone = order.Phone,
            DeliveryAddress = Without(order.DeliveryAddress),
            InvoiceAddress = invoice,
            InvoiceWanted = invoice is { VatNumber.Length: > 0 },
            Lines = lines,
            GoodsTotal = goods,
            DiscountTotal = discounts,
            Total = total,
            Note = Pesel.Remove(order.Note),
        };
    }

    /// <summary>
    /// The total is the shop's, so it decides. Whatever is left between the parts and it — the shop's discounts, its rounding, a fee it has no
    /// place for — is part of the discounts; where the parts are less than the total, it is part of the delivery.
    /// </summary>
    private static (decimal Delivery, decimal Discounts, decimal Total) Amounts(Order order, decimal goods)
    {
        var total = Math.Max(0, Round(order.Total) - Round(order.Lines.Sum(line => line.UnitPrice * Math.Min(line.Refunded, line.Quantity))));
        var delivery = Math.Max(0, Round(order.ShippingTotal + order.WrappingTotal));
        var left = goods + delivery - total;
        return left >= 0 ? (delivery, left, total) : (delivery - left, 0, total);
    }

    private static HandedLine LineOf(OrderLine line, int no, LineProduct? product) => new(
        no, product?.Ref ?? "", product?.ProductId, product?.Bloz ?? "", line.Ean.Length > 0 ? line.Ean : product?.Ean ?? "",
        line.ToShip, Round(line.UnitPrice), Vat(line, product?.TaxRate), line.Name);

    /// <summary>The rate the order was sold with. Small prices blur it: the product's own is taken where it fits.</summary>
    private static decimal? Vat(OrderLine line, decimal? known)
    {
        if (line.UnitPriceNet <= 0 || line.UnitPrice < line.UnitPriceNet)
        {
            return known;
        }

        var sold = (line.UnitPrice / line.UnitPriceNet - 1) * 100;
        return known is { } rate && Math.Abs(rate - sold) < 1 ? rate : Math.Round(sold, Math.Abs(sold - Math.Round(sold)) < 0.3m ? 0 : 1);
    }

    private static PostalAddress? Without(PostalAddress? address) =>
        address is null ? null : address with { VatNumber = Pesel.Remove(address.VatNumber), Other = Pesel.Remove(address.Other) };

    private static decimal Round(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}
