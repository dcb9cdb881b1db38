using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Feeds.UpdateOrders;

/// <summary>
/// Follows what a shop changes about orders that are here. Shops say that an order changed, but not always (a refund, an edited address): so
/// open orders are read again once a day whatever the shop says (contracts/prestashop-observed.md 5), and whenever somebody has mapped something.
/// </summary>
public sealed class UpdateOrdersFeed(ConnectorRegistry connectors, ShownOrders shown, IDbContextFactory<OrderSyncDb> databases) : IFeed
{
    public static readonly FeedKey FeedKey = new("update-orders");

    private const int Batch = 100;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(24);

    public FeedKey Key => FeedKey;

    public string Title => "Update orders";

    public string Description => "Follows what changes in the shop after an order was imported: status, cancellation, refunds, lines, addresses. Advice: every 5 minutes.";

    public FeedLane Lane => FeedLane.Orders;

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var source = connectors.OrderSource(context);
        var options = new IntakeOptions(source.ImportSettings(context.Connection), ReportUnchanged: false);
        var place = UpdateCursor.Parse(context.Feed.Cursor);
        await foreach (var page in source.ReadChangedAsync(context.Connection, place.Changes, await FirstSeenAsync(context, ct), ct))
        {
            place = place with { Changes = page.Cursor };
            await shown.TakeAsync(context, page with { Cursor = place.ToJson() }, options, ct);
        }

        if (place.SweptAt is not { } swept || context.Now - swept >= SweepEvery || await WasMappedSinceAsync(context, swept, ct))
        {
            await SweepAsync(context, source, options, place, ct);
        }

        return Say(context);
    }

    /// <summary>What changed before the first order was seen here came with it.</summary>
    private async Task<DateTime> FirstSeenAsync(FeedContext context, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.IncomingOrders.Where(row => row.IntegrationId == context.Connection.IntegrationId)
            .OrderBy(row => row.Id).Select(row => (DateTime?)row.FirstSeenAt).FirstOrDefaultAsync(ct) ?? context.Now;
    }

    /// <summary>What could not be followed for want of a mapping may be now.</summary>
    private async Task<bool> WasMappedSinceAsync(FeedContext context, DateTime moment, CancellationToken ct)
    {
        var system = Actor.System.Name;
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.ValueMappings.AnyAsync(row => row.IntegrationId == context.Connection.IntegrationId && row.UpdatedAt > moment && row.UpdatedBy != system, ct);
    }

    private async Task SweepAsync(FeedContext context, IOrderSource source, IntakeOptions options, UpdateCursor place, CancellationToken ct)
    {
        var began = context.Now;
        while (await OpenOrdersAsync(context, place.SweepAfter, ct) is { Count: > 0 } open)
        {
            await foreach (var page in source.ReadAsync(context.Connection, [.. open.Select(order => order.ExternalId)], ct))
            {
                await shown.TakeAsync(context, page, options, ct);
            }

            place = place with { SweepAfter = open[^1].Id };
            await SaveAsync(context, place, ct);
        }

        await SaveAsync(context, place with { SweptAt = began, SweepAfter = 0 }, ct);
    }

    private async Task<List<OpenOrder>> OpenOrdersAsync(FeedContext context, long after, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Orders
            .Where(row => row.IntegrationId == context.Connection.IntegrationId && OpenOrders.Reserving.Contains(row.Status) && row.Id > after)
            .OrderBy(row => row.Id).Take(Batch).Select(row => new OpenOrder(row.Id, row.ExternalId)).ToListAsync(ct);
    }

    private static Task SaveAsync(FeedContext context, UpdateCursor place, CancellationToken ct) => context.SaveAsync(
        async (db, token) =>
        {
            var cursor = place.ToJson();
            await db.Feeds.Where(row => row.Id == context.Feed.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, cursor), token);
            return new RunCounts();
        }, ct);

    private static Phrase Say(FeedContext context)
    {
        var counts = context.Counts;
        return counts is { Created: 0, Updated: 0, Skipped: 0, Waiting: 0, Failed: 0 }
            ? new Phrase("Nothing changed in the shop since the last look.")
            : new Phrase("{0} followed the shop, {1} newly imported, {2} left as they are, {3} with a problem.",
                N(counts.Updated), N(counts.Created), N(counts.Skipped + counts.Waiting), N(counts.Failed));
    }

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);

    private sealed record OpenOrder(long Id, string ExternalId);
}
