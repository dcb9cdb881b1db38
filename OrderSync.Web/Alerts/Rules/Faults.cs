using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts.Rules;

/// <summary>Integrations that do not answer as they should. What the two rules on them share.</summary>
internal static class Faults
{
    /// <summary>The usual rests are shorter at first: whoever rests so long already waits for a person, or was asked to.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(59);

    public static AlertRuleNumber Failures { get; } = new("After how many failures in a row", Default: 3, Lowest: 1, Highest: 10);

    /// <summary>Whether messages go to it as soon as something changes; then no feed of its own would show its trouble.</summary>
    public static bool IsTold(this ConnectorRegistry connectors, Integration integration) =>
        connectors.TryGet(integration.Connector, out var connector) && (connector.Ports is IOrderListener || connector.Feeds.Count == 0);

    public static async Task<AlertCondition?> OfAsync(OrderSyncDb db, Integration integration, string rule, AlertLook look, Phrase title, CancellationToken ct)
    {
        if (integration.Fault is not { } fault)
        {
            return null;
        }

        var run = await db.FeedRuns.AsNoTracking().Where(row => row.IntegrationId == integration.Id && row.State == RunState.Failed)
            .OrderByDescending(row => row.Id).Select(row => new { row.FinishedAt, row.Remedy }).FirstOrDefaultAsync(ct);
        var rests = integration.RetryAt - (run?.FinishedAt ?? look.Now);
        if (integration.FailureLevel < look.Threshold && !(rests >= Held))
        {
            return null;
        }

        return new AlertCondition(new AlertKey(rule, integration.Id, ""), integration.Name)
        {
            Title = title,
            Remedy = run?.Remedy ?? new Phrase("Open the integration and test the connection: it says what to do. It is tried again by itself."),
            Path = FormattableString.Invariant($"/integrations/{integration.Id}"),
            Since = integration.FaultSince ?? integration.LastSuccessAt ?? integration.CreatedAt,
            Newest = [new AlertExample(fault, null, look.Now)],
        };
    }
}
