using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Runs;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ExportStock;
using OrderSync.Web.Feeds.GoLive;

namespace OrderSync.Web.Features.Feeds;

/// <summary>A feed of an integration as its Feeds tab shows it.</summary>
/// <param name="NextRunAt">UTC; null while it runs only by hand, is paused or locked, or its integration is off.</param>
/// <param name="Last">The last run that ended.</param>
/// <param name="Active">The run that is queued or going on.</param>
/// <param name="Schedule">The schedule in words.</param>
/// <param name="DefaultCron">The schedule its connector advises.</param>
public sealed record FeedRow(
    long Id, FeedKey Key, string Title, string Description, string? Cron, Phrase Schedule, string? DefaultCron, bool Paused, DateTime? NextRunAt, RunRow? Last, RunRow? Active)
{
    /// <summary>It starts when there is something to do, with or without a schedule.</summary>
    public bool StartsByItself { get; init; }

    /// <summary>Why it must not run yet; null when it may.</summary>
    public FeedLock? Locked { get; init; }

    /// <summary>Why the program switched it off by itself; null while it is on.</summary>
    public Phrase? Off { get; init; }

    /// <summary>Who lets it run although its steps of the go-live sequence are open.</summary>
    public GoLiveOverride? Override { get; init; }

    /// <summary>Set when it sends nothing because a plan was taken back.</summary>
    public StoppedExport? Stopped { get; init; }
}

/// <summary>Reads feeds.</summary>
public sealed class FeedQueries(
    IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, FeedCatalog catalog, FeedScheduler scheduler, GoLiveGate gate, RunQueries runs)
{
    /// <summary>The feeds of an integration in the connector's order; null when there is no such integration.</summary>
    public async Task<IReadOnlyList<FeedRow>?> ListAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId, ct) is not { } integration)
        {
            return null;
        }

        var offers = connectors.Get(integration.Connector).Feeds.ToList();
        var feeds = await db.Feeds.AsNoTracking().Where(feed => feed.IntegrationId == integrationId)
            .Select(feed => new
            {
                Feed = feed,
                Active = db.FeedRuns.Where(run => run.ActiveFeedId == feed.Id).Select(run => (long?)run.Id).FirstOrDefault(),
                Last = db.FeedRuns.Where(run => run.FeedId == feed.Id && run.FinishedAt != null)
                    .OrderByDescending(run => run.Id).Select(run => (long?)run.Id).FirstOrDefault(),
            })
            .ToListAsync(ct);
        var locks = (await gate.LocksAsync(db, integration, ct)).ToDictionary(one => one.Feed);
        var stopped = (await db.StoppedExportsAsync(integrationId, ct)).FirstOrDefault();
        var overrides = await db.GoLiveOverrides.AsNoTracking().Where(row => row.IntegrationId == integrationId && row.Kind == OverrideKind.Feed).ToDictionaryAsync(row => row.Key, ct);
        var rows = await runs.ByIdAsync(db, [.. feeds.SelectMany(feed => new[] { feed.Active, feed.Last }).OfType<long>()], ct);
        return
        [
            .. feeds.OrderBy(feed => offers.FindIndex(offer => offer.Key == feed.Feed.Key)).Select(found => new FeedRow(
                found.Feed.Id,
                found.Feed.Key,
                catalog.Find(found.Feed.Key)?.Title ?? found.Feed.Key.Value,
                catalog.Find(found.Feed.Key)?.Description ?? "",
                found.Feed.Cron,
                ScheduleOf(found.Feed),
                offers.Find(offer => offer.Key == found.Feed.Key)?.DefaultCron,
                found.Feed.Paused,
                integration.Enabled && found.Feed is { Paused: false, OffReason: null } && !locks.ContainsKey(found.Feed.Key) ? NextRun(found.Feed.Cron, integration.RetryAt) : null,
                found.Last is { } last ? rows.GetValueOrDefault(last) : null,
                found.Active is { } active ? rows.GetValueOrDefault(active) : null)
            {
                StartsByItself = catalog.Find(found.Feed.Key)?.StartsWhen is not null,
                Off = found.Feed.OffReason,
                Locked = locks.GetValueOrDefault(found.Feed.Key),
                Override = overrides.GetValueOrDefault(found.Feed.Key.Value),
                Stopped = found.Feed.Key == ExportStockFeed.FeedKey ? stopped : null,
            }),
        ];
    }

    private Phrase ScheduleOf(Feed feed) =>
        feed.Cron is null && catalog.Find(feed.Key)?.StartsWhen is { } when ? new Phrase(when) : CronWords.Say(feed.Cron);

    /// <summary>A schedule that fires while the integration rests is skipped, so the rest's end is the earliest.</summary>
    internal DateTime? NextRun(string? cron, DateTime? retryAt) =>
        scheduler.NextRun(cron) is { } next ? retryAt > next ? retryAt : next : null;
}
