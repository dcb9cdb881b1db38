using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.GoLive;

namespace OrderSync.Web.Features.GoLive;

/// <summary>A person's exceptions from the go-live sequence: given with a reason, on record, and withdrawn again.</summary>
public sealed class GoLiveActions(IDbContextFactory<OrderSyncDb> databases, GoLiveReader reader, FeedMonitor monitor, TimeProvider clock)
{
    /// <summary>Lets one feed run although its steps are open.</summary>
    public Task<Outcome> UnlockAsync(Actor actor, long integrationId, FeedKey feed, string reason, CancellationToken ct) =>
        GiveAsync(actor, integrationId, OverrideKind.Feed, feed.Value, reason, ct);

    /// <summary>Goes on without a step: no feed waits for it any more.</summary>
    public Task<Outcome> LeaveOutAsync(Actor actor, long integrationId, GoLiveStep step, string reason, CancellationToken ct) =>
        GiveAsync(actor, integrationId, OverrideKind.Step, step.ToString(), reason, ct);

    /// <summary>The feed waits for its steps again. A run that is going on is not ended.</summary>
    public Task<Outcome> LockAsync(Actor actor, long integrationId, FeedKey feed, CancellationToken ct) =>
        WithdrawAsync(actor, integrationId, OverrideKind.Feed, feed.Value, ct);

    /// <summary>The step has to be done again.</summary>
    public Task<Outcome> TakeUpAsync(Actor actor, long integrationId, GoLiveStep step, CancellationToken ct) =>
        WithdrawAsync(actor, integrationId, OverrideKind.Step, step.ToString(), ct);

    private async Task<Outcome> GiveAsync(Actor actor, long integrationId, OverrideKind kind, string key, string reason, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        if (reason.Trim() is not { Length: > 0 and <= GoLiveOverride.ReasonLength } why)
        {
            return Refusal.Field("reason", "Say in a few words why; up to {0} characters.", GoLiveOverride.ReasonLength.ToString(CultureInfo.InvariantCulture));
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId, ct) is not { } integration)
        {
            return Refusal.NotFound("The integration");
        }

        if (NotPossible(integration, kind, key) is { } impossible)
        {
            return impossible;
        }

        var before = await db.GoLiveOverrides.SingleOrDefaultAsync(row => row.IntegrationId == integrationId && row.Kind == kind && row.Key == key, ct);
        var given = new GoLiveOverride { IntegrationId = integrationId, Kind = kind, Key = key, Reason = why, By = actor.Name, At = clock.GetUtcNow().UtcDateTime };
        if (before is not null)
        {
            db.GoLiveOverrides.Remove(before);
        }

        db.GoLiveOverrides.Add(given);
        db.Record(actor, given.At, "go-live.overridden", IntegrationActions.SubjectOf(integration), before is null ? null : Shown(before), Shown(given));
        return await SaveAsync(db, ct);
    }

    private async Task<Outcome> WithdrawAsync(Actor actor, long integrationId, OverrideKind kind, string key, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId, ct) is not { } integration
            || await db.GoLiveOverrides.SingleOrDefaultAsync(row => row.IntegrationId == integrationId && row.Kind == kind && row.Key == key, ct) is not { } given)
        {
            return Refusal.NotFound("The exception");
        }

        db.GoLiveOverrides.Remove(given);
        db.Record(actor, clock.GetUtcNow().UtcDateTime, "go-live.override-withdrawn", IntegrationActions.SubjectOf(integration), Shown(given));
        return await SaveAsync(db, ct);
    }

    private async Task<Outcome> SaveAsync(OrderSyncDb db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            return Refusal.Conflict("Somebody else decided this at the same moment. Look at the checklist again.");
        }

        monitor.Publish(Topics.Integrations);
        return Outcome.Done;
    }

    private Refusal? NotPossible(Integration integration, OverrideKind kind, string key)
    {
        var offered = reader.Offered(integration);
        var steps = GoLiveFeeds.StepsOf(offered);
        return kind == OverrideKind.Step
            ? !steps.Any(step => step.ToString() == key) ? Refusal.NotFound("The step")
                : key == nameof(GoLiveStep.Connection) ? Refusal.Conflict("Nothing works without a connection. Mend it in the configuration.") : null
            : !offered.Contains(new FeedKey(key)) ? Refusal.NotFound("The feed")
                : GoLiveFeeds.StepsBefore(new FeedKey(key)).Any(steps.Contains) ? null : Refusal.Conflict("This feed is never locked: it may run at any time.");
    }

    private static object Shown(GoLiveOverride given) => given.Kind == OverrideKind.Feed
        ? new { feed = given.Key, reason = given.Reason, by = given.By }
        : new { step = given.Key, reason = given.Reason, by = given.By };
}
