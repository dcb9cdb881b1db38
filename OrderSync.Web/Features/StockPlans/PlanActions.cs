using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ExportStock;
using OrderSync.Web.Feeds.ImportStock;

namespace OrderSync.Web.Features.StockPlans;

/// <summary>Decides about stock plans. What is decided is written by a run of the feed, which takes it up even if it starts only later.</summary>
public sealed class PlanActions(IDbContextFactory<OrderSyncDb> databases, FeedQueue queue, FeedMonitor monitor, TimeProvider clock)
{
    public const int NoteLength = 500;

    /// <summary>Lets the plan be written exactly as it stands.</summary>
    public Task<Outcome> ApproveAsync(Actor actor, long id, string note, CancellationToken ct) =>
        DecideAsync(actor, id, PlanState.Waiting, PlanState.Approved, "plan.approved", note, ct);

    /// <summary>Turns the plan down; nothing is written.</summary>
    public Task<Outcome> DiscardAsync(Actor actor, long id, string note, CancellationToken ct) =>
        DecideAsync(actor, id, PlanState.Waiting, PlanState.Discarded, "plan.discarded", note, ct);

    /// <summary>Takes back what was written, where nobody changed it since.</summary>
    public Task<Outcome> UndoAsync(Actor actor, long id, string note, CancellationToken ct) =>
        DecideAsync(actor, id, PlanState.Done, PlanState.Undoing, "plan.undone", note, ct);

    private async Task<Outcome> DecideAsync(Actor actor, long id, PlanState from, PlanState to, string action, string note, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ApprovePlans) is { } refusal)
        {
            return refusal;
        }

        if (note.Trim() is not { Length: > 0 and <= NoteLength } why)
        {
            return Refusal.Field("note", "Say in a few words why; up to {0} characters.", NoteLength.ToString(CultureInfo.InvariantCulture));
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.StockPlans.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } plan)
        {
            return Refusal.NotFound("The plan");
        }

        if (plan.State != from)
        {
            return Refusal.Conflict("The plan was decided meanwhile. Look at it again.");
        }

        if (await HindranceAsync(db, plan, to, ct) is { } hindrance)
        {
            return new Refusal(RefusalKind.Conflict, hindrance);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        await ApplyAsync(db, plan, to, actor, now, why, ct);
        db.Record(actor, now, action, new Subject("stock-plan", id.ToString(CultureInfo.InvariantCulture)), new { state = from }, new { state = to, note = why, plan.Lines });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("The plan was decided meanwhile. Look at it again.");
        }

        monitor.Publish(Topics.Stock);
        return plan.IsAtWork ? await StartAsync(actor, plan, ct) : Outcome.Done;
    }

    private static async Task<Phrase?> HindranceAsync(OrderSyncDb db, StockPlan plan, PlanState to, CancellationToken ct) => to switch
    {
        PlanState.Approved => await db.ApprovalHindranceAsync(plan.IntegrationId, plan.Direction, plan.Id, ct),
        PlanState.Undoing => await db.UndoHindranceAsync(plan.IntegrationId, plan.Direction, plan.Id, ct),
        _ => null,
    };

    private static async Task ApplyAsync(OrderSyncDb db, StockPlan plan, PlanState to, Actor actor, DateTime now, string why, CancellationToken ct)
    {
        if (to == PlanState.Undoing)
        {
            (plan.TakenBackBy, plan.TakenBackAt, plan.TakenBackNote) = (actor.Name, now, why);
        }
        else
        {
            (plan.DecidedBy, plan.DecidedAt, plan.Note) = (actor.Name, now, why);
        }

        (plan.State, plan.Stamp) = (to, Guid.NewGuid());
        if (to == PlanState.Discarded && plan.Direction == PlanDirection.ToShop)
        {
            await LetRestAsync(db, plan, ct);
        }
        else if (to == PlanState.Approved)
        {
            await ReplaceOlderAsync(db, plan, now, ct);
        }
    }

    /// <summary>In the same save as the approval, so that an older one that still waits cannot be approved beside it.</summary>
    private static async Task ReplaceOlderAsync(OrderSyncDb db, StockPlan plan, DateTime now, CancellationToken ct)
    {
        var older = await db.StockPlans.Where(row => row.IntegrationId == plan.IntegrationId && row.Direction == plan.Direction && row.State == PlanState.Waiting && row.Id < plan.Id).ToListAsync(ct);
        foreach (var one in older)
        {
            (one.State, one.FinishedAt, one.Stamp) = (PlanState.Discarded, now, Guid.NewGuid());
        }
    }

    /// <summary>What was turned down is not proposed again before something changes, or the next check finds it.</summary>
    private static Task<int> LetRestAsync(OrderSyncDb db, StockPlan plan, CancellationToken ct) => db.VariantListings
        .Where(row => row.IntegrationId == plan.IntegrationId && row.StockDueAt != null && db.StockPlanLines.Any(line => line.PlanId == plan.Id && line.VariantId == row.VariantId))
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.StockDueAt, (DateTime?)null), ct);

    private async Task<Outcome> StartAsync(Actor actor, StockPlan plan, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var key = plan.Direction == PlanDirection.ToHub ? ImportStockFeed.FeedKey : ExportStockFeed.FeedKey;
        var feed = await db.Feeds.Where(row => row.IntegrationId == plan.IntegrationId && row.Key == key).Select(row => row.Id).SingleAsync(ct);
        var started = await queue.StartAsync(feed, RunTrigger.Change, actor.Name, ct);
        return started.Refusal is { } held ? held : Outcome.Done;
    }
}
