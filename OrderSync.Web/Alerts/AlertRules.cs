using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Alerts.Rules;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts;

/// <summary>The rules the program has, and how they are set.</summary>
public sealed class AlertRules(IEnumerable<IAlertRule> rules)
{
    private readonly List<IAlertRule> all = [.. rules];

    public IReadOnlyList<AlertRuleAbout> About => [.. all.Select(rule => rule.About)];

    internal IReadOnlyList<IAlertRule> All => all;

    /// <summary>All rules as they are set; what nobody has set is as the rule says.</summary>
    public async Task<IReadOnlyList<AlertRule>> ReadAsync(OrderSyncDb db, CancellationToken ct)
    {
        var rows = await db.AlertRules.AsNoTracking().ToDictionaryAsync(row => row.Key, ct);
        return [.. all.Select(rule => rows.GetValueOrDefault(rule.About.Key) ?? rule.About.Default())];
    }
}
