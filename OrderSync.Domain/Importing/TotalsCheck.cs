using System.Globalization;
using OrderSync.Domain.Integrations;

namespace OrderSync.Domain.Importing;

/// <summary>
/// Compares the parts of an order with the shop's total: lines + shipping + wrapping − discounts = total, within what the shop's
/// rounding can explain (prestashop.md §3.1: sums need not be equal).
/// </summary>
public static class TotalsCheck
{
    /// <summary>Shop's total minus the sum of the parts, rounded to the currency.</summary>
    public static decimal Difference(ExternalOrder order)
    {
        var parts = order.Lines.Sum(line => line.UnitPrice * line.Quantity) + order.ShippingTotal + order.WrappingTotal - order.DiscountTotal;
        return Math.Round(order.Total - parts, order.CurrencyDecimals, MidpointRounding.AwayFromZero);
    }

    /// <summary>The largest difference rounding can make: half a unit for each rounded amount, and never less than one unit.</summary>
    public static decimal Tolerance(ExternalOrder order)
    {
        var unit = 1m;
        for (var i = 0; i < order.CurrencyDecimals; i++)
        {
            unit /= 10;
        }

        var rounded = order.Rounding switch
        {
            RoundingMode.Item => order.Lines.Sum(line => Math.Abs(line.Quantity)),
            RoundingMode.Line => order.Lines.Count,
            _ => 1,
        };
        const int ShippingWrappingDiscount = 3;
        return Math.Max(unit, unit / 2 * (rounded + ShippingWrappingDiscount));
    }

    public static bool AddsUp(ExternalOrder order) => Math.Abs(Difference(order)) <= Tolerance(order);

    public static Phrase Explain(ExternalOrder order) => new(
        "The parts of the order do not add up: the shop's total is {0} {2}, the parts differ by {1} {2}. Compare it in the shop, then accept the total or ignore the order.",
        Text(order.Total), Text(Difference(order)), order.Currency);

    private static string Text(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);
}
