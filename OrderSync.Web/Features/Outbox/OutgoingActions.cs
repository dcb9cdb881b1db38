using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Feeds;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Features.Outbox;

/// <summary>The switch that stops everything outgoing, and lets it go on.</summary>
public sealed class OutgoingActions(
    IDbContextFactory<OrderSyncDb> databases, FeedCatalog catalog, FeedMonitor monitor, FeedSignal feeds, OutboxSignal outbox, TimeProvider clock)
{
    public const int ReasonLength = 500;

    /// <summary>The stop that holds now, or null.</summary>
    public Task<OutgoingStop?> ReadAsync(CancellationToken ct) => databases.ReadAsync(db => db.FindOutgoingStopAsync(ct), ct);

    /// <summary>Nothing is sent from now on. Runs that write to other systems are asked to end; a request that is under way is not torn off.</summary>
    public async Task<Outcome> StopAsync(Actor actor, string reason, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageSystem) is { } refusal)
        {
            return refusal;
        }

        var why = reason.Trim();
        if (why.Length is 0 or > ReasonLength)
        {
            return Refusal.Field("reason", "Say in a few words why; up to {0} characters.", ReasonLength.ToString(CultureInfo.InvariantCulture));
        }

        try
        {
            await databases.InTransactionAsync(async (db, token) =>
            {
                db.OutgoingStops.Add(new OutgoingStop { Reason = why, By = actor.Name, At = Now });
                db.Record(actor, Now, "outgoing.stopped", new Subject("outgoing", "all"), after: new { reason = why });
                await db.SaveChangesAsync(token);
                var writing = catalog.All.Where(feed => feed.WritesOutside).Select(feed => feed.Key).ToList();
                return await RunCancellation.CancelAsync(db.FeedRuns.Where(row => writing.Contains(row.FeedKey)), actor.Name, Now, token);
            }, ct);
        }
        catch (DbUpdateException)
        {
            return Refusal.Conflict("Everything outgoing is stopped already.");
        }

        Announce();
        return Outcome.Done;
    }

    /// <summary>What waited is sent from now on.</summary>
    public async Task<Outcome> StartAsync(Actor actor, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageSystem) is { } refusal)
        {
            return refusal;
        }

        var ended = await databases.InTransactionAsync(async (db, token) =>
        {
            var stop = await db.OutgoingStops.FirstOrDefaultAsync(row => row.Holds != null, token);
            if (stop is not null)
            {
                (stop.Holds, stop.EndedAt, stop.EndedBy) = (null, Now, actor.Name);
                db.Record(actor, Now, "outgoing.started", new Subject("outgoing", "all"), new { reason = stop.Reason, by = stop.By });
                await db.SaveChangesAsync(token);
            }

            return stop is not null;
        }, ct);
        Announce();
        return ended ? Outcome.Done : Refusal.Conflict("Nothing is stopped.");
    }

    /// <summary>Lets one message try at once whether a system that rests after failures answers again.</summary>
    public async Task<Outcome> ProbeAsync(Actor actor, long integrationId, CancellationToken ct)
    {
        if (actor.Lacks(Permission.RunFeeds) is { } refusal)
        {
            return refusal;
        }

        var due = await databases.InTransactionAsync(async (db, token) =>
        {
            var changed = await db.Integrations.Where(row => row.Id == integrationId && row.RetryAt != null).ExecuteUpdateAsync(set => set.SetProperty(row => row.RetryAt, Now), token);
            if (changed > 0)
            {
                db.Record(actor, Now, "integration.probed", new Subject("integration", integrationId.ToString(CultureInfo.InvariantCulture)));
                await db.SaveChangesAsync(token);
            }

            return changed;
        }, ct);
        Announce();
        return due > 0 ? Outcome.Done : Refusal.Conflict("It is not resting.");
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private void Announce()
    {
        feeds.Set();
        outbox.Set();
        monitor.Publish(Topics.Outbox, Topics.Runs, Topics.Integrations);
    }
}
