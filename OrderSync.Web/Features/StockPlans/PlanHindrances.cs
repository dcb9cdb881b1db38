using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.StockPlans;

/// <summary>What a newer plan of the same integration and direction forbids an older one. What went by itself does not count as a decision.</summary>
internal static class PlanHindrances
{
    /// <summary>Two readings of the same figures must not both be written.</summary>
    public static async Task<Phrase?> ApprovalHindranceAsync(this OrderSyncDb db, long integrationId, PlanDirection direction, long planId, CancellationToken ct)
    {
        var newer = await Newer(db, integrationId, direction, planId)
            .Where(row => row.State == PlanState.Waiting || (row.State == PlanState.Approved && row.DecidedBy != ""))
            .Select(row => new { row.Id, row.State }).FirstOrDefaultAsync(ct);
        return newer switch
        {
            null => null,
            { State: PlanState.Waiting } => new Phrase("Plan {0} is newer and waits for approval. Decide about that one; this one is out of date.", N(newer.Id)),
            _ => new Phrase("Plan {0} is newer and was approved. This one is out of date.", N(newer.Id)),
        };
    }

    /// <summary>While a newer approved plan keeps the shop live, whatever is taken back would be sent anew at once.</summary>
    public static async Task<Phrase?> UndoHindranceAsync(this OrderSyncDb db, long integrationId, PlanDirection direction, long planId, CancellationToken ct)
    {
        if (direction != PlanDirection.ToShop)
        {
            return null;
        }

        var newer = await Newer(db, integrationId, direction, planId)
            .Where(row => row.DecidedBy != "" && (row.State == PlanState.Approved || row.State == PlanState.Done || row.State == PlanState.Undoing))
            .Select(row => new { row.Id, row.State }).FirstOrDefaultAsync(ct);
        return newer switch
        {
            null => null,
            { State: PlanState.Undoing } => new Phrase("Plan {0} was approved after this one and is being taken back. Wait until that is done.", N(newer.Id)),
            _ => new Phrase("Plan {0} was approved after this one: the shop would be sent the hub's figures again at once. Take plan {0} back first.", N(newer.Id)),
        };
    }

    private static IQueryable<StockPlan> Newer(OrderSyncDb db, long integrationId, PlanDirection direction, long planId) =>
        db.StockPlans.Where(row => row.IntegrationId == integrationId && row.Direction == direction && row.Id > planId).OrderByDescending(row => row.Id);

    private static string N(long id) => id.ToString(CultureInfo.InvariantCulture);
}
