using OrderSync.Domain.Alerts;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts.Rules;

/// <summary>
/// Something people can be told of. A rule only says what is wrong now; whom it is told, how often and when it is over is decided for all
/// alike. Adding one is one class and one line in <see cref="AlertsSetup"/>.
/// </summary>
public interface IAlertRule
{
    AlertRuleAbout About { get; }

    /// <summary>What is wrong now, read with bounded queries on indexes: it runs twice a minute, on however much data.</summary>
    Task<IReadOnlyList<AlertCondition>> ReadAsync(OrderSyncDb db, AlertLook look, CancellationToken ct);
}

/// <summary>What people and scripts know of a rule.</summary>
/// <param name="Key">Stable name.</param>
/// <param name="Title">English, translated when shown.</param>
/// <param name="Text">When it tells; one English sentence, translated when shown.</param>
public sealed record AlertRuleAbout(string Key, string Title, string Text)
{
    /// <summary>On as soon as there is a channel.</summary>
    public bool OnByDefault { get; init; }

    /// <summary>The number people can set; null for a rule without.</summary>
    public AlertRuleNumber? Number { get; init; }

    /// <summary>The rule as it is while nobody has set it.</summary>
    public AlertRule Default() => new() { Key = Key, Enabled = OnByDefault, Threshold = Number?.Default ?? 0 };
}

/// <param name="Label">English, translated when shown.</param>
public sealed record AlertRuleNumber(string Label, int Default, int Lowest, int Highest);

/// <summary>What a rule looks at.</summary>
/// <param name="Integrations">Those that are switched on and that the rule is set to look at.</param>
/// <param name="Threshold">The rule's number as it is set.</param>
public sealed record AlertLook(IReadOnlyList<Integration> Integrations, int Threshold, DateTime Now);
