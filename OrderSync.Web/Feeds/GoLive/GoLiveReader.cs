using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.GoLive;

/// <summary>Reads what the tables say of an integration's steps. Nothing here is a flag somebody sets.</summary>
public sealed class GoLiveReader(ConnectorRegistry connectors, ConnectionFactory connections, FeedCatalog catalog)
{
    private static readonly string[] Tables = [MappingTables.OrderStatuses, MappingTables.ShippingMethods, MappingTables.PaymentMethods];

    /// <summary>Feeds the integration's connector offers; none when this program does not have the connector.</summary>
    public IReadOnlyList<FeedKey> Offered(Integration integration) =>
        connectors.TryGet(integration.Connector, out var descriptor) ? [.. descriptor.Feeds.Select(offer => offer.Key)] : [];

    /// <param name="wanted">Steps to read the figures of; counting is left out for the others.</param>
    public async Task<GoLiveFacts> ReadAsync(OrderSyncDb db, Integration integration, Func<GoLiveStep, bool> wanted, CancellationToken ct)
    {
        var offered = Offered(integration);
        var steps = GoLiveFeeds.StepsOf(offered).Where(wanted).ToHashSet();
        return new GoLiveFacts(
            offered,
            new ConnectionFacts(integration.Enabled, integration.TestedAt, integration.Problems.Count),
            steps.Contains(GoLiveStep.Mappings) ? await MappingsAsync(db, integration, ct) : [],
            steps.Contains(GoLiveStep.Products) ? await ProductsAsync(db, integration.Id, ct) : new ProductFacts(null),
            steps.Contains(GoLiveStep.Orders) ? await OrdersAsync(db, integration, ct) : new OrderFacts(null),
            await PlanReader.TakeoverAsync(db, integration.Id, steps.Contains(GoLiveStep.Stock), ct),
            await PlanReader.ExportAsync(db, integration.Id, ct),
            steps.Contains(GoLiveStep.Shipping) ? await ShippingAsync(db, integration, ct) : new ShippingFacts(),
            steps.Contains(GoLiveStep.Schedules) ? await SchedulesAsync(db, integration, ct) : []);
    }

    private async Task<IReadOnlyList<TableCoverage>> MappingsAsync(OrderSyncDb db, Integration integration, CancellationToken ct)
    {
        var counts = await db.ValueMappings.Where(row => row.IntegrationId == integration.Id && Tables.Contains(row.Table))
            .GroupBy(row => row.Table)
            .Select(group => new { Table = group.Key, All = group.Count(), Mapped = group.Count(row => row.Target != null) })
            .ToDictionaryAsync(row => row.Table, ct);
        return
        [
            .. connectors.Get(integration.Connector).MappingTables.Where(offer => Tables.Contains(offer.Table)).Select(offer =>
                new TableCoverage(offer.Table, offer.Title, counts.GetValueOrDefault(offer.Table)?.Mapped ?? 0, counts.GetValueOrDefault(offer.Table)?.All ?? 0)),
        ];
    }

    private static async Task<ProductFacts> ProductsAsync(OrderSyncDb db, long integrationId, CancellationToken ct)
    {
        var listings = db.Listings.Where(row => row.IntegrationId == integrationId);

        // A whole reading says of each product whether it can be read; before the first one, the imports do together.
        var update = new FeedKey("update-products");
        var whole = await Ended(db, integrationId, update).MaxAsync(run => (long?)run.Id, ct) ?? 0;
        var missing = await db.FeedRuns
            .Where(run => run.IntegrationId == integrationId && run.Id >= whole && (run.FeedKey == GoLiveFeeds.ImportProducts || run.FeedKey == update) && (run.Failed > 0 || run.Skipped > 0))
            .Join(db.FeedRunItems.Where(item => item.Outcome == ItemOutcome.Failed || item.Outcome == ItemOutcome.Skipped), run => run.Id, item => item.RunId, (_, item) => new { item.ExternalId, item.Outcome })
            .Where(item => !listings.Any(listing => listing.ExternalId == item.ExternalId))
            .Distinct().GroupBy(item => item.Outcome).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        return new ProductFacts(
            await ReadToEndAsync(db, integrationId, GoLiveFeeds.ImportProducts, ct),
            await listings.CountAsync(row => row.GoneAt == null, ct),
            missing.GetValueOrDefault(ItemOutcome.Failed),
            missing.GetValueOrDefault(ItemOutcome.Skipped));
    }

    private async Task<OrderFacts> OrdersAsync(OrderSyncDb db, Integration integration, CancellationToken ct)
    {
        var incoming = db.IncomingOrders.Where(row => row.IntegrationId == integration.Id);
        var counts = await incoming.GroupBy(row => row.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        var source = connectors.Port<IOrderSource>(integration.Connector);
        return new OrderFacts(
            await ReadToEndAsync(db, integration.Id, GoLiveFeeds.ImportOrders, ct),
            await incoming.OrderByDescending(row => row.Id).Select(row => row.ExternalId).FirstOrDefaultAsync(ct),
            source?.ImportSettings(connections.Open(integration)).ImportFromOrderId ?? 0,
            counts.GetValueOrDefault(IncomingState.Imported),
            counts.GetValueOrDefault(IncomingState.Ignored),
            counts.GetValueOrDefault(IncomingState.Waiting),
            counts.GetValueOrDefault(IncomingState.Problem));
    }

    private async Task<ShippingFacts> ShippingAsync(OrderSyncDb db, Integration integration, CancellationToken ct)
    {
        if (connectors.Port<IOrderStatusTarget>(integration.Connector)?.StatusSettings(connections.Open(integration)) is not { } chosen)
        {
            return new ShippingFacts();
        }

        string?[] states = [chosen.FullShipment, chosen.PartialShipment];
        var names = await db.ValueMappings
            .Where(row => row.IntegrationId == integration.Id && row.Table == MappingTables.OrderStatuses && states.Contains(row.Source) && row.SourceName != "")
            .ToDictionaryAsync(row => row.Source, row => row.SourceName, ct);
        return new ShippingFacts(Named(chosen.FullShipment), Named(chosen.PartialShipment));

        string? Named(string? state) => state is null ? null : names.GetValueOrDefault(state, state);
    }

    private async Task<IReadOnlyList<ScheduleFacts>> SchedulesAsync(OrderSyncDb db, Integration integration, CancellationToken ct)
    {
        var feeds = await db.Feeds.AsNoTracking().Where(row => row.IntegrationId == integration.Id).ToDictionaryAsync(row => row.Key, ct);
        return
        [
            .. connectors.Get(integration.Connector).Feeds.Where(offer => offer.DefaultCron is not null).Select(offer => new ScheduleFacts(
                offer.Key,
                catalog.Find(offer.Key)?.Title ?? offer.Key.Value,
                feeds.GetValueOrDefault(offer.Key) is { Cron: not null, Paused: false })),
        ];
    }

    /// <summary>Only a run that was not broken off has seen the end of the shop's list.</summary>
    private static Task<DateTime?> ReadToEndAsync(OrderSyncDb db, long integrationId, FeedKey feed, CancellationToken ct) =>
        Ended(db, integrationId, feed).OrderByDescending(run => run.Id).Select(run => run.FinishedAt).FirstOrDefaultAsync(ct);

    private static IQueryable<FeedRun> Ended(OrderSyncDb db, long integrationId, FeedKey feed) => db.FeedRuns.Where(run =>
        run.IntegrationId == integrationId && run.FeedKey == feed && (run.State == RunState.Succeeded || run.State == RunState.CompletedWithProblems));
}
