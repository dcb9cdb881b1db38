using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Stock;

namespace OrderSync.Web.Data.Stock;

/// <summary>Steps in the life of stock plans that both directions share.</summary>
public static class StockPlanSteps
{
    /// <summary>Plans of one integration in one direction.</summary>
    public static IQueryable<StockPlan> StockPlansOf(this OrderSyncDb db, long integrationId, PlanDirection direction) =>
        db.StockPlans.Where(plan => plan.IntegrationId == integrationId && plan.Direction == direction);

    /// <summary>Plans that are to be written or taken back, in the order in which that happens.</summary>
    public static IQueryable<StockPlan> AtWork(this IQueryable<StockPlan> plans) =>
        plans.Where(plan => plan.State == PlanState.Approved || plan.State == PlanState.Undoing).OrderBy(plan => plan.Id);

    /// <summary>
    /// Clears the way for a reading that is complete: it takes the place of what nobody approved, in the transaction that completes it, so
    /// that until then the older plan can be approved. A plan that was decided while the shop was read has changed what was compared; then
    /// the reading is out of date, and gives way.
    /// </summary>
    /// <param name="replaces">It found something out, so that it replaces an older one.</param>
    /// <returns>Whether the reading may be completed.</returns>
    public static async Task<bool> MakeWayAsync(this OrderSyncDb db, long integrationId, PlanDirection direction, bool replaces, DateTime now, CancellationToken ct)
    {
        var plans = db.StockPlansOf(integrationId, direction);
        if (await plans.AtWork().AnyAsync(ct))
        {
            return false;
        }

        if (!replaces)
        {
            return true;
        }

        await plans.Where(plan => plan.State == PlanState.Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(plan => plan.State, PlanState.Discarded)
            .SetProperty(plan => plan.FinishedAt, now)
            .SetProperty(plan => plan.Stamp, Guid.NewGuid()), ct);

        // From here on nobody can approve it any more; somebody may have between the two.
        return !await plans.AtWork().AnyAsync(ct);
    }

    /// <summary>Integrations with a plan a person decided about that is not at its end: whatever became of the run the decision started, another one has to write it.</summary>
    public static Task<List<long>> DecidedStockPlansAsync(this OrderSyncDb db, PlanDirection direction, CancellationToken ct) => db.StockPlans
        .Where(plan => plan.Direction == direction && (plan.State == PlanState.Undoing || (plan.State == PlanState.Approved && plan.DecidedBy != "")))
        .Select(plan => plan.IntegrationId).Distinct().ToListAsync(ct);
}
