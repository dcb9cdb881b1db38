using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ExportStock;

namespace OrderSync.Web.Features.StockPlans;

/// <summary>A plan somebody asked for, and the run that makes it.</summary>
public sealed record RequestedPlan(long PlanId, long RunId);

/// <summary>A shop that can be told its stock.</summary>
public sealed record ExportTarget(long IntegrationId, string Name);

/// <summary>Has plans made of what a shop would be told. Making one changes nothing anywhere.</summary>
public sealed class PlanRequests(IDbContextFactory<OrderSyncDb> databases, FeedQueue queue, FeedMonitor monitor, TimeProvider clock)
{
    public async Task<IReadOnlyList<ExportTarget>> TargetsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Feeds.Where(row => row.Key == StockCheckFeed.FeedKey)
            .Join(db.Integrations.Where(row => row.Enabled), feed => feed.IntegrationId, integration => integration.Id, (feed, integration) => new { integration.Id, integration.Name })
            .OrderBy(row => row.Name).ThenBy(row => row.Id).Select(row => new ExportTarget(row.Id, row.Name)).ToListAsync(ct);
    }

    /// <summary>Asks for a plan that waits for approval whatever it shows. A second request joins the first.</summary>
    public async Task<Outcome<RequestedPlan>> MakeAsync(Actor actor, long integrationId, CancellationToken ct)
    {
        if (actor.Lacks(Permission.RunFeeds) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (!await db.Integrations.AnyAsync(row => row.Id == integrationId, ct))
        {
            return Refusal.NotFound("The integration");
        }

        var feed = await db.Feeds.Where(row => row.IntegrationId == integrationId && row.Key == StockCheckFeed.FeedKey).Select(row => row.Id).SingleOrDefaultAsync(ct);
        if (feed == 0)
        {
            return Refusal.Conflict("This integration cannot be told stock.");
        }

        var (plan, isNew) = await AskedAsync(db, actor, integrationId, ct);
        var started = await queue.StartAsync(feed, actor.Kind == ActorKind.ApiKey ? RunTrigger.Api : RunTrigger.Manual, actor.Name, ct);
        if (started.Refusal is { } held)
        {
            if (isNew)
            {
                await db.StockPlans.Where(row => row.Id == plan.Id && row.State == PlanState.Asked).ExecuteDeleteAsync(ct);
            }

            return held;
        }

        monitor.Publish(Topics.Stock);
        return new RequestedPlan(plan.Id, started.Value!.RunId);
    }

    private async Task<(StockPlan Plan, bool IsNew)> AskedAsync(OrderSyncDb db, Actor actor, long integrationId, CancellationToken ct)
    {
        var asked = await db.StockPlans.OrderBy(row => row.Id).FirstOrDefaultAsync(
            row => row.IntegrationId == integrationId && row.Direction == PlanDirection.ToShop && row.State == PlanState.Asked, ct);
        if (asked is not null)
        {
            return (asked, false);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var plan = new StockPlan
        {
            IntegrationId = integrationId,
            Direction = PlanDirection.ToShop,
            State = PlanState.Asked,
            RunId = 0,
            CreatedAt = now,
            CreatedBy = actor.Name,
            IsWhole = true,
            WasAsked = true,
            Stamp = Guid.NewGuid(),
        };
        db.StockPlans.Add(plan);
        await db.SaveChangesAsync(ct);
        return (plan, true);
    }
}
