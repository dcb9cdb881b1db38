namespace OrderSync.Domain.Pharmacy;

/// <summary>What lies in the warehouse when a pharmacy says what it offers.</summary>
public static class PacketStock
{
    /// <summary>
    /// What is sent is what may be sold. Here that is what lies in the warehouse less what open orders are promised, so it is put on top of
    /// what they are promised.
    /// </summary>
    /// <param name="promised">Pieces of open orders and of orders that wait, in this warehouse.</param>
    /// <param name="waiting">Of these, the pieces of orders the program has not fetched; zero unless they are to be taken off.</param>
    /// <returns>Pieces on hand, and by how much that offers fewer than was sent; null when it does not.</returns>
    public static (int OnHand, int? Adjusted) OnHand(int sent, int promised, int waiting)
    {
        var offered = Math.Max(0, sent - waiting);
        return (offered + promised, offered == sent ? null : offered - sent);
    }
}
