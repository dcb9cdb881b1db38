using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Feeds.ImportStock;

/// <summary>Writes an approved plan into the warehouse, or takes it back: line by line, each once, leaving alone what changed meanwhile.</summary>
internal sealed class PlanWriter(FeedContext context, IDbContextFactory<OrderSyncDb> databases)
{
    private const int LinesAtOnce = 200;

    public async Task<Phrase> RunAsync(StockPlan plan, CancellationToken ct)
    {
        var undoing = plan.State == PlanState.Undoing;
        var waiting = undoing ? PlanLineResult.Written : PlanLineResult.Pending;
        var before = context.Counts;
        context.Total = before.Done + await CountAsync(plan.Id, waiting, ct);
        for (var more = true; more;)
        {
            await context.SaveAsync(async (db, token) =>
            {
                var lines = await db.StockPlanLines.Where(row => row.PlanId == plan.Id && row.Result == waiting).OrderBy(row => row.Id).Take(LinesAtOnce).ToListAsync(token);
                more = lines.Count == LinesAtOnce;
                return await WriteAsync(db, plan, lines, undoing, token);
            }, ct);
        }

        await context.SaveAsync((db, token) => FinishAsync(db, plan.Id, undoing, token), ct);
        var (written, left) = (context.Counts.Updated - before.Updated, context.Counts.Skipped - before.Skipped);
        return undoing
            ? new Phrase("{0} figures taken back, {1} left alone because they changed since.", N(written), N(left))
            : new Phrase("{0} figures taken over, {1} left alone because they changed since the plan was made.", N(written), N(left));
    }

    private async Task<int> CountAsync(long planId, PlanLineResult result, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.StockPlanLines.CountAsync(row => row.PlanId == planId && row.Result == result, ct);
    }

    private async Task<RunCounts> WriteAsync(OrderSyncDb db, StockPlan plan, List<StockPlanLine> lines, bool undoing, CancellationToken ct)
    {
        var variants = lines.Select(line => line.VariantId).ToList();
        var levels = await db.StockLevels.Where(row => row.Warehouse == plan.Warehouse && variants.Contains(row.VariantId)).ToDictionaryAsync(row => row.VariantId, ct);
        var counts = new RunCounts();
        foreach (var line in lines)
        {
            int? now = levels.TryGetValue(line.VariantId, out var level) ? level.OnHand : null;
            var (expected, wanted) = undoing ? (line.After, line.Before) : (line.Before, (int?)line.After);
            if (now == expected)
            {
                // What nobody had counted is not zero, so it is unknown again.
                var cause = CauseOf(plan, line, undoing);
                await (wanted is { } pieces
                    ? db.SetAsync(plan.Warehouse, line.VariantId, pieces, cause, context.Now, ct)
                    : db.ForgetAsync(plan.Warehouse, line.VariantId, cause, context.Now, ct));
                line.Result = undoing ? PlanLineResult.Undone : PlanLineResult.Written;
                counts = counts.Plus(ItemOutcome.Updated);
            }
            else
            {
                line.Found = now;
                line.Result = undoing ? PlanLineResult.Kept : PlanLineResult.ChangedMeanwhile;
                counts = counts.Plus(ItemOutcome.Skipped);
            }
        }

        return counts;
    }

    private async Task<RunCounts> FinishAsync(OrderSyncDb db, long planId, bool undoing, CancellationToken ct)
    {
        var plan = await db.StockPlans.SingleAsync(row => row.Id == planId, ct);
        plan.State = undoing ? PlanState.Undone : PlanState.Done;
        plan.FinishedAt = context.Now;
        plan.Stamp = Guid.NewGuid();
        return new RunCounts();
    }

    private StockCause CauseOf(StockPlan plan, StockPlanLine line, bool undoing) => new(
        MovementKind.Initial, undoing ? plan.TakenBackBy : plan.DecidedBy,
        undoing ? $"Plan {N(plan.Id)} taken back" : $"Plan {N(plan.Id)}",
        undoing ? $"plan-undone:{N(line.Id)}" : $"plan:{N(line.Id)}",
        RunId: context.RunId);

    private static string N(long number) => number.ToString(CultureInfo.InvariantCulture);
}
