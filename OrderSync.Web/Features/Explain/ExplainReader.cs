using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing.Explaining;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.GoLive;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Features.Explain;

/// <summary>Reads what is stored here of an order and of its way.</summary>
public sealed class ExplainReader(
    IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, ConnectionFactory connections, GoLiveGate gate, FeedCatalog catalog, FeedScheduler schedules, TimeProvider clock)
{
    private const int MostOfOneReference = 20;

    /// <summary>Orders seen before under the number, or under it as a reference.</summary>
    public async Task<IReadOnlyList<KnownOrder>> KnownAsync(long integrationId, string number, CancellationToken ct)
    {
        var upper = number.ToUpperInvariant();
        await using var db = await databases.CreateDbContextAsync(ct);
        var byNumber = await ListAsync(db, db.IncomingOrders.Where(row => row.IntegrationId == integrationId && row.ExternalId == number), ct);
        return byNumber.Count > 0 ? byNumber
            : await ListAsync(db, db.IncomingOrders.Where(row => row.IntegrationId == integrationId && (row.Reference == number || row.Reference == upper)).OrderByDescending(row => row.Id).Take(MostOfOneReference), ct);
    }

    public async Task<IReadOnlyList<KnownOrder>> KnownAsync(long integrationId, IEnumerable<string> externalIds, CancellationToken ct)
    {
        var ids = externalIds.ToList();
        await using var db = await databases.CreateDbContextAsync(ct);
        return ids.Count == 0 ? [] : await ListAsync(db, db.IncomingOrders.Where(row => row.IntegrationId == integrationId && ids.Contains(row.ExternalId)), ct);
    }

    /// <summary>Everything but the order itself.</summary>
    public async Task<ExplainFacts> StoredAsync(long integrationId, string number, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var integration = await db.Integrations.AsNoTracking().SingleAsync(row => row.Id == integrationId, ct);
        var mappings = await db.ValueMappings.AsNoTracking().Where(row => row.IntegrationId == integrationId).ToListAsync(ct);
        var feeds = await db.Feeds.AsNoTracking().Where(row => row.IntegrationId == integrationId).ToDictionaryAsync(row => row.Key, ct);
        var settings = connectors.Port<IOrderSource>(integration.Connector)!.ImportSettings(connections.Open(integration));
        return new ExplainFacts(number, settings, MappingSet.From(mappings), await FeedAsync(db, integration, feeds.GetValueOrDefault(ImportOrdersFeed.FeedKey), ct))
        {
            Enabled = integration.Enabled,
            NextRetry = NextRun(integration, feeds.GetValueOrDefault(RetryFeed.FeedKey)),
        };
    }

    /// <summary>Tells of a number whether reading new orders is past it.</summary>
    public async Task<Func<string, bool>> IsPastAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var integration = await db.Integrations.AsNoTracking().SingleAsync(row => row.Id == integrationId, ct);
        var cursor = await db.Feeds.Where(row => row.IntegrationId == integrationId && row.Key == ImportOrdersFeed.FeedKey).Select(row => row.Cursor).SingleOrDefaultAsync(ct);
        return connectors.Port<IOrderLookup>(integration.Connector)!.IsPast(connections.Open(integration), cursor);
    }

    private async Task<ImportFeedFacts> FeedAsync(OrderSyncDb db, Integration integration, Feed? feed, CancellationToken ct)
    {
        var title = catalog.Find(ImportOrdersFeed.FeedKey)?.Title ?? ImportOrdersFeed.FeedKey.Value;
        if (feed is null)
        {
            return new ImportFeedFacts(title, false, null);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        return new ImportFeedFacts(title, feed.Cron is not null, NextRun(integration, feed))
        {
            IsPaused = feed.Paused,
            IsAtWork = await db.FeedRuns.AnyAsync(run => run.ActiveFeedId == feed.Id, ct),
            Locked = (await gate.LockOfAsync(db, feed, ct))?.Reason,
            RestsUntil = integration.RetryAt > now ? integration.RetryAt : null,
            Fault = integration.Fault,
        };
    }

    private DateTime? NextRun(Integration integration, Feed? feed) =>
        integration.Enabled && feed is { Paused: false } && schedules.NextRun(feed.Cron) is { } next ? integration.RetryAt > next ? integration.RetryAt : next : null;

    private static async Task<IReadOnlyList<KnownOrder>> ListAsync(OrderSyncDb db, IQueryable<IncomingOrder> rows, CancellationToken ct) => await rows.AsNoTracking()
        .Select(row => new KnownOrder(row.Id, row.ExternalId, row.Reference, row.State, row.Cause, row.Reason, row.FirstSeenAt, row.DecidedAt)
        {
            RetryRequested = row.RetryRequested,
            Correction = row.Correction,
            ErasedAt = row.ErasedAt,
            OrderId = db.Orders.Where(order => order.IncomingOrderId == row.Id).Select(order => (long?)order.Id).FirstOrDefault(),
        })
        .ToListAsync(ct);
}
