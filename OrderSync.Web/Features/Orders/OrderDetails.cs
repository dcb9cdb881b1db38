using OrderSync.Domain.Orders;

namespace OrderSync.Web.Features.Orders;

/// <summary>Everything the page of one order shows.</summary>
public sealed record OrderDetails(Order Order)
{
    public TotalsView Totals => TotalsView.Of(Order);

    public IReadOnlyList<LineView> Lines { get; } = [.. Order.Lines.Select(LineView.Of)];

    /// <summary>Since when it is kept without personal data.</summary>
    public DateTime? ErasedAt { get; init; }

    /// <summary>Other orders of the shop with the same reference: one cart, split. Shops record payments by reference, so they share them.</summary>
    public IReadOnlyList<SiblingOrder> Siblings { get; init; } = [];
}

/// <summary>An order of the same cart.</summary>
/// <param name="OrderId">The order it became; null while it is not imported.</param>
public sealed record SiblingOrder(long IncomingId, string ExternalId, long? OrderId)
{
    public string Href => OrderId is { } order ? $"/orders/{order}" : $"/problems/{IncomingId}";
}
