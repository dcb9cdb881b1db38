using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ConfirmShipments;
using OrderSync.Web.Feeds.GoLive;

namespace OrderSync.Web.Features.Outbox;

/// <summary>Why messages of an integration are not sent at the moment, for reasons that have nothing to do with the messages.</summary>
public sealed class OutboxHolds(GoLiveGate gate)
{
    /// <returns>By integration; those in whose way nothing stands are left out.</returns>
    public async Task<IReadOnlyDictionary<long, Phrase>> ReadAsync(OrderSyncDb db, IReadOnlyCollection<long> integrations, DateTime now, CancellationToken ct)
    {
        if (integrations.Count == 0)
        {
            return new Dictionary<long, Phrase>();
        }

        if (await db.FindOutgoingStopAsync(ct) is { } stop)
        {
            var stopped = new Phrase("Everything outgoing is stopped by {0}: {1}", stop.By, stop.Reason);
            return integrations.ToDictionary(id => id, _ => stopped);
        }

        var why = new Dictionary<long, Phrase>();
        foreach (var integration in await db.Integrations.AsNoTracking().Where(row => integrations.Contains(row.Id)).ToListAsync(ct))
        {
            if (await WhyAsync(db, integration, now, ct) is { } held)
            {
                why[integration.Id] = held;
            }
        }

        return why;
    }

    private async Task<Phrase?> WhyAsync(OrderSyncDb db, Integration integration, DateTime now, CancellationToken ct)
    {
        if (!integration.Enabled)
        {
            return new Phrase("The integration '{0}' is switched off.", integration.Name);
        }

        var feed = await db.Feeds.AsNoTracking().SingleOrDefaultAsync(row => row.IntegrationId == integration.Id && row.Key == ConfirmShipmentsFeed.FeedKey, ct);
        return feed is { Paused: true } ? new Phrase("The feed 'Shipping confirmation' of '{0}' is paused.", integration.Name)
            : integration.RetryAt > now ? new Phrase("'{0}' does not answer as it should; it is tried again by itself. {1}", integration.Name, integration.Fault?.ToString() ?? "")
            : feed is null ? null
            : (await gate.LockOfAsync(db, feed, ct))?.Reason;
    }
}
