using Microsoft.EntityFrameworkCore;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.OrderEvents;

namespace OrderSync.Web.Features.Integrations.RealTime;

/// <summary>Reads what shops reported.</summary>
public sealed class OrderEventQueries(IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, PublicUrl publicUrl, TimeProvider clock)
{
    private const int CountLimit = 10_000;

    /// <summary>Whether systems of this kind can report changes by themselves.</summary>
    public static bool IsOffered(ConnectorDescriptor connector) => connector.Feeds.Any(feed => feed.Key == OrderEventsFeed.FeedKey);

    /// <summary>Null when there is no such integration, or it cannot report anything.</summary>
    public async Task<RealTimeSetup?> SetupAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var connector = await db.Integrations.Where(row => row.Id == integrationId).Select(row => (Domain.Integrations.ConnectorKey?)row.Connector).SingleOrDefaultAsync(ct);
        if (connector is not { } key || !connectors.TryGet(key, out var descriptor) || !IsOffered(descriptor))
        {
            return null;
        }

        var access = await db.InboundKeys.AsNoTracking().SingleOrDefaultAsync(row => row.IntegrationId == integrationId, ct);
        var last = await db.InboxEvents.Where(row => row.IntegrationId == integrationId).OrderByDescending(row => row.Id)
            .Select(row => (DateTime?)row.ReceivedAt).FirstOrDefaultAsync(ct);
        var path = access is null ? null : PathOf(access.Key);
        return new RealTimeSetup(
            path, path is null ? null : publicUrl.Of(path), access?.ChangedAt,
            access?.PreviousUntil > clock.GetUtcNow().UtcDateTime ? access.PreviousUntil : null, last);
    }

    /// <summary>Newest first.</summary>
    public async Task<KeysetPage<OrderEventRow>> ListAsync(long integrationId, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var events = db.InboxEvents.AsNoTracking().Where(row => row.IntegrationId == integrationId);
        var rows = await events.Window(cursor, size, newestFirst: true)
            .Select(row => new OrderEventRow(
                row.Id, row.EventId, row.ShopOrderId, row.Reference, row.OldStatus, row.NewStatus, row.OccurredAt, row.ReceivedAt, row.State, row.SettledAt, row.Result,
                db.Orders.Where(order => order.IntegrationId == integrationId && order.ExternalId == row.ShopOrderId).Select(order => (long?)order.Id).FirstOrDefault()))
            .ToListAsync(ct);
        var (total, atLeast) = await events.CountUpToAsync(CountLimit, ct);
        return rows.ToPage(cursor, size, row => row.Id, total, atLeast);
    }

    internal static string PathOf(string key) => "in/order-status/" + key;
}
