using OrderSync.Domain.Orders;

namespace OrderSync.Web.Features.Orders;

/// <summary>Everything the page of one order shows.</summary>
public sealed record OrderDetails(Order Order)
{
    public TotalsView Totals => TotalsView.Of(Order);

    public IReadOnlyList<LineView> Lines { get; } = [.. Order.Lines.Select(LineView.Of)];
}
