using System.Globalization;

namespace OrderSync.Domain.Stock;

/// <summary>What the hub has of a variant in the warehouse a shop's stock is taken over into.</summary>
/// <param name="OnHand">Null when it was never counted there.</param>
public sealed record HubStock(long VariantId, int? OnHand, int Reserved, bool Locked);

public enum TakeoverAction
{
    Change,
    Nothing,

    /// <summary>A lock keeps the hub's figure.</summary>
    Held,

    /// <summary>The hub does not know the product.</summary>
    Unknown,
}

public sealed record TakeoverDecision(TakeoverAction Action, int After, Phrase? Why);

/// <summary>Decides which figure a shop's stock becomes in the hub.</summary>
public static class StockTakeover
{
    /// <summary>
    /// A shop takes pieces off as soon as they are ordered; in the warehouse they lie until they ship. So what lies there is what the
    /// shop still offers and what open orders were promised (contracts/prestashop.md §4.6).
    /// </summary>
    /// <param name="hub">Null when the hub does not know the variant.</param>
    public static TakeoverDecision Decide(int shopQuantity, HubStock? hub)
    {
        if (hub is null)
        {
            return new(TakeoverAction.Unknown, 0, new Phrase("The hub does not know this product. Run Import new products first."));
        }

        var after = shopQuantity + hub.Reserved;
        if (hub.OnHand == after)
        {
            return new(TakeoverAction.Nothing, after, null);
        }

        return hub.Locked
            ? new(TakeoverAction.Held, after, new Phrase("A lock keeps the stock at {0}; the shop's figure would be {1}.", N(hub.OnHand ?? 0), N(after)))
            : new(TakeoverAction.Change, after, hub.Reserved > 0 ? new Phrase("{0} in the shop and {1} promised to open orders", N(shopQuantity), N(hub.Reserved)) : null);
    }

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
