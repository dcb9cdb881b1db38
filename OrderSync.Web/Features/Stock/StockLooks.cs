using System.Globalization;
using OrderSync.Domain.Stock;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Stock;

/// <summary>Words and icons of stock; English, translated when shown.</summary>
internal static class StockLooks
{
    public static StateLook Look(this MovementKind kind) => kind switch
    {
        MovementKind.Initial => new("input", "First stock", Tone.Neutral),
        MovementKind.ByHand => new("edit", "Counted", Tone.Info),
        MovementKind.Shipped => new("local_shipping", "Shipped", Tone.Good),
        _ => new("move_to_inbox", "Received", Tone.Neutral),
    };

    public static string Word(this StockCondition condition) => condition switch
    {
        StockCondition.InStock => "In stock",
        StockCondition.OutOfStock => "Out of stock",
        _ => "Oversold",
    };

    /// <summary>Title of the empty list.</summary>
    public static string Nothing(this StockCondition condition) => condition switch
    {
        StockCondition.InStock => "Nothing is in stock",
        StockCondition.OutOfStock => "Nothing is out of stock",
        _ => "Nothing is oversold",
    };

    /// <summary>A change with its sign: people look for what went out.</summary>
    public static string Signed(int change) => change.ToString("+#,0;−#,0;0", CultureInfo.CurrentCulture);
}
