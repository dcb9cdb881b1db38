using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Feeds.GoLive;

namespace OrderSync.Web.Features.GoLive;

/// <summary>The go-live checklist of an integration, with its feeds.</summary>
public sealed record GoLiveView(long IntegrationId, string Name, bool Enabled, GoLiveChecklist Checklist, IReadOnlyList<FeedRow> Feeds)
{
    public FeedRow? Feed(FeedKey? key) => Feeds.FirstOrDefault(feed => feed.Key == key);
}

/// <summary>An integration that is on its way.</summary>
public sealed record GoLiveProgress(long IntegrationId, string Name, int Settled, int Total, GoLiveStep Next);

/// <summary>Reads how far integrations are.</summary>
public sealed class GoLiveQueries(IDbContextFactory<OrderSyncDb> databases, GoLiveGate gate, GoLiveReader reader, FeedQueries feeds)
{
    /// <summary>Null when there is no such integration.</summary>
    public async Task<GoLiveView?> ViewAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId, ct) is { } integration
            ? new GoLiveView(integrationId, integration.Name, integration.Enabled, await gate.CheckAsync(db, integration, ct), await feeds.ListAsync(integrationId, ct) ?? [])
            : null;
    }

    /// <summary>Integrations of which a step is neither done nor left out.</summary>
    /// <param name="integrationId">Only this one; null looks at all.</param>
    public async Task<IReadOnlyList<GoLiveProgress>> OnTheWayAsync(long? integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var onTheWay = new List<GoLiveProgress>();
        foreach (var integration in await db.Integrations.AsNoTracking().Where(row => integrationId == null || row.Id == integrationId).OrderBy(row => row.Name).ToListAsync(ct))
        {
            if (!await IsSettledAsync(db, integration, ct) && await gate.CheckAsync(db, integration, ct) is { Next: { } next } checklist)
            {
                onTheWay.Add(new GoLiveProgress(integration.Id, integration.Name, checklist.Settled, checklist.Steps.Count, next.Step));
            }
        }

        return onTheWay;
    }

    /// <summary>What is kept is enough to know that an integration is live; nothing is counted for it.</summary>
    private async Task<bool> IsSettledAsync(OrderSyncDb db, Integration integration, CancellationToken ct)
    {
        var proved = await db.GoLiveProofs.Where(row => row.IntegrationId == integration.Id).Select(row => row.Step).ToListAsync(ct);
        var without = await db.GoLiveOverrides.Where(row => row.IntegrationId == integration.Id && row.Kind == OverrideKind.Step).Select(row => row.Key).ToListAsync(ct);
        return GoLiveFeeds.StepsOf(reader.Offered(integration)).All(step => proved.Contains(step) || without.Contains(step.ToString()));
    }
}
