using Microsoft.EntityFrameworkCore;
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
