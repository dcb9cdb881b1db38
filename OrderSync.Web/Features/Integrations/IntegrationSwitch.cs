using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Integrations;

/// <summary>Tests connections of stored integrations, and switches integrations on and off.</summary>
public sealed class IntegrationSwitch(
    IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, SettingsCodec codec, ConnectionTester tester, FeedMonitor monitor, TimeProvider clock)
{
    /// <summary>Tests the stored settings, or edited ones without saving them.</summary>
    public async Task<Outcome<ConnectionReport>> TestAsync(Actor actor, long id, IConnectorSettings? edited, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } integration)
        {
            return Refusal.NotFound("The integration");
        }

        var connector = connectors.Get(integration.Connector);
        var stored = codec.Open(connector.SettingsType, integration.Settings);
        var report = await tester.TestAsync(connector, id, integration.Name, edited is null ? stored : codec.Unmask(edited, stored), ct);
        if (edited is null)
        {
            integration.Note(report, clock.GetUtcNow().UtcDateTime);
            db.Record(actor, clock.GetUtcNow().UtcDateTime, "integration.tested", IntegrationActions.SubjectOf(integration), after: Told(report));
            await db.SaveChangesAsync(ct);
            monitor.Publish(Topics.Integrations);
        }

        return report;
    }

    /// <summary>Switches the integration on, which needs a passing test, or off, which also ends its runs.</summary>
    public async Task<Outcome> SetEnabledAsync(Actor actor, long id, bool enabled, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        if (enabled && await TestAsync(actor, id, null, ct) is var test && (test.Refusal ?? FailedTest(test.Value)) is { } failed)
        {
            return failed;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } integration)
        {
            return Refusal.NotFound("The integration");
        }

        if (integration.Enabled == enabled)
        {
            return Outcome.Done;
        }

        integration.Enabled = enabled;
        integration.Stamp = Guid.NewGuid();
        db.Record(actor, clock.GetUtcNow().UtcDateTime, enabled ? "integration.enabled" : "integration.disabled", IntegrationActions.SubjectOf(integration),
            new { enabled = !enabled }, new { enabled });
        await db.SaveChangesAsync(ct);
        if (!enabled)
        {
            await db.CancelRunsOfAsync(id, actor.Name, clock.GetUtcNow().UtcDateTime, ct);
        }

        monitor.Publish(Topics.Integrations, Topics.Runs);
        return Outcome.Done;
    }

    private static object Told(ConnectionReport report) => new { ok = report.Passed, problems = report.Problems.Select(problem => problem.Code) };

    private static Refusal? FailedTest(ConnectionReport? report) => report is { Passed: false, Problems: [var first, ..] }
        ? Refusal.Conflict("The connection test fails, so the integration stays off. {0} {1}", first.Message.ToString(), first.Remedy.ToString())
        : null;
}

internal static class TestNotes
{
    /// <summary>Notes the outcome of a test; facts of a failed one are worth nothing, so the old ones stay.</summary>
    public static void Note(this Integration integration, ConnectionReport report, DateTime now)
    {
        integration.Problems = report.Problems;
        integration.Hints = report.Hints;
        integration.TestedAt = now;
        if (report.Passed)
        {
            integration.Facts = JsonSerializer.Serialize(report.Facts);
        }
    }
}
