using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.Completeness;

namespace OrderSync.Web.Features.Completeness;

/// <summary>Starts a check of completeness, and says how far back it looks.</summary>
public sealed class CompletenessActions(IDbContextFactory<OrderSyncDb> databases, FeedQueue queue, FeedMonitor monitor, TimeProvider clock)
{
    public const int MostDays = 366;

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

    /// <summary>How many of the last days the nightly count looks at.</summary>
    public async Task<Outcome> SetDaysAsync(Actor actor, long integrationId, int days, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        if (days is < 1 or > MostDays)
        {
            return Refusal.Field("days", "Give a number of days from {0} to {1}.", "1", FormattableString.Invariant($"{MostDays}"));
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.SingleOrDefaultAsync(row => row.Id == integrationId, ct) is not { } integration)
        {
            return Refusal.NotFound("The integration");
        }

        if (integration.CompletenessDays == days)
        {
            return Outcome.Done;
        }

        db.Record(actor, clock.GetUtcNow().UtcDateTime, "completeness.days-changed", IntegrationActions.SubjectOf(integration), new { days = integration.CompletenessDays }, new { days });
        (integration.CompletenessDays, integration.Stamp) = (days, Guid.NewGuid());
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return IntegrationActions.ChangedMeanwhile(integration.Name);
        }

        monitor.Publish(Topics.Integrations);
        return Outcome.Done;
    }
}
