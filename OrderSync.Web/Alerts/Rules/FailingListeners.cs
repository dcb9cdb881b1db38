using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts.Rules;

/// <summary>Systems that are told of changes and do not take them: nothing is sent to them for a while.</summary>
public sealed class FailingListeners(ConnectorRegistry connectors) : IAlertRule
{
    private const string Key = "failing-listeners";

    public AlertRuleAbout About { get; } = new(
        Key, "Systems that cannot be told", "Tells when a system that is told of orders does not answer, and messages to it wait.")
    {
        Number = Faults.Failures,
    };

    public async Task<IReadOnlyList<AlertCondition>> ReadAsync(OrderSyncDb db, AlertLook look, CancellationToken ct)
    {
        var found = new List<AlertCondition>();
        foreach (var system in look.Integrations.Where(connectors.IsTold))
        {
            var title = new Phrase("{0} does not take messages; they wait", system.Name);
            found.AddRange(await Faults.OfAsync(db, system, Key, look, title, ct) is { } fault ? [fault] : []);
        }

        return found;
    }
}
