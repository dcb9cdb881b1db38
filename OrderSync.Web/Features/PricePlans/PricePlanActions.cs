using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.StockPlans;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ExportProducts;

namespace OrderSync.Web.Features.PricePlans;

/// <summary>Decides about price plans. What is approved is sent by a run of the feed, which takes it up even if it starts only later.</summary>
public sealed class PricePlanActions(IDbContextFactory<OrderSyncDb> databases, FeedQueue queue, FeedMonitor monitor, TimeProvider clock)
{
    /// <summary>Lets the prices be sent exactly as they stand.</summary>
    public Task<Outcome> ApproveAsync(Actor actor, long id, string note, CancellationToken ct) => DecideAsync(actor, id, PlanState.Waiting, PlanState.Approved, "price-plan.approved", note, ct);

    /// <summary>Turns the plan down; nothing is sent.</summary>
    public Task<Outcome> DiscardAsync(Actor actor, long id, string note, CancellationToken ct) => DecideAsync(actor, id, PlanState.Waiting, PlanState.Discarded, "price-plan.discarded", note, ct);

    /// <summary>Gives the shop back the prices it showed before, where it still shows ours. Nothing goes by itself then until prices are approved again.</summary>
    public Task<Outcome> UndoAsync(Actor actor, long id, string note, CancellationToken ct) => DecideAsync(actor, id, PlanState.Done, PlanState.Undoing, "price-plan.undone", note, ct);

    private async Task<Outcome> DecideAsync(Actor actor, long id, PlanState from, PlanState to, string action, string note, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ApprovePlans) is { } refusal)
        {
            return refusal;
        }

        if (note.Trim() is not { Length: > 0 and <= PlanActions.NoteLength } why)
        {
            return Refusal.Field("note", "Say in a few words why; up to {0} characters.", PlanActions.NoteLength.ToString(CultureInfo.InvariantCulture));
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.PricePlans.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } plan)
        {
            return Refusal.NotFound("The plan");
        }

        if (plan.State != from)
        {
            return Refusal.Conflict("The plan was decided meanwhile. Look at it again.");
        }

        if (to == PlanState.Undoing && await PricePlanQueries.UndoHindranceAsync(db, plan.IntegrationId, plan.Id, ct) is { } hindrance)
        {
            return new Refusal(RefusalKind.Conflict, hindrance);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        Apply(plan, to, actor, now, why);
        db.Record(actor, now, action, new Subject("price-plan", id.ToString(CultureInfo.InvariantCulture)), new { state = from }, new { state = to, note = why, plan.Lines });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("The plan was decided meanwhile. Look at it again.");
        }

        if (to is PlanState.Discarded or PlanState.Undoing)
        {
            await LetRestAsync(db, id, now, ct);
        }

        monitor.Publish(Topics.Products);
        return to != PlanState.Discarded ? await StartAsync(actor, plan, ct) : Outcome.Done;
    }

    private static void Apply(PricePlan plan, PlanState to, Actor actor, DateTime now, string why)
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
        plan.FinishedAt = to == PlanState.Discarded ? now : null;
    }

    /// <summary>What was turned down or taken back is not proposed again before something changes, or the next daily look finds it.</summary>
    private static Task<int> LetRestAsync(OrderSyncDb db, long planId, DateTime now, CancellationToken ct) => db.ProductExports
        .Where(row => db.PricePlanLines.Any(line => line.PlanId == planId && line.ListingId == row.ListingId))
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.ComparedAt, now).SetProperty(row => row.LookedAt, now), ct);

    private async Task<Outcome> StartAsync(Actor actor, PricePlan plan, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var feed = await db.Feeds.Where(row => row.IntegrationId == plan.IntegrationId && row.Key == ExportProductDataFeed.FeedKey).Select(row => row.Id).SingleAsync(ct);
        var started = await queue.StartAsync(feed, RunTrigger.Change, actor.Name, ct);
        return started.Refusal is { } held ? held : Outcome.Done;
    }
}
