using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ExportProducts;

/// <summary>Collects the prices of one run in a plan, and lets it go or lets it wait when all are there.</summary>
internal sealed class PricePlans(ProductExportJob job)
{
    private PriceFigures figures = new(0, 0, 0, 0);
    private long planId;

    /// <summary>Throws away what a run that ended early left behind; its products are still due.</summary>
    public async Task BeginAsync(OrderSyncDb db, CancellationToken ct)
    {
        (planId, figures) = (0, new PriceFigures(0, 0, 0, 0));
        await Plans(db).Where(row => row.State == PlanState.Reading).ExecuteDeleteAsync(ct);
    }

    public async Task AddAsync(OrderSyncDb db, IReadOnlyList<(MasteredProduct Row, ProductExportDecision Decision)> decided, CancellationToken ct)
    {
        var limits = job.Settings.Limits;
        var compared = decided.Where(one => one.Decision.PricesCompared > 0 && !one.Decision.Held.Contains(Domain.Catalog.FieldGroup.Price)).ToList();
        var changed = compared.SelectMany(one => one.Decision.Prices, (one, price) => (one.Row.Hub, Price: price)).ToList();
        figures = changed.Aggregate(figures, (sum, one) => sum.Plus(one.Price.Change, limits)) with { Compared = figures.Compared + compared.Sum(one => one.Decision.PricesCompared) };
        if (changed.Count == 0)
        {
            return;
        }

        await EnsureAsync(db, ct);
        await db.BulkInsertAsync([.. changed.Select(one => Line(one.Hub, one.Price))], ct);
    }

    /// <returns>Null when no price differs.</returns>
    public async Task<PricePlan?> CompleteAsync(CancellationToken ct)
    {
        if (planId == 0)
        {
            if (job.IsByHand)
            {
                await job.SaveAsync(ReplaceOlderAsync, ct); // what waited was compared anew, and nothing differs any more
            }

            return null;
        }

        PricePlan? made = null;
        await job.Context.SaveAsync(async (db, token) =>
        {
            made = await Plans(db).SingleAsync(row => row.Id == planId, token);
            await ReplaceOlderAsync(db, token);
            (made.Lines, made.Compared, made.ToZero, made.Large) = (figures.Changed, figures.Compared, figures.ToZero, figures.Large);
            made.Guards = PriceGuards.Check(figures, await job.StandingAsync(db, token), job.Settings.Limits);
            made.IsAutomatic = made.Guards.Count == 0;
            made.State = made.IsAutomatic ? PlanState.Approved : PlanState.Waiting;
            made.DecidedAt = made.IsAutomatic ? job.Context.Now : null;
            made.Stamp = Guid.NewGuid();
            return new RunCounts(Waiting: made.IsAutomatic ? 0 : made.Lines);
        }, ct);
        return made;
    }

    private Task ReplaceOlderAsync(OrderSyncDb db, CancellationToken ct)
    {
        var now = job.Context.Now;
        return Plans(db).Where(row => row.State == PlanState.Waiting && row.Id != planId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, PlanState.Discarded).SetProperty(row => row.FinishedAt, now).SetProperty(row => row.Stamp, Guid.NewGuid()), ct);
    }

    private IQueryable<PricePlan> Plans(OrderSyncDb db) => db.PricePlans.Where(row => row.IntegrationId == job.IntegrationId);

    private async Task EnsureAsync(OrderSyncDb db, CancellationToken ct)
    {
        if (planId != 0 && await db.PricePlans.AnyAsync(row => row.Id == planId, ct))
        {
            return;
        }

        var plan = new PricePlan
        {
            IntegrationId = job.IntegrationId,
            State = PlanState.Reading,
            RunId = job.Context.RunId,
            CreatedAt = job.Context.Now,
            CreatedBy = job.Context.StartedBy,
            Stamp = Guid.NewGuid(),
        };
        db.PricePlans.Add(plan);
        await db.SaveChangesAsync(ct);
        planId = plan.Id;
    }

    private PricePlanLine Line(ExportedProduct hub, VariantPrice price) => new()
    {
        PlanId = planId,
        ListingId = hub.ListingId,
        ProductId = hub.ProductId,
        VariantId = price.Variant.VariantId,
        ExternalId = hub.ExternalId,
        ExternalVariantId = price.Variant.ExternalId,
        Before = price.Change.Before,
        After = price.Change.After,
        TaxRate = hub.TaxRate,
        IsRemarkable = price.Change.GoesToZero || price.Change.IsLarge(job.Settings.Limits),
    };
}
