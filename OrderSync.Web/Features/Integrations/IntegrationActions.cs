using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.Mappings;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Integrations;

/// <summary>Creates and changes integrations.</summary>
public sealed class IntegrationActions(
    IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, SettingsCodec codec, ConnectionTester tester,
    MappingValues values, FeedScheduler scheduler, FeedMonitor monitor, TimeProvider clock)
{
    public const int LongestName = 120;

    /// <summary>Tests the settings and saves the integration with its feeds; when the test fails, switched off or not at all, as it was asked.</summary>
    public async Task<Outcome<SavedIntegration>> CreateAsync(Actor actor, NewIntegration wanted, CancellationToken ct)
    {
        if ((actor.Lacks(Permission.ManageIntegrations) ?? NameFault(wanted.Name)) is { } refusal)
        {
            return refusal;
        }

        if (!connectors.TryGet(wanted.Connector, out var connector))
        {
            return Refusal.Field("connector", "There is no connector '{0}'.", wanted.Connector.Value);
        }

        var settings = codec.Unmask(wanted.Settings, null);
        var name = wanted.Name.Trim();
        var report = await tester.TestAsync(connector, 0, name, settings, ct);
        if (!report.Passed && !wanted.Force)
        {
            return new SavedIntegration(0, false, false, report);
        }

        var id = await InsertAsync(actor, connector, wanted with { Name = name, Settings = settings }, report, ct);
        await ScheduleAsync(id, ct);
        if (report.Passed)
        {
            // The values are only a convenience here; the Mappings tab offers to fetch them again and tells what hinders it.
            // The integration is there: whoever leaves the page now still finds its values later.
            await values.FetchAsync(id, CancellationToken.None);
        }

        monitor.Publish(Topics.Integrations);
        return new SavedIntegration(id, true, report.Passed && wanted.Enabled, report);
    }

    /// <summary>Tests the changed settings and saves them when the test passes, or when the change says so.</summary>
    public async Task<Outcome<SavedIntegration>> UpdateAsync(Actor actor, long id, IntegrationChange change, CancellationToken ct)
    {
        if ((actor.Lacks(Permission.ManageIntegrations) ?? NameFault(change.Name)) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } integration)
        {
            return Refusal.NotFound("The integration");
        }

        if (change.Stamp is { } read && read != integration.Stamp)
        {
            return ChangedMeanwhile(integration.Name);
        }

        var connector = connectors.Get(integration.Connector);
        var settings = codec.Unmask(change.Settings, codec.Open(connector.SettingsType, integration.Settings));
        var report = await tester.TestAsync(connector, id, change.Name, settings, ct);
        if (!report.Passed && !change.Force)
        {
            return new SavedIntegration(id, false, integration.Enabled, report);
        }

        return await SaveAsync(db, actor, integration, change with { Settings = settings }, report, ct);
    }

    internal static Subject SubjectOf(Integration integration) => SubjectOf(integration.Id, integration.Name);

    internal static Subject SubjectOf(long id, string name) => new("integration", FormattableString.Invariant($"{id}"), name);

    internal static Refusal ChangedMeanwhile(string name) =>
        Refusal.Conflict("'{0}' was changed by somebody else meanwhile. Reload the page to see the change, then make yours again.", name);

    private Task<long> InsertAsync(Actor actor, ConnectorDescriptor connector, NewIntegration wanted, ConnectionReport report, CancellationToken ct) =>
        databases.InTransactionAsync(async (db, token) =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var integration = new Integration
            {
                Connector = connector.Key,
                Name = wanted.Name,
                Settings = codec.Seal(wanted.Settings),
                Enabled = report.Passed && wanted.Enabled,
                CreatedAt = now,
                Stamp = Guid.NewGuid(),
            };
            integration.Note(report, clock.GetUtcNow().UtcDateTime);
            db.Integrations.Add(integration);
            await db.SaveChangesAsync(token);
            db.Feeds.AddRange(connector.Feeds.Select(offer =>
                new Feed { IntegrationId = integration.Id, Key = offer.Key, Cron = offer.DefaultCron, Stamp = Guid.NewGuid() }));
            db.ValueMappings.AddRange(connector.MappingTables.SelectMany(offer => Defaults(offer, integration.Id, now)));
            db.Record(actor, now, "integration.created", SubjectOf(integration), after: Shown(integration, connector));
            await db.SaveChangesAsync(token);
            return integration.Id;
        }, ct);

    /// <summary>What a new integration is set to, for people to change.</summary>
    private static IEnumerable<ValueMapping> Defaults(MappingTableOffer offer, long integrationId, DateTime now) => offer.Defaults.Select(target => new ValueMapping
    {
        IntegrationId = integrationId,
        Table = offer.Table,
        Source = target.Key,
        SourceName = target.Key,
        Target = MappingSet.KeyToJson(target.Value),
        UpdatedAt = now,
        UpdatedBy = Actor.System.Name,
        Stamp = Guid.NewGuid(),
    });

    private async Task<Outcome<SavedIntegration>> SaveAsync(
        OrderSyncDb db, Actor actor, Integration integration, IntegrationChange change, ConnectionReport report, CancellationToken ct)
    {
        var connector = connectors.Get(integration.Connector);
        var before = Shown(integration, connector);
        var neverPassed = integration.Problems.Count > 0;
        integration.Name = change.Name.Trim();
        integration.Settings = codec.Seal(change.Settings);
        integration.Enabled = report.Passed && (change.Enabled ?? (integration.Enabled || neverPassed));
        integration.Stamp = Guid.NewGuid();
        integration.Note(report, clock.GetUtcNow().UtcDateTime);
        if (report.Passed)
        {
            // What was wrong may just have been mended: nobody should have to wait for the end of the back-off.
            (integration.FailureLevel, integration.RetryAt, integration.Fault, integration.FaultSince) = (0, null, null, null);
        }

        db.Record(actor, clock.GetUtcNow().UtcDateTime, "integration.updated", SubjectOf(integration), before, Shown(integration, connector));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangedMeanwhile(integration.Name);
        }

        monitor.Publish(Topics.Integrations);
        return new SavedIntegration(integration.Id, true, integration.Enabled, report);
    }

    private async Task ScheduleAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        foreach (var feed in await db.Feeds.AsNoTracking().Where(row => row.IntegrationId == integrationId).ToListAsync(ct))
        {
            await scheduler.ApplyAsync(feed, ct);
        }
    }

    private object Shown(Integration integration, ConnectorDescriptor connector) => new
    {
        integration.Name,
        connector = integration.Connector.Value,
        integration.Enabled,
        settings = codec.Masked(connector.SettingsType, integration.Settings),
    };

    private static Refusal? NameFault(string name) => name.Trim().Length switch
    {
        0 => Refusal.Field("name", "Give the integration a name, for example the shop's."),
        > LongestName => Refusal.Field("name", "Use at most {0} characters.", FormattableString.Invariant($"{LongestName}")),
        _ => null,
    };
}
