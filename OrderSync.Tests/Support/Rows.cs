using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Support;

/// <summary>Ordinary rows for tests.</summary>
internal static class Rows
{
    public static readonly DateTime Now = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    public static async Task<long> IntegrationAsync(IDbContextFactory<OrderSyncDb> databases, string connector = "test", string settings = "{}")
    {
        await using var db = databases.CreateDbContext();
        var integration = new Integration
        {
            Connector = new ConnectorKey(connector),
            Name = "Outlet",
            Enabled = true,
            Settings = settings,
            CreatedAt = Now,
            Stamp = Guid.NewGuid(),
        };
        db.Integrations.Add(integration);
        await db.SaveChangesAsync();
        return integration.Id;
    }

    /// <summary>Lets feeds run whatever the go-live sequence says, as a merchant may.</summary>
    public static async Task UnlockAsync(this IDbContextFactory<OrderSyncDb> databases, long integrationId, params IEnumerable<FeedKey> feeds)
    {
        await using var db = databases.CreateDbContext();
        db.GoLiveOverrides.AddRange(feeds.Select(feed => new GoLiveOverride
        {
            IntegrationId = integrationId,
            Kind = OverrideKind.Feed,
            Key = feed.Value,
            Reason = "A test",
            By = "Test",
            At = Now,
        }));
        await db.SaveChangesAsync();
    }

    public static IncomingOrder Incoming(long integrationId, string externalId, IncomingState state = IncomingState.Problem) => new()
    {
        IntegrationId = integrationId,
        ExternalId = externalId,
        State = state,
        FirstSeenAt = Now,
        LastSeenAt = Now,
        DecidedAt = Now,
        Stamp = Guid.NewGuid(),
    };
}
