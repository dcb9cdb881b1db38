using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ExportStock;

namespace OrderSync.Web.Feeds.GoLive;

/// <summary>Reads what became of an integration's stock plans.</summary>
internal static class PlanReader
{
    private static readonly Expression<Func<StockPlan, PlanFacts>> Facts = plan => new PlanFacts(plan.Id, plan.State, plan.Lines, plan.FinishedAt, plan.DecidedBy) { TakenBackBy = plan.TakenBackBy };

    public static async Task<TakeoverFacts> TakeoverAsync(OrderSyncDb db, long integrationId, bool count, CancellationToken ct)
    {
        var plans = Of(db, integrationId, PlanDirection.ToHub);
        var newest = await plans.OrderByDescending(plan => plan.Id).Select(Facts).FirstOrDefaultAsync(ct);
        var written = newest is null ? null : await WrittenAsync(plans, ct);
        if (!count)
        {
            return new TakeoverFacts(newest, written);
        }

        var variants = db.VariantListings.Where(row => row.IntegrationId == integrationId && row.GoneAt == null);
        return new TakeoverFacts(
            newest,
            written,
            await variants.CountAsync(ct),
            await variants.CountAsync(row => db.StockLevels.Any(level => level.VariantId == row.VariantId), ct),
            await variants.AnyAsync(row => db.StockLevels.Any(level => level.VariantId == row.VariantId && level.OnHand > 0), ct));
    }

    public static async Task<ExportFacts> ExportAsync(OrderSyncDb db, long integrationId, CancellationToken ct)
    {
        var plans = Of(db, integrationId, PlanDirection.ToShop);
        var newest = await plans.OrderByDescending(plan => plan.Id).Select(Facts).FirstOrDefaultAsync(ct);
        return newest is null ? new ExportFacts() : new ExportFacts(
            newest,
            await plans.Where(plan => plan.State == PlanState.Done).OrderBy(plan => plan.Id).Select(Facts).FirstOrDefaultAsync(ct),
            await db.StoppingPlans().Where(plan => plan.IntegrationId == integrationId).OrderByDescending(plan => plan.Id).Select(Facts).FirstOrDefaultAsync(ct));
    }

    /// <summary>Whether a person approved a plan of this direction that is not written to its end.</summary>
    public static Task<bool> IsAtWorkAsync(OrderSyncDb db, long integrationId, PlanDirection direction, CancellationToken ct) =>
        Of(db, integrationId, direction).AnyAsync(plan => plan.State == PlanState.Approved || plan.State == PlanState.Undoing, ct);

    /// <summary>Whatever was taken back after the last plan was written has to be taken over again.</summary>
    private static async Task<PlanFacts?> WrittenAsync(IQueryable<StockPlan> plans, CancellationToken ct)
    {
        var done = await plans.Where(plan => plan.State == PlanState.Done).OrderByDescending(plan => plan.FinishedAt).Select(Facts).FirstOrDefaultAsync(ct);
        var since = done?.FinishedAt ?? DateTime.UnixEpoch;
        var back = await plans.Where(plan => (plan.State == PlanState.Undoing || plan.State == PlanState.Undone) && plan.TakenBackAt >= since)
            .OrderByDescending(plan => plan.TakenBackAt).Select(Facts).FirstOrDefaultAsync(ct);
        return back ?? done;
    }

    private static IQueryable<StockPlan> Of(OrderSyncDb db, long integrationId, PlanDirection direction) =>
        db.StockPlans.AsNoTracking().Where(plan => plan.IntegrationId == integrationId && plan.Direction == direction && plan.State != PlanState.Reading && plan.State != PlanState.Asked);
}
