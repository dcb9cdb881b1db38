using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Stock;
using OrderSync.Web.Components;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.PricePlans;

/// <summary>Reads price plans and their prices.</summary>
public sealed class PricePlanQueries(IDbContextFactory<OrderSyncDb> databases)
{
    private static readonly PlanLineResult[] AllResults = Enum.GetValues<PlanLineResult>();

    /// <summary>Plans, the newest first; one that is being made is not shown.</summary>
    public async Task<KeysetPage<PricePlanRow>> ListAsync(long? integrationId, IReadOnlyCollection<PlanState> states, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var plans = db.PricePlans.AsNoTracking().Where(plan => plan.State != PlanState.Reading);
        plans = integrationId is { } only ? plans.Where(plan => plan.IntegrationId == only) : plans;
        plans = states.Count > 0 ? plans.Where(plan => states.Contains(plan.State)) : plans;
        var rows = await Rows(db, plans.Window(cursor, size, newestFirst: true)).ToListAsync(ct);
        return rows.ToPage(cursor, size, row => row.Id, await plans.CountAsync(ct));
    }

    public async Task<PricePlanRow?> RowAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Rows(db, db.PricePlans.AsNoTracking().Where(plan => plan.Id == id && plan.State != PlanState.Reading)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Prices of a plan in the order they are sent.</summary>
    /// <param name="remarkable">Only those somebody should look at.</param>
    public async Task<KeysetPage<PricePlanLineRow>> LinesAsync(long planId, IReadOnlyCollection<PlanLineResult> results, bool remarkable, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var wanted = results.Count == 0 ? AllResults : results;
        var lines = db.PricePlanLines.AsNoTracking().Where(line => line.PlanId == planId && wanted.Contains(line.Result) && (!remarkable || line.IsRemarkable));
        var rows = await (
            from line in lines.Window(cursor, size, newestFirst: false)
            join product in db.Products on line.ProductId equals product.Id
            join variant in db.Variants on line.VariantId equals variant.Id into variants
            from variant in variants.DefaultIfEmpty()
            select new PricePlanLineRow(line.Id, product.Id, product.Name, line.ExternalId, line.Before, line.After, line.TaxRate, line.IsRemarkable, line.Result, line.Found, line.Why)
            {
                Variant = variant == null ? "" : variant.Name,
                Sku = variant == null ? "" : variant.Sku,
                ExternalVariantId = line.ExternalVariantId,
            }).ToListAsync(ct);
        rows.Sort((left, right) => cursor.Before is null ? left.Id.CompareTo(right.Id) : right.Id.CompareTo(left.Id));
        return rows.ToPage(cursor, size, row => row.Id, await lines.CountAsync(ct));
    }

    /// <summary>How many prices of a plan came to what.</summary>
    public async Task<IReadOnlyDictionary<PlanLineResult, int>> CountsAsync(long planId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.PricePlanLines.Where(line => line.PlanId == planId).GroupBy(line => line.Result)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
    }

    /// <summary>Why the plan cannot be taken back now; null when it can.</summary>
    public async Task<Phrase?> UndoHindranceAsync(PricePlanRow plan, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await UndoHindranceAsync(db, plan.IntegrationId, plan.Id, ct);
    }

    /// <summary>While newer prices stand approved, what is taken back would be sent anew by the next comparison.</summary>
    internal static async Task<Phrase?> UndoHindranceAsync(OrderSyncDb db, long integrationId, long planId, CancellationToken ct)
    {
        var newer = await db.PricePlans
            .Where(row => row.IntegrationId == integrationId && row.Id > planId && row.DecidedBy != "" && (row.State == PlanState.Approved || row.State == PlanState.Done || row.State == PlanState.Undoing))
            .OrderByDescending(row => row.Id).Select(row => new { row.Id, row.State }).FirstOrDefaultAsync(ct);
        return newer switch
        {
            null => null,
            { State: PlanState.Undoing } => new Phrase("Plan {0} was approved after this one and is being taken back. Wait until that is done.", N(newer.Id)),
            _ => new Phrase("Plan {0} was approved after this one: the shop would be sent the mastered prices again. Take plan {0} back first.", N(newer.Id)),
        };
    }

    private static string N(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static IQueryable<PricePlanRow> Rows(OrderSyncDb db, IQueryable<PricePlan> plans) =>
        from plan in plans
        join integration in db.Integrations on plan.IntegrationId equals integration.Id
        select new PricePlanRow(
            plan.Id, plan.IntegrationId, integration.Name, plan.State, plan.Lines, plan.Compared, plan.ToZero, plan.Large, plan.Guards, plan.RunId,
            plan.CreatedAt, plan.CreatedBy, plan.DecidedBy, plan.DecidedAt, plan.Note, plan.FinishedAt)
        {
            TakenBackBy = plan.TakenBackBy,
            TakenBackAt = plan.TakenBackAt,
            TakenBackNote = plan.TakenBackNote,
        };
}
