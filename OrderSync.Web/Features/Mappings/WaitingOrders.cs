using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Mappings;

/// <summary>Which orders wait for a mapping: those that miss the value, and those a status rule put aside for later.</summary>
internal static class WaitingOrders
{
    public static IQueryable<MissingValue> Missing(OrderSyncDb db, long integrationId, string table) => db.MissingValues.Where(missing =>
        missing.Table == table && db.IncomingOrders.Any(incoming =>
            incoming.Id == missing.IncomingOrderId && incoming.IntegrationId == integrationId && incoming.State == IncomingState.Problem));

    public static IQueryable<IncomingOrder> PutAside(OrderSyncDb db, long integrationId) => db.IncomingOrders.Where(incoming =>
        incoming.IntegrationId == integrationId && incoming.State == IncomingState.Waiting && incoming.Cause == DecisionCause.StatusRule);

    /// <summary>Number of waiting orders by value.</summary>
    public static async Task<Dictionary<string, int>> CountAsync(OrderSyncDb db, long integrationId, string table, CancellationToken ct)
    {
        var counts = await Missing(db, integrationId, table)
            .GroupBy(missing => missing.Source)
            .Select(group => new { Source = group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Source, row => row.Count, ct);
        if (table == MappingTables.OrderStatuses)
        {
            var aside = await PutAside(db, integrationId)
                .GroupBy(incoming => incoming.ExternalStatus)
                .Select(group => new { Source = group.Key, Count = group.Count() })
                .ToListAsync(ct);
            aside.ForEach(row => counts[row.Source] = counts.GetValueOrDefault(row.Source) + row.Count);
        }

        return counts;
    }

    /// <summary>Marks exactly the orders that wait for one of the values, so that the Retry feed takes them.</summary>
    /// <returns>How many there are.</returns>
    public static async Task<int> MarkAsync(OrderSyncDb db, long integrationId, string table, IReadOnlyCollection<string> sources, CancellationToken ct)
    {
        var waiting = Missing(db, integrationId, table).Where(missing => sources.Contains(missing.Source)).Select(missing => missing.IncomingOrderId);
        var marked = await db.IncomingOrders.Where(incoming => waiting.Contains(incoming.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(incoming => incoming.RetryRequested, true), ct);
        if (table == MappingTables.OrderStatuses)
        {
            marked += await PutAside(db, integrationId).Where(incoming => sources.Contains(incoming.ExternalStatus))
                .ExecuteUpdateAsync(set => set.SetProperty(incoming => incoming.RetryRequested, true), ct);
        }

        return marked;
    }
}
