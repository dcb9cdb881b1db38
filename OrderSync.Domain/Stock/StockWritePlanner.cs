namespace OrderSync.Domain.Stock;

public enum StockWriteAction
{
    /// <summary>The shop shows the wanted figure.</summary>
    Nothing,
    Write,

    /// <summary>The shop changed since we wrote: read its orders first, then decide again.</summary>
    ReadOrdersFirst,

    /// <summary>There is nothing to write to.</summary>
    Report,
}

/// <summary>What is to be done about one variant in one shop.</summary>
public sealed record StockWriteDecision(StockWriteAction Action, Phrase? Message = null);

/// <summary>Decides, with the shop's row read a moment ago, whether the shop is told (contracts/prestashop.md §4.6).</summary>
public static class StockWritePlanner
{
    /// <param name="shopNow">Pieces the shop shows; null without a row.</param>
    /// <param name="lastWritten">What the shop showed last as far as is known; null when nothing is.</param>
    /// <param name="ordersAreFresh">The shop's new orders were imported after its row was seen to differ.</param>
    public static StockWriteDecision Decide(int wanted, int? shopNow, int? lastWritten, bool ordersAreFresh)
    {
        if (shopNow is not { } now)
        {
            return new(StockWriteAction.Report, new Phrase("The shop has no stock row for it. Save the product once in the shop."));
        }

        if (now == wanted)
        {
            return new(StockWriteAction.Nothing);
        }

        if (ordersAreFresh || lastWritten == now)
        {
            return new(StockWriteAction.Write);
        }

        return new(StockWriteAction.ReadOrdersFirst, lastWritten is { } last
            ? new Phrase("The shop shows {0} where {1} was sent: something was sold or edited there.", Text(now), Text(last))
            : new Phrase("The shop's figure was never looked at while its orders were known."));
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
