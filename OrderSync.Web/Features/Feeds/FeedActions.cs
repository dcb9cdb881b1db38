using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Feeds;

/// <summary>Starts, pauses and schedules feeds.</summary>
public sealed class FeedActions(
    IDbContextFactory<OrderSyncDb> databases, FeedQueue queue, FeedScheduler scheduler, FeedMonitor monitor, TimeProvider clock)
{
    /// <summary>Starts the feed, or joins its running run. A rest after failures does not hold back a person.</summary>
    public async Task<Outcome<StartedRun>> RunNowAsync(Actor actor, long integrationId, FeedKey key, CancellationToken ct)
    {
        if (actor.Lacks(Permission.RunFeeds) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await FindAsync(db.Feeds.AsNoTracking(), integrationId, key, ct) is not { } feed)
        {
            return Refusal.NotFound("The feed");
        }

        var trigger = actor.Kind == ActorKind.ApiKey ? RunTrigger.Api : RunTrigger.Manual;
        var started = await queue.StartAsync(feed.Id, trigger, actor.Name, ct);
        if (started.Value is { Joined: false } run)
        {
            await RecordAsync(db, actor, feed, "feed.started", null, new { feed = key.Value, run = run.RunId }, ct);
            await db.SaveChangesAsync(ct);
        }

        return started;
    }

    /// <summary>Starts the feed that failed last, without waiting for the end of the rest.</summary>
    public async Task<Outcome<StartedRun>> TryNowAsync(Actor actor, long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var failed = await db.FeedRuns
            .Where(run => run.IntegrationId == integrationId && run.State == RunState.Failed)
            .OrderByDescending(run => run.Id)
            .Select(run => (FeedKey?)run.FeedKey)
            .FirstOrDefaultAsync(ct);
        return failed is { } key
            ? await RunNowAsync(actor, integrationId, key, ct)
            : Refusal.Conflict("No run has failed yet. Run a feed on the Feeds tab.");
    }

    /// <summary>Pauses the feed's schedule or resumes it; Run now works either way.</summary>
    public async Task<Outcome> SetPausedAsync(Actor actor, long integrationId, FeedKey key, bool paused, CancellationToken ct) =>
        actor.Lacks(Permission.RunFeeds) is { } refusal
            ? refusal
            : await ChangeAsync(actor, integrationId, key, paused ? "feed.paused" : "feed.resumed", feed => feed.Paused = paused, ct);

    /// <summary>Lets a feed run again that the program switched off by itself.</summary>
    public async Task<Outcome> SwitchOnAsync(Actor actor, long integrationId, FeedKey key, CancellationToken ct) =>
        actor.Lacks(Permission.RunFeeds) is { } refusal
            ? refusal
            : await ChangeAsync(actor, integrationId, key, "feed.switched-on", feed => feed.OffReason = null, ct);

    /// <summary>Gives the feed another schedule.</summary>
    /// <param name="cron">Five fields; null or empty runs it only by hand.</param>
    public async Task<Outcome> SetScheduleAsync(Actor actor, long integrationId, FeedKey key, string? cron, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        var schedule = string.IsNullOrWhiteSpace(cron) ? null : string.Join(' ', cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return schedule is not null && (schedule.Length > 120 || !scheduler.IsValid(schedule))
            ? Refusal.Field("schedule", "'{0}' is no schedule. Write five fields: minute, hour, day, month, weekday; for example */5 * * * * for every 5 minutes.", schedule)
            : await ChangeAsync(actor, integrationId, key, "feed.scheduled", feed => feed.Cron = schedule, ct);
    }

    private async Task<Outcome> ChangeAsync(Actor actor, long integrationId, FeedKey key, string action, Action<Feed> change, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await FindAsync(db.Feeds, integrationId, key, ct) is not { } feed)
        {
            return Refusal.NotFound("The feed");
        }

        var before = Shown(feed);
        change(feed);
        if (Equals(before, Shown(feed)))
        {
            return Outcome.Done;
        }

        feed.Stamp = Guid.NewGuid();
        await RecordAsync(db, actor, feed, action, before, Shown(feed), ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("The feed was changed by somebody else meanwhile. Reload the page to see the change, then make yours again.");
        }

        await scheduler.ApplyAsync(feed, ct);
        monitor.Publish(Topics.Integrations);
        return Outcome.Done;
    }

    private static object Shown(Feed feed) => new { feed = feed.Key.Value, schedule = feed.Cron, paused = feed.Paused, off = feed.OffReason?.ToString() };

    private static Task<Feed?> FindAsync(IQueryable<Feed> feeds, long integrationId, FeedKey key, CancellationToken ct) =>
        feeds.SingleOrDefaultAsync(feed => feed.IntegrationId == integrationId && feed.Key == key, ct);

    private async Task RecordAsync(OrderSyncDb db, Actor actor, Feed feed, string action, object? before, object? after, CancellationToken ct)
    {
        var name = await db.Integrations.Where(row => row.Id == feed.IntegrationId).Select(row => row.Name).SingleAsync(ct);
        db.Record(actor, clock.GetUtcNow().UtcDateTime, action, IntegrationActions.SubjectOf(feed.IntegrationId, name), before, after);
    }
}
