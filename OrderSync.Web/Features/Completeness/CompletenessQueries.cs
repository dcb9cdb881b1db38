using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing.Completeness;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.Completeness;

namespace OrderSync.Web.Features.Completeness;

/// <summary>How a shop's own list of orders and what is here compare.</summary>
/// <param name="Days">A window of days, the newest first.</param>
/// <param name="Older">The day to ask for to go on; null at the end.</param>
/// <param name="Totals">The sum of the days shown.</param>
public sealed record CompletenessView(
    long IntegrationId, string Name, bool Enabled, IReadOnlyList<CompletenessDay> Days, DateOnly? Older, CompletenessDay Totals, IReadOnlyList<UnexplainedOrder> Missing, int MissingInAll)
{
    /// <summary>When it was counted last; null when it never was.</summary>
    public DateTime? CheckedAt { get; init; }

    /// <summary>The last check that ended, and how.</summary>
    public FeedRun? LastRun { get; init; }

    /// <summary>The check that is queued or going on.</summary>
    public FeedRun? ActiveRun { get; init; }

    /// <summary>A usual check looks at the last so many days.</summary>
    public int Window { get; init; }

    /// <summary>The check runs by itself.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>How many unexplained orders there are counted as such, named or not.</summary>
    public bool IsComplete => MissingInAll == 0;
}

/// <summary>Orders of a shop that nothing accounts for.</summary>
public sealed record MissingOrders(long IntegrationId, string Name, int Count);

/// <summary>Reads what the checks of completeness counted.</summary>
public sealed class CompletenessQueries(IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors)
{
    public const int DaysShown = 31;
    private const int MissingShown = 50;

    /// <summary>Whether the integration's connector can list its orders.</summary>
    public bool Offers(ConnectorKey connector) => connectors.TryGet(connector, out var descriptor) && descriptor.Ports is IOrderLookup;

    /// <param name="before">Only days before this one; null begins with the newest.</param>
    /// <returns>Null when there is no such integration, or its orders cannot be listed.</returns>
    public async Task<CompletenessView?> ViewAsync(long integrationId, DateOnly? before, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId, ct) is not { } integration || !Offers(integration.Connector))
        {
            return null;
        }

        var days = await db.CompletenessDays.AsNoTracking().Where(row => row.IntegrationId == integrationId && (before == null || row.Day < before))
            .OrderByDescending(row => row.Day).Take(size + 1).ToListAsync(ct);
        var open = db.OpenUnexplained().AsNoTracking().Where(row => row.IntegrationId == integrationId);
        var runs = db.FeedRuns.AsNoTracking().Where(run => run.IntegrationId == integrationId && run.FeedKey == CheckCompletenessFeed.FeedKey);
        var last = await runs.Where(run => run.FinishedAt != null).OrderByDescending(run => run.Id).FirstOrDefaultAsync(ct);
        var shown = days.Take(size).ToList();
        return new CompletenessView(
            integrationId, integration.Name, integration.Enabled, shown, days.Count > size ? shown[^1].Day : null, Sum(integrationId, shown),
            await open.OrderByDescending(row => row.Day).ThenByDescending(row => row.Id).Take(MissingShown).ToListAsync(ct),
            await open.CountAsync(ct))
        {
            CheckedAt = await db.CompletenessDays.Where(row => row.IntegrationId == integrationId).MaxAsync(row => (DateTime?)row.CheckedAt, ct) ?? last?.FinishedAt,
            LastRun = last,
            Window = integration.CompletenessDays,
            ActiveRun = await runs.Where(run => run.ActiveFeedId != null).FirstOrDefaultAsync(ct),
            IsScheduled = await db.Feeds.AnyAsync(feed => feed.IntegrationId == integrationId && feed.Key == CheckCompletenessFeed.FeedKey && feed.Cron != null && !feed.Paused, ct),
        };
    }

    /// <summary>Shops with orders that nothing accounts for.</summary>
    /// <param name="only">Only this integration; null for all.</param>
    public async Task<IReadOnlyList<MissingOrders>> MissingAsync(long? only, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var counts = await db.OpenUnexplained().Where(row => only == null || row.IntegrationId == only)
            .GroupBy(row => row.IntegrationId).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(ct);
        if (counts.Count == 0)
        {
            return [];
        }

        var names = await db.Integrations.ToDictionaryAsync(row => row.Id, row => row.Name, ct);
        return [.. counts.Select(row => new MissingOrders(row.Key, names.GetValueOrDefault(row.Key, ""), row.Count)).OrderBy(row => row.Name)];
    }

    internal static CompletenessDay Sum(long integrationId, List<CompletenessDay> days) => new()
    {
        IntegrationId = integrationId,
        Day = days.Count == 0 ? DateOnly.MinValue : days[0].Day,
        CheckedAt = days.Count == 0 ? DateTime.MinValue : days.Max(day => day.CheckedAt),
        InShop = days.Sum(day => day.InShop),
        Imported = days.Sum(day => day.Imported),
        Ignored = days.Sum(day => day.Ignored),
        Waiting = days.Sum(day => day.Waiting),
        NotRead = days.Sum(day => day.NotRead),
        Problems = days.Sum(day => day.Problems),
        Unexplained = days.Sum(day => day.Unexplained),
    };
}
