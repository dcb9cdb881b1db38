using System.Text.Json.Serialization;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Integrations;

/// <summary>An order in our words, as a shop gave it. This, as JSON, is the payload that is stored and can be decided again later.</summary>
public sealed record ExternalOrder
{
    public required string ExternalId { get; init; }
    public string Reference { get; init; } = "";
    public string ShopId { get; init; } = "";
    public string StatusId { get; init; } = "";

    /// <summary>Null when the order is whole; else why the shop still seems to be writing it.</summary>
    public string? NotReady { get; init; }
    public DateTime? PlacedAt { get; init; }
    public DateTime? ChangedAt { get; init; }
    public string CustomerId { get; init; } = "";
    public string CustomerFirstName { get; init; } = "";
    public string CustomerLastName { get; init; } = "";
    public string Email { get; init; } = "";
    public bool IsGuest { get; init; }
    public PostalAddress? DeliveryAddress { get; init; }
    public PostalAddress? InvoiceAddress { get; init; }

    /// <summary>Stable id of the carrier (survives edits in the shop); empty when nothing is delivered.</summary>
    public string CarrierId { get; init; } = "";
    public string CarrierName { get; init; } = "";
    public string PaymentText { get; init; } = "";
    public string Currency { get; init; } = "";

    /// <summary>Digits after the point the shop rounds money to.</summary>
    public int CurrencyDecimals { get; init; } = 2;
    public RoundingMode Rounding { get; init; } = RoundingMode.Line;
    public decimal ProductsTotal { get; init; }
    public decimal ShippingTotal { get; init; }
    public decimal WrappingTotal { get; init; }
    public decimal DiscountTotal { get; init; }
    public decimal Total { get; init; }
    public decimal TotalNet { get; init; }
    public decimal PaidTotal { get; init; }
    public bool IsGift { get; init; }
    public string GiftMessage { get; init; } = "";
    public string Note { get; init; } = "";
    public string TrackingNumber { get; init; } = "";
    public IReadOnlyList<ExternalLine> Lines { get; init; } = [];
    public IReadOnlyList<OrderDiscount> Discounts { get; init; } = [];
    public IReadOnlyList<OrderPayment> Payments { get; init; } = [];
    public IReadOnlyList<OrderReference> References { get; init; } = [];

    public string CustomerName => $"{CustomerFirstName} {CustomerLastName}".Trim();
}

/// <summary>Where a shop rounds: each piece, each line, or the total.</summary>
public enum RoundingMode
{
    Item,
    Line,
    Total,
}

/// <summary>A line of an order; prices are per piece, after reductions.</summary>
public sealed record ExternalLine
{
    public required string ExternalId { get; init; }
    public string ProductId { get; init; } = "";
    public string VariantId { get; init; } = "";
    public string Sku { get; init; } = "";
    public string Ean { get; init; } = "";
    public string Name { get; init; } = "";
    public required int Quantity { get; init; }

    /// <summary>Pieces of it that were refunded or sent back: they are not to be shipped (contracts/prestashop.md §3.2).</summary>
    public int Refunded { get; init; }
    public decimal UnitPrice { get; init; }
    public decimal UnitPriceNet { get; init; }

    /// <summary>Pieces the customer still wants.</summary>
    [JsonIgnore]
    public int ToShip => Math.Max(0, Quantity - Refunded);
}
