using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.Completeness;

namespace OrderSync.Web.Features.Completeness;

/// <summary>Starts a check of completeness.</summary>
public sealed class CompletenessActions(IDbContextFactory<OrderSyncDb> databases, FeedQueue queue, TimeProvider clock)
{
    /// <param name="allDays">Every order the shop has, not only those of the last days.</param>
    public async Task<Outcome<StartedRun>> CheckAsync(Actor actor, long integrationId, bool allDays, CancellationToken ct)
    {
        if (actor.Lacks(Permission.RunFeeds) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Feeds.AsNoTracking().SingleOrDefaultAsync(row => row.IntegrationId == integrationId && row.Key == CheckCompletenessFeed.FeedKey, ct) is not { } feed)
        {
            return Refusal.NotFound("The feed");
        }

        if (allDays)
        {
            // Noted before the start: a run that is going on already does it, too, when it sees the note.
            await db.Feeds.Where(row => row.Id == feed.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, CheckCompletenessFeed.AllDays), ct);
        }

        var started = await queue.StartAsync(feed.Id, actor.Kind == ActorKind.ApiKey ? RunTrigger.Api : RunTrigger.Manual, actor.Name, ct);
        if (started.Value is { Joined: false } run)
        {
            var name = await db.Integrations.Where(row => row.Id == integrationId).Select(row => row.Name).SingleAsync(ct);
            db.Record(actor, clock.GetUtcNow().UtcDateTime, "feed.started", new Subject("integration", FormattableString.Invariant($"{integrationId}"), name),
                after: new { feed = feed.Key.Value, run = run.RunId, allDays });
            await db.SaveChangesAsync(ct);
        }

        return started;
    }
}
