using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Stock;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ExportStock;

namespace OrderSync.Web.Features.StockPlans;

/// <summary>Reads stock plans and their figures.</summary>
public sealed class PlanQueries(IDbContextFactory<OrderSyncDb> databases)
{
    private static readonly PlanLineResult[] AllResults = Enum.GetValues<PlanLineResult>();

    /// <summary>Plans, the newest first; those nobody asked for are not shown while they are being made.</summary>
    public async Task<KeysetPage<PlanRow>> ListAsync(long? integrationId, IReadOnlyCollection<PlanState> states, PlanDirection? direction, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var plans = db.StockPlans.AsNoTracking().Where(plan => plan.State != PlanState.Reading || plan.WasAsked);
        plans = integrationId is { } only ? plans.Where(plan => plan.IntegrationId == only) : plans;
        plans = states.Count > 0 ? plans.Where(plan => states.Contains(plan.State)) : plans;
        plans = direction is { } way ? plans.Where(plan => plan.Direction == way) : plans;
        var rows = await Rows(db, plans.Window(cursor, size, newestFirst: true)).ToListAsync(ct);
        return rows.ToPage(cursor, size, row => row.Id, await plans.CountAsync(ct));
    }

    public async Task<PlanRow?> RowAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Rows(db, db.StockPlans.AsNoTracking().Where(plan => plan.Id == id)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Figures of a plan in the order they are written.</summary>
    public async Task<KeysetPage<PlanLineRow>> LinesAsync(long planId, PlanLineFilter filter, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var lines = Filter(db, db.StockPlanLines.AsNoTracking().Where(line => line.PlanId == planId), filter);
        var rows = await (
            from line in lines.Window(cursor, size, newestFirst: false)
            join variant in db.Variants on line.VariantId equals variant.Id
            join product in db.Products on variant.ProductId equals product.Id
            select new PlanLineRow(line.Id, product.Id, product.Name, variant.Name, variant.Sku, line.Before, line.After, line.Why, line.Result, line.Found) { SharesSku = line.SharesSku })
            .ToListAsync(ct);
        rows.Sort((left, right) => cursor.Before is null ? left.Id.CompareTo(right.Id) : right.Id.CompareTo(left.Id));
        return rows.ToPage(cursor, size, row => row.Id, await lines.CountAsync(ct));
    }

    /// <summary>Plans that hold exports up until somebody decides, the newest first.</summary>
    public async Task<IReadOnlyList<HeldPlan>> HeldAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var stock = await (
            from plan in db.StockPlans.AsNoTracking()
            where plan.State == PlanState.Waiting && plan.Direction == PlanDirection.ToShop
            join integration in db.Integrations on plan.IntegrationId equals integration.Id
            orderby plan.Id descending
            select new HeldPlan(plan.Id, plan.IntegrationId, integration.Name, plan.Lines, plan.CreatedAt, plan.Guards)).ToListAsync(ct);
        var prices = await (
            from plan in db.PricePlans.AsNoTracking()
            where plan.State == PlanState.Waiting
            join integration in db.Integrations on plan.IntegrationId equals integration.Id
            orderby plan.Id descending
            select new HeldPlan(plan.Id, plan.IntegrationId, integration.Name, plan.Lines, plan.CreatedAt, plan.Guards) { OfPrices = true }).ToListAsync(ct);
        return [.. stock, .. prices];
    }

    /// <summary>Shops that are told nothing any more, because a plan was taken back.</summary>
    public async Task<IReadOnlyList<StoppedExport>> StoppedAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.StoppedExportsAsync(null, ct);
    }

    /// <summary>Why a plan cannot be approved or taken back now, because of a newer one; null when it can, or when nobody would.</summary>
    public async Task<Phrase?> HindranceAsync(PlanRow plan, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return plan.State switch
        {
            PlanState.Waiting => await db.ApprovalHindranceAsync(plan.IntegrationId, plan.Direction, plan.Id, ct),
            PlanState.Done => await db.UndoHindranceAsync(plan.IntegrationId, plan.Direction, plan.Id, ct),
            _ => null,
        };
    }

    private static IQueryable<StockPlanLine> Filter(OrderSyncDb db, IQueryable<StockPlanLine> lines, PlanLineFilter filter)
    {
        // All results named, so that the index that begins with the plan and the result serves every list.
        var results = filter.Results.Count == 0 ? AllResults : filter.Results;
        lines = lines.Where(line => results.Contains(line.Result));
        if (filter.Warnings.Count > 0)
        {
            var (zero, large, shared) = (filter.Warnings.Contains(LineWarning.ToZero), filter.Warnings.Contains(LineWarning.LargeChange), filter.Warnings.Contains(LineWarning.SharedSku));
            lines = lines.Where(line =>
                (zero && line.Before > 0 && line.After <= 0)
                || (large && ((line.After - line.Before >= LineWarnings.LargeFrom && (line.After - line.Before) * 2 > line.Before)
                    || (line.Before - line.After >= LineWarnings.LargeFrom && (line.Before - line.After) * 2 > line.Before)))
                || (shared && line.SharesSku));
        }

        var sku = filter.Sku;
        return sku.Length == 0 ? lines : lines.Where(line => db.Variants.Any(variant => variant.Id == line.VariantId && variant.Sku.StartsWith(sku)));
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
            plan.CreatedAt, plan.CreatedBy, plan.DecidedBy, plan.DecidedAt, plan.Note, plan.FinishedAt)
        {
            Compared = plan.Compared,
            TakenBackBy = plan.TakenBackBy,
            TakenBackAt = plan.TakenBackAt,
            TakenBackNote = plan.TakenBackNote,
            IsAutomatic = plan.IsAutomatic,
        };
}
