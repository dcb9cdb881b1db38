using OrderSync.Domain.Catalog;

namespace OrderSync.Web.Data;

internal static class HeldLocks
{
    /// <summary><see cref="ProductLock.HoldsAt"/> in the database's words.</summary>
    public static IQueryable<ProductLock> HoldingAt(this IQueryable<ProductLock> locks, DateTime now) =>
        locks.Where(row => row.Until == null || row.Until > now);
}
