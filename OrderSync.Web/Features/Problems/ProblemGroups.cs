using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Problems;

/// <summary>Puts orders that are not imported together by what holds them, so that one remedy is told once.</summary>
public sealed class ProblemGroups(IDbContextFactory<OrderSyncDb> databases)
{
    /// <summary>Groups of one state, the largest first.</summary>
    public async Task<IReadOnlyList<ProblemGroup>> ListAsync(IncomingState state, long? integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = new ProblemFilter { State = state, IntegrationId = integrationId }.Of(db).AsNoTracking();
        var found = state switch
        {
            IncomingState.Problem => [.. await UnmappedAsync(db, rows, ct), .. await ByCauseAsync(rows.Where(row => row.Cause != DecisionCause.Unmapped), ct)],
            IncomingState.Waiting => await ByStatusAsync(rows, ct),
            IncomingState.Ignored =>
            [
                .. await ByStatusAsync(rows.Where(row => row.Cause == DecisionCause.StatusRule), ct),
                .. await ByCauseAsync(rows.Where(row => row.Cause != DecisionCause.StatusRule), ct),
            ],
            _ => await ByCauseAsync(rows, ct),
        };
        var integrations = await db.Integrations.ToDictionaryAsync(row => row.Id, row => row.Name, ct);
        var names = await NamesAsync(db, found, ct);
        return [.. found
            .Select(group => new ProblemGroup(
                state, group.Cause, group.IntegrationId, integrations.GetValueOrDefault(group.IntegrationId, ""), group.Table, group.Source,
                group.Source is null ? "" : names.GetValueOrDefault((group.IntegrationId, group.Table ?? MappingTables.OrderStatuses, group.Source), group.Source),
                group.Count, group.First, group.Last))
            .OrderByDescending(group => group.Count).ThenBy(group => group.FirstAt)];
    }

    /// <summary>The group a filter names exactly; null when it names none, or none is left in it.</summary>
    public async Task<ProblemGroup?> FindAsync(ProblemFilter filter, CancellationToken ct)
    {
        if (filter is not { State: { } state, Cause: not null, IntegrationId: { } integration })
        {
            return null;
        }

        return (await ListAsync(state, integration, ct)).FirstOrDefault(group => group.Filter == filter);
    }

    private static async Task<List<Found>> UnmappedAsync(OrderSyncDb db, IQueryable<IncomingOrder> rows, CancellationToken ct)
    {
        var groups = await rows.Where(row => row.Cause == DecisionCause.Unmapped)
            .Join(db.MissingValues, row => row.Id, missing => missing.IncomingOrderId, (row, missing) => new { row.IntegrationId, missing.Table, missing.Source, row.ProblemSince })
            .GroupBy(row => new { row.IntegrationId, row.Table, row.Source })
            .Select(group => new { group.Key, Count = group.LongCount(), First = group.Min(row => row.ProblemSince), Last = group.Max(row => row.ProblemSince) })
            .ToListAsync(ct);
        return [.. groups.Select(group => new Found(
            group.Key.IntegrationId, DecisionCause.Unmapped, group.Key.Table, group.Key.Source, group.Count, group.First ?? default, group.Last ?? default))];
    }

    private static async Task<List<Found>> ByCauseAsync(IQueryable<IncomingOrder> rows, CancellationToken ct)
    {
        var groups = await rows
            .GroupBy(row => new { row.IntegrationId, row.Cause })
            .Select(group => new { group.Key, Count = group.LongCount(), First = group.Min(row => row.Id), Last = group.Max(row => row.Id) })
            .ToListAsync(ct);
        var times = await TimesAsync(rows, groups.SelectMany(group => new[] { group.First, group.Last }), ct);
        return [.. groups.Select(group => new Found(
            group.Key.IntegrationId, group.Key.Cause, null, null, group.Count, times.GetValueOrDefault(group.First), times.GetValueOrDefault(group.Last)))];
    }

    private static async Task<List<Found>> ByStatusAsync(IQueryable<IncomingOrder> rows, CancellationToken ct)
    {
        var groups = await rows
            .GroupBy(row => new { row.IntegrationId, row.Cause, row.ExternalStatus })
            .Select(group => new { group.Key, Count = group.LongCount(), First = group.Min(row => row.Id), Last = group.Max(row => row.Id) })
            .ToListAsync(ct);
        var times = await TimesAsync(rows, groups.SelectMany(group => new[] { group.First, group.Last }), ct);
        return [.. groups.Select(group => new Found(
            group.Key.IntegrationId, group.Key.Cause, null, group.Key.ExternalStatus, group.Count,
            times.GetValueOrDefault(group.First), times.GetValueOrDefault(group.Last)))];
    }

    /// <summary>Ids grow with time, so the first and last id of a group tell its first and last moment without reading the rows between.</summary>
    private static Task<Dictionary<long, DateTime>> TimesAsync(IQueryable<IncomingOrder> rows, IEnumerable<long> ids, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToList();
        return rows.Where(row => wanted.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.ProblemSince ?? row.FirstSeenAt, ct);
    }

    private static async Task<Dictionary<(long, string, string), string>> NamesAsync(OrderSyncDb db, List<Found> groups, CancellationToken ct)
    {
        var sources = groups.Select(group => group.Source).OfType<string>().Distinct().ToList();
        var rows = sources.Count == 0 ? [] : await db.ValueMappings
            .Where(row => sources.Contains(row.Source) && row.SourceName != "")
            .Select(row => new { row.IntegrationId, row.Table, row.Source, row.SourceName })
            .ToListAsync(ct);
        return rows.ToDictionary(row => (row.IntegrationId, row.Table, row.Source), row => row.SourceName);
    }

    private sealed record Found(long IntegrationId, DecisionCause Cause, string? Table, string? Source, long Count, DateTime First, DateTime Last);
}
