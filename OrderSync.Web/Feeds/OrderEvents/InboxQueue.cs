using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.OrderEvents;

/// <summary>What is to be done now, and when the next look is due if nothing is.</summary>
/// <param name="Events">All unsettled events of the orders that are due, oldest first.</param>
internal sealed record DueEvents(IReadOnlyList<InboxEvent> Events, DateTime? NextAt)
{
    public IReadOnlyList<string> OrderIds { get; } = [.. Events.Select(row => row.ShopOrderId).Distinct()];
}

/// <summary>Events that wait to be settled.</summary>
public sealed class InboxQueue(IDbContextFactory<OrderSyncDb> databases)
{
    /// <summary>Orders read at once.</summary>
    private const int MostOrders = 100;
    private const int MostEvents = 500;
    private const int PurgedAtOnce = 1000;

    /// <summary>How long events are kept, settled or not.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Integrations with something due.</summary>
    public static async Task<IReadOnlyCollection<long>> DueAsync(OrderSyncDb db, DateTime now, CancellationToken ct) =>
        await db.InboxEvents.Where(row => row.DueAt != null && row.DueAt <= now).Select(row => row.IntegrationId).Distinct().ToListAsync(ct);

    internal async Task<DueEvents> TakeAsync(long integrationId, DateTime now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var waiting = db.InboxEvents.AsNoTracking().Where(row => row.IntegrationId == integrationId && row.DueAt != null);
        var due = await waiting.Where(row => row.DueAt <= now).OrderBy(row => row.DueAt).Take(MostEvents).Select(row => row.ShopOrderId).ToListAsync(ct);
        if (due.Count == 0)
        {
            return new DueEvents([], await waiting.MinAsync(row => row.DueAt, ct));
        }

        // What a look at an order settles, it settles for all events of the order: those that wait for a later look, too.
        var orders = due.Distinct().Take(MostOrders).ToList();
        return new DueEvents(await waiting.Where(row => orders.Contains(row.ShopOrderId)).OrderBy(row => row.Id).ToListAsync(ct), null);
    }

    internal async Task PurgeAsync(long integrationId, DateTime now, CancellationToken ct)
    {
        var before = now - Kept;
        await using var db = await databases.CreateDbContextAsync(ct);
        var old = db.InboxEvents.Where(row => row.IntegrationId == integrationId && row.ReceivedAt < before);
        while (await old.OrderBy(row => row.Id).Select(row => row.Id).Take(PurgedAtOnce).ToListAsync(ct) is { Count: > 0 } ids)
        {
            await db.InboxEvents.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(ct);
        }
    }
}
