using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Data.Inbox;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Pharmacy.Calls;

/// <summary>Opens the counter for a pharmacy's program, and has its calls captured word for word for a while.</summary>
public sealed class PharmacyCallActions(IDbContextFactory<OrderSyncDb> databases, InboundKeys keys, FeedMonitor monitor, TimeProvider clock)
{
    /// <summary>Makes the addresses, if there are none yet.</summary>
    public async Task<Outcome> OpenAsync(Actor actor, long integrationId, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return new Outcome(refusal);
        }

        await keys.OpenAsync(integrationId, ct);
        return Outcome.Done;
    }

    /// <summary>Captures calls for as long as a captured one is kept, or stops.</summary>
    public async Task<Outcome> CaptureAsync(Actor actor, long integrationId, bool on, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return new Outcome(refusal);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.Where(row => row.Id == integrationId).Select(row => row.Name).SingleOrDefaultAsync(ct) is not { } name)
        {
            return new Outcome(Refusal.NotFound("The integration"));
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var desk = await db.PharmacyDesks.SingleOrDefaultAsync(row => row.IntegrationId == integrationId, ct);
        if (desk is null)
        {
            db.PharmacyDesks.Add(desk = new PharmacyDesk { IntegrationId = integrationId });
        }

        (desk.CaptureUntil, desk.CaptureBy) = on ? ((DateTime?)(now + PharmacyCapture.Lives), actor.Name) : (null, "");
        db.Record(actor, now, on ? "integration.capture-started" : "integration.capture-stopped", IntegrationActions.SubjectOf(integrationId, name), after: new { until = desk.CaptureUntil });
        await db.SaveChangesAsync(ct);
        monitor.Publish(Topics.Pharmacy);
        return Outcome.Done;
    }
}
