using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Pharmacy;

/// <summary>
/// An order as it is frozen for a pharmacy's program. Each face writes it in its own words; the same record always gives the same text.
/// Goods + delivery − discounts = gross, to the grosz: goods are the lines as they stand here, gross is the shop's own total without what was
/// refunded, and what is left between them is part of the discounts, or of the delivery where it is more and not less. It never holds a personal
/// identification number.
/// </summary>
public sealed record HandedOrder
{
    /// <summary>Our id of the order; the program may name it again when it reports.</summary>
    public required long Id { get; init; }

    /// <summary>The shop's reference; the shop's id where it has none, and where several orders of a split cart share it.</summary>
    public required string Number { get; init; }
    public required DateTime PlacedAt { get; init; }
    public required string Currency { get; init; }
    public required OrderStatus Status { get; init; }

    /// <summary>The status in words.</summary>
    public string StatusName { get; init; } = "";
    public HandedPayment Payment { get; init; } = new("", "", false, 0);
    public HandedDelivery Delivery { get; init; } = new("", "", 0);
    public string CustomerId { get; init; } = "";
    public string CustomerName { get; init; } = "";
    public string Email { get; init; } = "";
    public string Phone { get; init; } = "";
    public PostalAddress? DeliveryAddress { get; init; }
    public PostalAddress? InvoiceAddress { get; init; }

    /// <summary>The customer wants an invoice: the invoice address has a tax number.</summary>
    public bool InvoiceWanted { get; init; }
    public IReadOnlyList<HandedLine> Lines { get; init; } = [];
    public decimal GoodsTotal { get; init; }
    public decimal DiscountTotal { get; init; }
    public decimal Total { get; init; }
    public string Note { get; init; } = "";
}

/// <param name="Code">Key of the payment method.</param>
/// <param name="Amount">What was paid; of an order that is not paid, what is still to be paid.</param>
public sealed record HandedPayment(string Code, string Name, bool IsPaid, decimal Amount);

/// <param name="Code">The pharmacy's code of the courier where one is mapped, else the key of our shipping method.</param>
/// <param name="Price">Gross, wrapping included.</param>
public sealed record HandedDelivery(string Code, string Name, decimal Price);

/// <param name="Ref">The pharmacy's number of the item; empty for one that is not paired.</param>
/// <param name="Price">Of one piece, gross, after the line's discount.</param>
/// <param name="Vat">Percent; null when the shop does not say.</param>
public sealed record HandedLine(int No, string Ref, long? ProductId, string Bloz, string Ean, int Quantity, decimal Price, decimal? Vat, string Name);
