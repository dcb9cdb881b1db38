using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Stock;
using OrderSync.Web.Components;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.StockPlans;

/// <summary>Reads stock plans and their figures.</summary>
public sealed class PlanQueries(IDbContextFactory<OrderSyncDb> databases)
{
    private static readonly PlanLineResult[] AllResults = Enum.GetValues<PlanLineResult>();

    /// <summary>Plans, the newest first; those still being made are not shown.</summary>
    public async Task<KeysetPage<PlanRow>> ListAsync(long? integrationId, IReadOnlyCollection<PlanState> states, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var plans = db.StockPlans.AsNoTracking().Where(plan => plan.State != PlanState.Reading);
        plans = integrationId is { } only ? plans.Where(plan => plan.IntegrationId == only) : plans;
        plans = states.Count > 0 ? plans.Where(plan => states.Contains(plan.State)) : plans;
        var rows = await Rows(db, plans.Window(cursor, size, newestFirst: true)).ToListAsync(ct);
        return rows.ToPage(cursor, size, row => row.Id, await plans.CountAsync(ct));
    }

    public async Task<PlanRow?> RowAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Rows(db, db.StockPlans.AsNoTracking().Where(plan => plan.Id == id)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Figures of a plan in the order they are written.</summary>
    /// <param name="results">Empty lists all.</param>
    public async Task<KeysetPage<PlanLineRow>> LinesAsync(long planId, IReadOnlyCollection<PlanLineResult> results, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var wanted = results.Count == 0 ? AllResults : results;
        var lines = db.StockPlanLines.AsNoTracking().Where(line => line.PlanId == planId && wanted.Contains(line.Result));
        var rows = await (
            from line in lines.Window(cursor, size, newestFirst: false)
            join variant in db.Variants on line.VariantId equals variant.Id
            join product in db.Products on variant.ProductId equals product.Id
            select new PlanLineRow(line.Id, product.Id, product.Name, variant.Name, variant.Sku, line.Before, line.After, line.Why, line.Result, line.Found)).ToListAsync(ct);
        rows.Sort((left, right) => cursor.Before is null ? left.Id.CompareTo(right.Id) : right.Id.CompareTo(left.Id));
        return rows.ToPage(cursor, size, row => row.Id, await lines.CountAsync(ct));
    }

    /// <summary>How many figures of a plan came to what.</summary>
    public async Task<IReadOnlyDictionary<PlanLineResult, int>> CountsAsync(long planId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.StockPlanLines.Where(line => line.PlanId == planId).GroupBy(line => line.Result)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
    }

    private static IQueryable<PlanRow> Rows(OrderSyncDb db, IQueryable<StockPlan> plans) =>
        from plan in plans
        join integration in db.Integrations on plan.IntegrationId equals integration.Id
        select new PlanRow(
            plan.Id, plan.IntegrationId, integration.Name, plan.Direction, plan.Warehouse, plan.State, plan.Lines, plan.ToZero, plan.Guards, plan.RunId,
            plan.CreatedAt, plan.CreatedBy, plan.DecidedBy, plan.DecidedAt, plan.Note, plan.FinishedAt);
}
