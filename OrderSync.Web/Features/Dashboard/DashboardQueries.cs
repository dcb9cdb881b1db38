using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Dashboard;

/// <summary>An integration that does not work now.</summary>
public sealed record BrokenIntegration(long Id, string Name, Phrase Reason, Phrase? Remedy, DateTime? RetryAt, DateTime? Since);

/// <summary>A run that failed lately.</summary>
/// <param name="Feed">English, translated when shown.</param>
public sealed record FailedRun(long Id, string Integration, string Feed, DateTime At, Phrase? Message);

/// <summary>Whether a shop's orders arrive.</summary>
/// <param name="Usual">Orders by this time of day on the same weekday, on average of the last four; null while there is no such day to compare with.</param>
public sealed record Arrival(
    long IntegrationId, string Name, bool Enabled, DateTime? LastOrderAt, int Today, double? Usual, DateTime? LastSuccessAt, DateTime? NextRun);

/// <summary>Orders of one day in the reader's zone.</summary>
public sealed record DayCount(DateOnly Day, int Orders);

/// <summary>What the dashboard reads. Every number is one bounded range of an index, so it costs the same with a million orders.</summary>
public sealed class DashboardQueries(IDbContextFactory<OrderSyncDb> databases, FeedScheduler schedules, FeedCatalog catalog, ConnectorRegistry connectors, TimeProvider clock)
{
    private const int WeeksCompared = 4;
    private const int FailedRunsShown = 5;
    private static readonly TimeSpan Lately = TimeSpan.FromHours(24);

    public async Task<IReadOnlyList<BrokenIntegration>> BrokenAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Integrations.AsNoTracking().OrderBy(row => row.Name).ToListAsync(ct);
        var broken = new List<BrokenIntegration>();
        foreach (var row in rows)
        {
            if (row is { Enabled: true, Fault: { } fault })
            {
                var remedy = await db.FeedRuns.Where(run => run.IntegrationId == row.Id && run.State == RunState.Failed)
                    .OrderByDescending(run => run.Id).Select(run => run.Remedy).FirstOrDefaultAsync(ct);
                broken.Add(new BrokenIntegration(row.Id, row.Name, fault, remedy, row.RetryAt, row.FaultSince));
            }
            else if (row.Problems is [var problem, ..])
            {
                broken.Add(new BrokenIntegration(row.Id, row.Name, problem.Message, problem.Remedy, null, null));
            }
        }

        return broken;
    }

    /// <summary>Runs that failed within a day, of integrations that work again: the others stand above with their reason.</summary>
    public async Task<IReadOnlyList<FailedRun>> FailedRunsAsync(CancellationToken ct)
    {
        var since = clock.GetUtcNow().UtcDateTime - Lately;
        await using var db = await databases.CreateDbContextAsync(ct);
        var runs = await db.FeedRuns
            .Where(run => run.State == RunState.Failed && run.QueuedAt >= since)
            .Join(db.Integrations.Where(integration => integration.Fault == null), run => run.IntegrationId, integration => integration.Id, (run, integration) =>
                new { run.Id, integration.Name, run.FeedKey, At = run.FinishedAt ?? run.QueuedAt, run.Message })
            .OrderByDescending(run => run.Id)
            .Take(FailedRunsShown)
            .ToListAsync(ct);
        return [.. runs.Select(run => new FailedRun(run.Id, run.Name, catalog.Get(run.FeedKey).Title, run.At, run.Message))];
    }

    public async Task<IReadOnlyList<Arrival>> ArrivalsAsync(TimeZoneInfo zone, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var sources = connectors.All.Where(connector => connector.Ports is IOrderSource).Select(connector => connector.Key).ToList();
        var shops = await db.Integrations.AsNoTracking().Where(row => sources.Contains(row.Connector)).OrderBy(row => row.Name).ToListAsync(ct);
        var feeds = await db.Feeds.AsNoTracking().Where(feed => !feed.Paused && feed.Cron != null).ToListAsync(ct);
        var arrivals = new List<Arrival>();
        foreach (var shop in shops)
        {
            var orders = db.Orders.Where(order => order.IntegrationId == shop.Id);
            var last = await orders.OrderByDescending(order => order.PlacedAt).ThenByDescending(order => order.Id)
                .Select(order => (DateTime?)order.PlacedAt).FirstOrDefaultAsync(ct);
            var next = shop.Enabled ? feeds.Where(feed => feed.IntegrationId == shop.Id).Select(feed => schedules.NextRun(feed.Cron)).Min() : null;
            var (today, usual) = await CompareAsync(db, shop.Id, zone, ct);
            arrivals.Add(new Arrival(shop.Id, shop.Name, shop.Enabled, last, today, usual, shop.LastSuccessAt, Later(next, shop.RetryAt)));
        }

        return arrivals;
    }

    /// <summary>Orders placed per day of the reader's zone, oldest first, today last.</summary>
    public async Task<IReadOnlyList<DayCount>> TrendAsync(TimeZoneInfo zone, int days, CancellationToken ct)
    {
        var today = Today(zone);
        await using var db = await databases.CreateDbContextAsync(ct);
        var trend = new List<DayCount>(days);
        for (var day = today.AddDays(1 - days); day <= today; day = day.AddDays(1))
        {
            var (from, to) = (DayRange.Start(day, zone), DayRange.Start(day.AddDays(1), zone));
            trend.Add(new DayCount(day, await db.Orders.CountAsync(order => order.PlacedAt >= from && order.PlacedAt < to, ct)));
        }

        return trend;
    }

    private async Task<(int Today, double? Usual)> CompareAsync(OrderSyncDb db, long integrationId, TimeZoneInfo zone, CancellationToken ct)
    {
        var today = Today(zone);
        var passed = clock.GetUtcNow().UtcDateTime - DayRange.Start(today, zone);
        var counts = new List<int>();
        for (var week = 0; week <= WeeksCompared; week++)
        {
            var from = DayRange.Start(today.AddDays(-7 * week), zone);
            var to = from + passed;
            counts.Add(await db.Orders.CountAsync(order => order.IntegrationId == integrationId && order.PlacedAt >= from && order.PlacedAt <= to, ct));
        }

        return (counts[0], counts.Skip(1).Any(count => count > 0) ? counts.Skip(1).Average() : null);
    }

    private static DateTime? Later(DateTime? next, DateTime? rest) => next is null || rest is null ? next : next > rest ? next : rest;

    private DateOnly Today(TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(clock.GetUtcNow().UtcDateTime, zone));
}
