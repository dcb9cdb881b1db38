using OrderSync.Domain.Importing.Completeness;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Data;

/// <summary>Orders a check found that nothing accounts for.</summary>
public static class UnexplainedRows
{
    /// <summary>Those of them that still are so: what was read or imported since accounts for itself.</summary>
    public static IQueryable<UnexplainedOrder> OpenUnexplained(this OrderSyncDb db) => db.UnexplainedOrders.Where(row => !db.IncomingOrders.Any(incoming =>
        incoming.IntegrationId == row.IntegrationId && incoming.ExternalId == row.ExternalId
        && (incoming.State != IncomingState.Imported || db.Orders.Any(order => order.IncomingOrderId == incoming.Id))));
}
