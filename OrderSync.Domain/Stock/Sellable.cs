namespace OrderSync.Domain.Stock;

/// <summary>What may be offered for sale.</summary>
public static class Sellable
{
    /// <summary>
    /// Pieces on hand in the chosen warehouses, less what open orders are promised there, less the buffer. Never below zero unless the shop
    /// is to see that more was sold than there is.
    /// </summary>
    /// <param name="buffer">Pieces held back from the shop; not taken off when nothing is left anyway.</param>
    public static int Of(int onHand, int reserved, int buffer, bool mayBeNegative = false)
    {
        var left = onHand - reserved;
        var offered = left > 0 ? Math.Max(0, left - buffer) : left;
        return mayBeNegative ? offered : Math.Max(0, offered);
    }
}
