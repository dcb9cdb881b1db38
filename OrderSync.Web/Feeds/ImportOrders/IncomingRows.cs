using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ImportOrders;

internal static class IncomingRows
{
    public static Task<Dictionary<string, IncomingOrder>> LoadAsync(
        OrderSyncDb db, long integrationId, IEnumerable<string> externalIds, CancellationToken ct)
    {
        var ids = externalIds.ToList();
        return db.IncomingOrders
            .Include(row => row.Missing)
            .Where(row => row.IntegrationId == integrationId && ids.Contains(row.ExternalId))
            .ToDictionaryAsync(row => row.ExternalId, ct);
    }

    /// <summary>Imported, or left out by a person: an import does not touch it again.</summary>
    public static bool IsSettled(IncomingOrder incoming) =>
        incoming.State == IncomingState.Imported || incoming is { Cause: DecisionCause.IgnoredByPerson, RetryRequested: false };
}
