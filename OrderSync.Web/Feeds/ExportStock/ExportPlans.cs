using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Feeds.ExportStock;

/// <summary>Begins and completes plans of what a shop is told. A complete one either waits for a person or, when no guard trips, is approved by itself.</summary>
internal static class ExportPlans
{
    private const int MostSold = 1000;

    /// <summary>Throws away what a run that ended early left behind; what had become due becomes due again.</summary>
    public static async Task CleanUpAsync(this ExportJob job, OrderSyncDb db, CancellationToken ct)
    {
        foreach (var plan in await job.Plans(db).Where(row => row.State == PlanState.Reading).ToListAsync(ct))
        {
            var lines = db.StockPlanLines.Where(row => row.PlanId == plan.Id);
            if (!plan.IsWhole)
            {
                await db.MarkStockDueAsync(await lines.Select(row => row.VariantId).ToListAsync(ct), job.Context.Now, ct);
            }

            await lines.ExecuteDeleteAsync(ct);
            if (plan.WasAsked)
            {
                (plan.State, plan.Stamp) = (PlanState.Asked, Guid.NewGuid());
            }
            else
            {
                db.StockPlans.Remove(plan);
            }
        }

        await db.SaveChangesAsync(ct);
    }

    public static StockPlan New(this ExportJob job, bool isWhole) => new()
    {
        IntegrationId = job.IntegrationId,
        Direction = PlanDirection.ToShop,
        State = PlanState.Reading,
        RunId = job.Context.RunId,
        CreatedAt = job.Context.Now,
        CreatedBy = job.Context.StartedBy,
        IsWhole = isWhole,
        Stamp = Guid.NewGuid(),
    };

    /// <summary>Looks at the whole of a plan and lets it go, or lets it wait.</summary>
    /// <param name="compared">Figures the shop has.</param>
    public static async Task CompleteAsync(this ExportJob job, OrderSyncDb db, StockPlan plan, int compared, bool ordersImported, CancellationToken ct)
    {
        var lines = db.StockPlanLines.Where(row => row.PlanId == plan.Id);
        await lines
            .Where(row => db.Variants.Any(variant => variant.Id == row.VariantId && variant.Sku != ""
                && db.Variants.Any(other => other.Sku == variant.Sku && other.Id != variant.Id && other.GoneAt == null)))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SharesSku, true), ct);
        plan.Lines = await lines.CountAsync(ct);
        plan.ToZero = await lines.CountAsync(row => row.Before > 0 && row.After <= 0, ct);
        plan.Compared = compared;
        plan.Guards = StockGuards.Check(await FiguresAsync(job, db, plan, ct), await SourceAsync(job, db, ordersImported, ct), job.Settings.Limits);
        plan.IsAutomatic = plan.Guards.Count == 0 && !plan.WasAsked;
        plan.State = StateOf(plan);
        plan.DecidedAt = plan.State == PlanState.Waiting ? null : job.Context.Now;
        plan.FinishedAt = plan.State is PlanState.Done or PlanState.Discarded ? job.Context.Now : null;
        plan.Stamp = Guid.NewGuid();
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Until somebody has approved one, even a plan that changes nothing waits: with it the shop goes live. One that compared nothing says nothing.</summary>
    private static PlanState StateOf(StockPlan plan) =>
        plan.Compared == 0 ? PlanState.Discarded
        : plan.Guards.Count > 0 || (plan.WasAsked && plan.Lines > 0) ? PlanState.Waiting
        : plan.Lines == 0 ? PlanState.Done
        : PlanState.Approved;

    /// <summary>
    /// A shop takes the pieces of an order off by itself. Where it still shows exactly what we told it although an order came since, that
    /// order fell between our look and our write: its pieces were offered a second time. Nothing can prevent it, so it is told.
    /// </summary>
    /// <returns>How many variants.</returns>
    public static async Task<int> TellSoldMeanwhileAsync(this ExportJob job, OrderSyncDb db, long planId, CancellationToken ct)
    {
        var sold = await (
            from line in db.StockPlanLines.AsNoTracking()
            where line.PlanId == planId && line.After < line.Before
            join listing in job.Listings(db)
                on new { line.ExternalProductId, line.ExternalVariantId } equals new { listing.ExternalProductId, listing.ExternalVariantId }
            where listing.ShopQuantity == line.Before && listing.StockSentAt != null && listing.StockSentAt == listing.ShopSeenAt
                && db.Reservations.Any(reserved => reserved.VariantId == line.VariantId
                    && db.Orders.Any(order => order.Id == reserved.OrderId && order.IntegrationId == job.IntegrationId && order.ImportedAt > listing.StockSentAt))
            join variant in db.Variants on line.VariantId equals variant.Id
            select new { line.ExternalProductId, line.ExternalVariantId, variant.Sku }).Take(MostSold).ToListAsync(ct);
        await db.BulkInsertAsync(
            [.. sold.Select(row => job.Item(new VariantKey(row.ExternalProductId, row.ExternalVariantId), row.Sku, ItemOutcome.Updated, "sold-meanwhile", new Phrase(
                "It was sold in the shop in the moment its stock was sent, so the shop offered the sold pieces again for a while. The stock is put right now; look whether more was sold than there is.")))],
            ct);
        return sold.Count;
    }

    private static async Task<ExportFigures> FiguresAsync(ExportJob job, OrderSyncDb db, StockPlan plan, CancellationToken ct)
    {
        var repeated = await (
            from line in db.StockPlanLines
            where line.PlanId == plan.Id && line.SharesSku
            join listing in job.Listings(db)
                on new { line.ExternalProductId, line.ExternalVariantId } equals new { listing.ExternalProductId, listing.ExternalVariantId }
            where listing.StockSentAt == null
            join variant in db.Variants on line.VariantId equals variant.Id
            select variant.Sku).Distinct().OrderBy(sku => sku).ToListAsync(ct);
        return new ExportFigures(plan.Lines, plan.Compared, plan.ToZero)
        {
            ToZeroLately = await ToZeroLatelyAsync(job, db, ct),
            ToZeroWaiting = await ToZeroWaitingAsync(job, db, plan, ct),
            RepeatedSkus = repeated.Count,
            FirstRepeated = repeated.FirstOrDefault() ?? "",
        };
    }

    /// <summary>What a person approved is not counted, but only that: figures that went by themselves before stay counted.</summary>
    private static async Task<int> ToZeroLatelyAsync(ExportJob job, OrderSyncDb db, CancellationToken ct)
    {
        var since = job.Context.Now - TimeSpan.FromHours(1);
        var sent = job.Listings(db).Where(row => row.StockSentAt > since && row.ShopQuantity <= 0);
        var count = await sent.CountAsync(ct);
        var approved = count == 0 ? [] : await job.Plans(db).Where(row => row.State == PlanState.Done && row.DecidedBy != "" && row.FinishedAt > since)
            .Select(row => new { row.Id, row.DecidedAt, row.FinishedAt }).ToListAsync(ct);
        foreach (var one in approved)
        {
            var lines = db.StockPlanLines.Where(line => line.PlanId == one.Id && line.Result == PlanLineResult.Written && line.After <= 0).Select(line => line.VariantId);
            count -= await sent.CountAsync(row => row.StockSentAt >= one.DecidedAt && row.StockSentAt <= one.FinishedAt && lines.Contains(row.VariantId), ct);
        }

        return count;
    }

    /// <summary>Figures another plan holds and this one does not.</summary>
    private static async Task<int> ToZeroWaitingAsync(ExportJob job, OrderSyncDb db, StockPlan plan, CancellationToken ct)
    {
        var waiting = await job.Plans(db).Where(row => row.State == PlanState.Waiting && row.Id != plan.Id).Select(row => row.Id).ToListAsync(ct);
        var own = db.StockPlanLines.Where(line => line.PlanId == plan.Id).Select(line => line.VariantId);
        return waiting.Count == 0 ? 0 : await db.StockPlanLines.CountAsync(
            line => waiting.Contains(line.PlanId) && line.Before > 0 && line.After <= 0 && !own.Contains(line.VariantId), ct);
    }

    private static async Task<StockSource> SourceAsync(ExportJob job, OrderSyncDb db, bool ordersImported, CancellationToken ct)
    {
        var warehouses = job.Settings.Warehouses;
        var holdsAny = await db.StockLevels.AnyAsync(row => warehouses.Contains(row.Warehouse) && row.OnHand > 0, ct);
        var newest = job.Settings.Limits.OldestSource is null
            ? (DateTime?)null
            : await db.StockMovements.Where(row => warehouses.Contains(row.Warehouse)).MaxAsync(row => (DateTime?)row.At, ct);
        return new StockSource(holdsAny ? 1 : 0, newest, await ExportJob.StandingAsync(db, job.IntegrationId, ct), ordersImported, job.Context.Now);
    }
}
