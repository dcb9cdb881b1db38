using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Feeds.UpdateOrders;

/// <summary>
/// Takes orders the shop shows for a second time, or out of turn: those that are here follow the shop; those that are not are decided anew, as
/// their status may be one that is imported now.
/// </summary>
public sealed class ShownOrders(OrderIntake intake, OrderUpdates updates, IDbContextFactory<OrderSyncDb> databases)
{
    public async Task TakeAsync(FeedContext context, OrderPage page, IntakeOptions options, CancellationToken ct)
    {
        var imported = await ImportedAsync(context, [.. page.Orders.Select(order => order.ExternalId), .. page.Unreadable.Select(order => order.ExternalId)], ct);
        await updates.TakeAsync(context, Those(page, imported.Contains) with { Cursor = null }, options, ct);
        var others = Those(page, id => !imported.Contains(id) && !options.Settings.IsBeforeStart(id));
        if (others is not { Orders.Count: 0, Unreadable.Count: 0, Cursor: null })
        {
            await intake.TakeAsync(context, others, options, ct);
        }
    }

    private static OrderPage Those(OrderPage page, Func<string, bool> wanted) => page with
    {
        Orders = [.. page.Orders.Where(order => wanted(order.ExternalId))],
        Unreadable = [.. page.Unreadable.Where(order => wanted(order.ExternalId))],
        Gone = [],
    };

    private async Task<HashSet<string>> ImportedAsync(FeedContext context, IReadOnlyCollection<string> externalIds, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.IncomingOrders
            .Where(row => row.IntegrationId == context.Connection.IntegrationId && externalIds.Contains(row.ExternalId) && row.State == IncomingState.Imported)
            .Select(row => row.ExternalId).ToHashSetAsync(ct);
    }
}
