using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Pharmacy;
using OrderSync.Domain.Stock;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Pharmacy;

namespace OrderSync.Web.Features.Pharmacy.HandOvers;

/// <summary>Reads orders that were handed to pharmacies' programs.</summary>
public sealed class HandOverQueries(IDbContextFactory<OrderSyncDb> databases, PharmacyPrograms programs, TimeProvider clock)
{
    private const int CountLimit = 10_000;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Null when the integration is no pharmacy's program, or is gone.</summary>
    public async Task<HandOverDesk?> DeskAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await programs.FindAsync(db, integrationId, ct) is not { } program)
        {
            return null;
        }

        var states = await db.HandOvers.Where(row => row.IntegrationId == integrationId).GroupBy(row => row.State).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        var rules = program.Rules.Orders;
        return new HandOverDesk(program.Id, program.Name, rules.Enabled, rules.Ready, rules.SilentDays, new Dictionary<HandOverView, int>
        {
            [HandOverView.Offered] = states.GetValueOrDefault(HandOverState.Offered),
            [HandOverView.Downloaded] = states.GetValueOrDefault(HandOverState.Downloaded),
            [HandOverView.Silent] = await db.SilentHandOvers(program.Id, program.Rules.Orders, Now).CountAsync(ct),
            [HandOverView.Released] = states.GetValueOrDefault(HandOverState.Released),
        });
    }

    /// <summary>A window of the list, newest first; null when the integration is no pharmacy's program.</summary>
    public async Task<KeysetPage<HandOverRow>?> ListAsync(long integrationId, HandOverFilter filter, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await programs.FindAsync(db, integrationId, ct) is not { } program)
        {
            return null;
        }

        var matching = Matching(db, program, filter);
        var rows = await RowsAsync(db, [program], matching.Window(cursor, size, newestFirst: true), ct);
        rows.Sort((left, right) => cursor.Before is null ? right.Id.CompareTo(left.Id) : left.Id.CompareTo(right.Id));
        var (total, atLeast) = await matching.CountUpToAsync(CountLimit, ct);
        return rows.ToPage(cursor, size, row => row.Id, total, atLeast);
    }

    /// <summary>Where an order was handed to, the last round of each program.</summary>
    public async Task<IReadOnlyList<HandOverRow>> OfOrderAsync(long orderId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var all = await programs.AllAsync(db, ct);
        if (all.Count == 0)
        {
            return [];
        }

        var rows = await RowsAsync(db, all, db.HandOvers.AsNoTracking().Where(row => row.OrderId == orderId), ct);
        return [.. rows.GroupBy(row => row.IntegrationId).Select(group => group.MaxBy(row => row.Round)!).OrderBy(row => row.IntegrationId)];
    }

    private IQueryable<HandOver> Matching(OrderSyncDb db, PharmacyProgram program, HandOverFilter filter)
    {
        var rows = filter.View switch
        {
            null => db.HandOvers.Where(row => row.IntegrationId == program.Id),
            HandOverView.Silent => db.SilentHandOvers(program.Id, program.Rules.Orders, Now),
            HandOverView.Offered => db.HandOvers.Where(row => row.IntegrationId == program.Id && row.State == HandOverState.Offered),
            HandOverView.Downloaded => db.HandOvers.Where(row => row.IntegrationId == program.Id && row.State == HandOverState.Downloaded),
            _ => db.HandOvers.Where(row => row.IntegrationId == program.Id && row.State == HandOverState.Released),
        };
        rows = rows.AsNoTracking();
        return filter.Number.Trim().Length == 0 ? rows
            : SearchTerms.OfNumber(filter.Number) is { } word ? rows.Where(row => db.OrderTerms.Any(term => term.OrderId == row.OrderId && term.Term.StartsWith(word)))
            : rows.Where(row => false);
    }

    private async Task<List<HandOverRow>> RowsAsync(OrderSyncDb db, IReadOnlyList<PharmacyProgram> all, IQueryable<HandOver> handOvers, CancellationToken ct)
    {
        var rows = await (
            from row in handOvers
            join order in db.Orders on row.OrderId equals order.Id
            join batch in db.HandOverBatches on row.BatchId equals batch.Id
            select new
            {
                row.Id,
                row.IntegrationId,
                row.OrderId,
                order.Reference,
                order.ExternalId,
                order.CustomerName,
                order.Status,
                row.State,
                row.Round,
                batch.Key,
                row.Face,
                row.OfferedAt,
                row.ConfirmedAt,
                row.ReportedAt,
                row.ReleasedAt,
                row.ReleasedBy,
                row.ReleaseReason,
                row.SnapshotHash,
                row.SnapshotRemovedAt,
            }).ToListAsync(ct);
        var byId = all.ToDictionary(program => program.Id);
        return
        [
            .. rows.Where(row => byId.ContainsKey(row.IntegrationId)).Select(row => new HandOverRow(
                row.Id, row.IntegrationId, byId[row.IntegrationId].Name, row.OrderId, row.Reference.Length > 0 ? row.Reference : row.ExternalId, row.CustomerName, row.Status, row.State, row.Round,
                row.Key, row.Face, row.OfferedAt, row.ConfirmedAt, row.ReportedAt, row.ReleasedAt, row.ReleasedBy, row.ReleaseReason, row.SnapshotHash, row.SnapshotRemovedAt,
                row.State == HandOverState.Downloaded && (row.ReportedAt ?? row.ConfirmedAt) < byId[row.IntegrationId].Rules.Orders.SilentSince(Now) && OpenOrders.Reserving.Contains(row.Status))),
        ];
    }
}
