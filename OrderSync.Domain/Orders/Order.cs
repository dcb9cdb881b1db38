namespace OrderSync.Domain.Orders;

/// <summary>An order of a shop, imported once. Totals are the shop's own, gross unless named otherwise, in <see cref="Currency"/>.</summary>
public sealed class Order
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }

    /// <summary>The shop's id: the key. References repeat when a shop splits one cart into several orders.</summary>
    public required string ExternalId { get; init; }
    public required string Reference { get; set; }
    public required long IncomingOrderId { get; init; }
    public required string StoreKey { get; set; }
    public required OrderStatus Status { get; set; }

    /// <summary>Warehouse its pieces are reserved in and shipped from.</summary>
    public string Warehouse { get; set; } = "main";
    public required DateTime PlacedAt { get; init; }
    public required DateTime ImportedAt { get; init; }
    public required DateTime UpdatedAt { get; set; }

    public required string CustomerName { get; set; }
    public string Email { get; set; } = "";
    public string Phone { get; set; } = "";
    public bool IsGuest { get; set; }
    public PostalAddress? DeliveryAddress { get; set; }
    public PostalAddress? InvoiceAddress { get; set; }

    /// <summary>Key of the shipping method; null for an order without delivery.</summary>
    public string? ShippingMethod { get; set; }
    public string CarrierName { get; set; } = "";
    public string PaymentMethod { get; set; } = "";
    public string PaymentText { get; set; } = "";

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; set; }
    public decimal ProductsTotal { get; set; }
    public decimal ShippingTotal { get; set; }
    public decimal WrappingTotal { get; set; }
    public decimal DiscountTotal { get; set; }

    /// <summary>What is left between the parts and the shop's total; shown on its own line.</summary>
    public decimal RoundingDifference { get; set; }
    public decimal Total { get; set; }
    public decimal TotalNet { get; set; }
    public decimal PaidTotal { get; set; }

    public bool IsGift { get; set; }
    public string GiftMessage { get; set; } = "";
    public string Note { get; set; } = "";
    public IReadOnlyList<OrderDiscount> Discounts { get; set; } = [];
    public IReadOnlyList<OrderPayment> Payments { get; set; } = [];

    /// <summary>Numbers other systems know the order by, for example the invoice number.</summary>
    public IReadOnlyList<OrderReference> References { get; set; } = [];
    public List<OrderLine> Lines { get; init; } = [];

    /// <summary>Changed by every writer; a stale one is refused.</summary>
    public Guid Stamp { get; set; }
}

public sealed class OrderLine
{
    public long Id { get; private set; }
    public long OrderId { get; set; }
    public required int Position { get; init; }
    public required string ExternalId { get; init; }
    public string ExternalProductId { get; init; } = "";
    public string ExternalVariantId { get; init; } = "";
    public string Sku { get; set; } = "";
    public string Ean { get; init; } = "";
    public required string Name { get; init; }
    public required int Quantity { get; set; }

    /// <summary>Pieces of it that were refunded or sent back.</summary>
    public int Refunded { get; set; }
    public decimal UnitPrice { get; set; }
    public decimal UnitPriceNet { get; set; }

    /// <summary>Pieces the customer still wants.</summary>
    public int ToShip => Math.Max(0, Quantity - Refunded);

    public decimal Total => UnitPrice * Quantity;
}

public sealed record OrderDiscount(string Name, decimal Amount);

/// <summary>A payment the shop recorded. <paramref name="TransactionId"/> is the payment provider's number.</summary>
public sealed record OrderPayment(string Method, decimal Amount, string Currency, string TransactionId, DateTime? PaidAt);

public sealed record OrderReference(string System, string Kind, string Value);
