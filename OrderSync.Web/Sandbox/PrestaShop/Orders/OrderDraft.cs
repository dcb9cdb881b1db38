using OrderSync.Web.Sandbox.PrestaShop.Seed;

namespace OrderSync.Web.Sandbox.PrestaShop.Orders;

public sealed record OrderLine(Variant Variant, string Name, int Quantity, Taxed UnitPrice)
{
    /// <summary>The real shop rounds each line (round_type 2).</summary>
    public Taxed Total => new(UnitPrice.Gross * Quantity, Math.Round(UnitPrice.Net * Quantity, 2));
}

public sealed record OrderDiscount(string Name, Taxed Value, bool FreeShipping);

/// <summary>How the customer pays.</summary>
public sealed record PaymentMethod(string Module, string Label, int FirstState, string? TransactionPrefix)
{
    /// <summary>The courier's money: the shop records no payment.</summary>
    public bool IsCashOnDelivery => FirstState == OrderState.AwaitingCashOnDelivery;
}

/// <summary>A state the order has entered, and when.</summary>
public sealed record OrderStep(OrderState State, DateTimeOffset At);

/// <summary>A complete order before it is written to the tables.</summary>
public sealed record OrderDraft
{
    public required int Number { get; init; }

    public required string Reference { get; init; }

    public required Customer Customer { get; init; }

    public required ShopCurrency Currency { get; init; }

    /// <summary>0 for an order with nothing to send.</summary>
    public required int Carrier { get; init; }

    public required PaymentMethod Payment { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public required Taxed Shipping { get; init; }

    public Taxed Wrapping { get; init; }

    public OrderDiscount? Discount { get; init; }

    public string GiftMessage { get; init; } = "";

    public string Note { get; init; } = "";

    public int Shop { get; init; } = 1;

    /// <summary>A sum no line explains: what merchants report as "the totals do not match".</summary>
    public decimal Unexplained { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>The states so far, the current one last.</summary>
    public required IReadOnlyList<OrderStep> Steps { get; init; }

    public bool IsVirtual => Carrier == 0;

    public OrderStep Current => Steps[^1];

    public Taxed Products => Lines.Aggregate(Taxed.Zero, (sum, line) => sum + line.Total);

    public Taxed Total => Products + Shipping + Wrapping - (Discount?.Value ?? Taxed.Zero) + new Taxed(Unexplained, Unexplained);

    /// <summary>When money was recorded; null while there is none.</summary>
    public DateTimeOffset? PaidAt => Payment.IsCashOnDelivery ? null : Steps.FirstOrDefault(step => step.State.MeansPaid)?.At;

    public DateTimeOffset? InvoicedAt => Steps.FirstOrDefault(step => step.State.MakesInvoice)?.At;

    public DateTimeOffset? DeliverySlipAt => Steps.FirstOrDefault(step => step.State.MakesDeliverySlip)?.At;

    public bool WasShipped => Steps.Any(step => step.State.MeansShipped);
}
