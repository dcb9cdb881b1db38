using OrderSync.Domain.Alerts;

namespace OrderSync.Web.Features.Settings.Alerts;

/// <summary>What the form of a rule edits.</summary>
public sealed class RuleDraft
{
    public bool Enabled { get; set; }
    public IEnumerable<long> Integrations { get; set; } = [];

    /// <summary>Tells all channels; otherwise those of the lines.</summary>
    public bool TellsAll { get; set; }
    public List<RecipientDraft> Lines { get; } = [];
    public bool TellOver { get; set; }
    public bool Urgent { get; set; }
    public int IntervalMinutes { get; set; }
    public int Threshold { get; set; }

    public static RuleDraft Of(AlertRule rule)
    {
        var draft = new RuleDraft
        {
            Enabled = rule.Enabled,
            Integrations = rule.Integrations,
            TellsAll = rule.Recipients.Count == 0,
            TellOver = rule.TellOver,
            Urgent = rule.Urgent,
            IntervalMinutes = rule.IntervalMinutes,
            Threshold = rule.Threshold,
        };
        draft.Lines.AddRange(rule.Recipients.Select(line => new RecipientDraft
        {
            ChannelId = line.ChannelId,
            Addresses = string.Join(", ", line.Addresses),
            Integrations = line.Integrations,
        }));
        return draft;
    }

    /// <param name="channels">Kinds by id: what was typed for an e-mail channel does not go along when another is chosen.</param>
    public RuleChange ToChange(IReadOnlyDictionary<long, AlertChannelKind> channels) => new(
        Enabled,
        [.. Integrations],
        TellsAll ? [] : [.. Lines.Select(line => new AlertRecipient(
            line.ChannelId, channels.GetValueOrDefault(line.ChannelId) == AlertChannelKind.Email ? ChannelDraft.Split(line.Addresses) : [], [.. line.Integrations]))],
        TellOver,
        Urgent,
        IntervalMinutes,
        Threshold);
}

public sealed class RecipientDraft
{
    public long ChannelId { get; set; }
    public string Addresses { get; set; } = "";
    public IEnumerable<long> Integrations { get; set; } = [];
}
