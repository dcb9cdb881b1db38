using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Alerts.Rules;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Features.Settings.Alerts;

/// <summary>A channel as people may see it.</summary>
/// <param name="Channel">Its settings are left out.</param>
/// <param name="Settings">Secrets are masked.</param>
/// <param name="Target">Where it leads: a mail server, or the host of an address.</param>
public sealed record ChannelRow(AlertChannel Channel, IConnectorSettings Settings, string Target);

/// <summary>A rule, how it is set, and whom it tells.</summary>
/// <param name="Tells">Names of the channels.</param>
public sealed record RuleRow(AlertRuleAbout About, AlertRule Rule, IReadOnlyList<string> Tells);

/// <summary>Which alerts to list; null and empty do not restrict.</summary>
public sealed record AlertFilter(long? ChannelId = null, AlertState? State = null);

/// <summary>An alert of the history.</summary>
public sealed record AlertRow(
    long Id, long ChannelId, string Channel, AlertChannelKind Kind, IReadOnlyList<string> Addresses, IReadOnlyList<AlertEntry> Entries, AlertState State,
    DateTime CreatedAt, DateTime? NextAttemptAt, DateTime? SettledAt, IReadOnlyList<AlertAttempt> Attempts)
{
    public Phrase Title => Entries.Count > 0 ? Entries[0].Condition.Title : new Phrase("");

    public Phrase? Answer => Attempts.Count > 0 && State != AlertState.Sending ? Attempts[^1].Answer : null;
}

/// <summary>A channel that does not work.</summary>
public sealed record ChannelFault(long Id, string Name, Phrase Fault, Phrase? Remedy, DateTime? RetryAt);
