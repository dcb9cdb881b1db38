using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;

namespace OrderSync.Web.Outbox.Events;

/// <summary>
/// Lets a listener that is in trouble rest, longer each time, and notes when it is back. Kept with the integration, so that every process and
/// every page knows; an outage that is more than a hiccup stands in its history with its beginning and its end.
/// </summary>
public sealed class ListenerHealth(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    /// <summary>So many rests in a row are an outage; one that only a person can end is one at once.</summary>
    private const int Outage = 3;

    private static readonly TimeSpan LongOutage = TimeSpan.FromMinutes(1);

    /// <summary>It answers: whatever waits may follow.</summary>
    internal Task RecoverAsync(long integrationId) => ChangeAsync(integrationId, (db, row, now) =>
    {
        if (row.FaultSince is { } since && (row.FailureLevel >= Outage || now - since >= LongOutage))
        {
            db.Record(Actor.System, now, "integration.answers-again", SubjectOf(row), after: new { since });
        }

        (row.FailureLevel, row.RetryAt, row.Fault, row.FaultSince, row.LastSuccessAt) = (0, null, null, null, now);
    });

    internal Task RestAsync(long integrationId, RemoteFailure trouble) => ChangeAsync(integrationId, (db, row, now) =>
    {
        var before = row.FailureLevel;
        row.FailureLevel = Math.Min(before + 1, EventTimes.HighestLevel);
        row.RetryAt = now + EventTimes.Rest(row.FailureLevel, trouble, Random.Shared.NextDouble());
        row.Fault = trouble.Message;
        row.FaultSince ??= now;
        if (row.FailureLevel != before && row.FailureLevel == (trouble.NeedsPerson ? 1 : Outage))
        {
            db.Record(Actor.System, now, "integration.rests", SubjectOf(row), after: new { since = row.FaultSince, fault = trouble.Message.ToString() });
        }
    });

    private static Subject SubjectOf(Integration row) => new("integration", row.Id.ToString(CultureInfo.InvariantCulture), row.Name);

    /// <summary>Without the integration's stamp: a merchant who edits it at this moment is not disturbed.</summary>
    private Task<int> ChangeAsync(long integrationId, Action<OrderSyncDb, Integration, DateTime> change) => databases.InTransactionAsync(async (db, ct) =>
    {
        var row = await db.Integrations.AsNoTracking().SingleAsync(integration => integration.Id == integrationId, ct);
        change(db, row, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(ct);
        return await db.Integrations.Where(integration => integration.Id == integrationId).ExecuteUpdateAsync(set => set
            .SetProperty(integration => integration.FailureLevel, row.FailureLevel)
            .SetProperty(integration => integration.RetryAt, row.RetryAt)
            .SetProperty(integration => integration.Fault, row.Fault)
            .SetProperty(integration => integration.FaultSince, row.FaultSince)
            .SetProperty(integration => integration.LastSuccessAt, row.LastSuccessAt), ct);
    }, CancellationToken.None);
}
