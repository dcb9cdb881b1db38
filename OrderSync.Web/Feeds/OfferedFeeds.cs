using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds;

/// <summary>Gives integrations of an earlier version the feeds this one has in addition, by hand only until somebody gives them a schedule.</summary>
public sealed class OfferedFeeds(IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors)
{
    public async Task AddMissingAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var have = (await db.Feeds.Select(row => new { row.IntegrationId, row.Key }).ToListAsync(ct)).ToHashSet();
        foreach (var integration in await db.Integrations.Select(row => new { row.Id, row.Connector }).ToListAsync(ct))
        {
            var offers = connectors.TryGet(integration.Connector, out var descriptor) ? descriptor.Feeds : [];
            db.Feeds.AddRange(offers
                .Where(offer => !have.Contains(new { IntegrationId = integration.Id, offer.Key }))
                .Select(offer => new Feed { IntegrationId = integration.Id, Key = offer.Key, Stamp = Guid.NewGuid() }));
        }

        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Another node did it at this moment.
        }
    }
}
