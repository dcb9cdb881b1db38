using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ExportStock;

/// <summary>A shop that is told nothing any more, because somebody took the last approved plan back.</summary>
public sealed record StoppedExport(long PlanId, long IntegrationId, string Integration, string By, DateTime? At);

/// <summary>Finds shops that are told nothing any more: nothing fails there, so it has to be said.</summary>
public static class StoppedExports
{
    /// <summary>Plans whose taking back stopped the telling: no newer one was approved by a person. What went by itself since does not count as a decision.</summary>
    public static IQueryable<StockPlan> StoppingPlans(this OrderSyncDb db) => db.StockPlans.Where(plan =>
        plan.Direction == PlanDirection.ToShop && (plan.State == PlanState.Undoing || plan.State == PlanState.Undone)
        && !db.StockPlans.Any(newer => newer.IntegrationId == plan.IntegrationId && newer.Direction == PlanDirection.ToShop && newer.Id > plan.Id
            && newer.DecidedBy != "" && (newer.State == PlanState.Approved || newer.State == PlanState.Done)));

    /// <param name="integrationId">Only this one; null looks at all that are switched on.</param>
    public static async Task<IReadOnlyList<StoppedExport>> StoppedExportsAsync(this OrderSyncDb db, long? integrationId, CancellationToken ct)
    {
        var plans = await (
            from plan in db.StoppingPlans().AsNoTracking()
            join integration in db.Integrations on plan.IntegrationId equals integration.Id
            where integrationId == null ? integration.Enabled : integration.Id == integrationId
            orderby plan.Id descending
            select new StoppedExport(plan.Id, integration.Id, integration.Name, plan.TakenBackBy, plan.TakenBackAt)).ToListAsync(ct);
        return [.. plans.DistinctBy(plan => plan.IntegrationId)];
    }
}
