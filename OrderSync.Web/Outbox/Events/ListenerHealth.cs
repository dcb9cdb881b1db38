using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox.Events;

/// <summary>Lets a listener that is in trouble rest, longer each time, and notes when it is back. Kept with the integration, so that every process and every page knows.</summary>
public sealed class ListenerHealth(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    /// <summary>It answers: whatever waits may follow.</summary>
    internal Task RecoverAsync(long integrationId) => ChangeAsync(integrationId, (row, now) =>
        (row.FailureLevel, row.RetryAt, row.Fault, row.LastSuccessAt) = (0, null, null, now));

    internal Task RestAsync(long integrationId, RemoteFailure trouble) => ChangeAsync(integrationId, (row, now) =>
    {
        row.FailureLevel = Math.Min(row.FailureLevel + 1, EventTimes.HighestLevel);
        row.RetryAt = now + EventTimes.Rest(row.FailureLevel, trouble, Random.Shared.NextDouble());
        row.Fault = trouble.Message;
    });

    /// <summary>Without the integration's stamp: a merchant who edits it at this moment is not disturbed.</summary>
    private async Task ChangeAsync(long integrationId, Action<Integration, DateTime> change)
    {
        await using var db = await databases.CreateDbContextAsync();
        var row = await db.Integrations.AsNoTracking().SingleAsync(integration => integration.Id == integrationId);
        change(row, clock.GetUtcNow().UtcDateTime);
        await db.Integrations.Where(integration => integration.Id == integrationId).ExecuteUpdateAsync(set => set
            .SetProperty(integration => integration.FailureLevel, row.FailureLevel)
            .SetProperty(integration => integration.RetryAt, row.RetryAt)
            .SetProperty(integration => integration.Fault, row.Fault)
            .SetProperty(integration => integration.LastSuccessAt, row.LastSuccessAt));
    }
}
