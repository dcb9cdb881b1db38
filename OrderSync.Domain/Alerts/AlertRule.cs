namespace OrderSync.Domain.Alerts;

/// <summary>Whom a rule tells.</summary>
/// <param name="Addresses">Mail addresses; empty for those of the channel.</param>
/// <param name="Integrations">Only what concerns these integrations; empty for all the rule looks at.</param>
public sealed record AlertRecipient(long ChannelId, IReadOnlyList<string> Addresses, IReadOnlyList<long> Integrations);

/// <summary>How a rule is set. Without a row it is as its class says.</summary>
public sealed class AlertRule
{
    public const int ShortestInterval = 5;
    public const int LongestInterval = 24 * 60;

    /// <summary>Names the rule, for example <c>failed-orders</c>.</summary>
    public required string Key { get; init; }
    public bool Enabled { get; set; }

    /// <summary>Integrations it looks at; empty for all.</summary>
    public IReadOnlyList<long> Integrations { get; set; } = [];

    /// <summary>Empty for all channels there are.</summary>
    public IReadOnlyList<AlertRecipient> Recipients { get; set; } = [];

    /// <summary>Says when it is over, too.</summary>
    public bool TellOver { get; set; } = true;

    /// <summary>Is sent in quiet hours, too.</summary>
    public bool Urgent { get; set; }

    /// <summary>Minutes between an alert and the summary of what came after it.</summary>
    public int IntervalMinutes { get; set; } = 60;

    /// <summary>The rule's own number, for example the failures it takes; what it means says the rule.</summary>
    public int Threshold { get; set; }
    public Guid Stamp { get; set; }

    public TimeSpan Interval => TimeSpan.FromMinutes(IntervalMinutes);

    public bool Covers(long integrationId) => Integrations.Count == 0 || Integrations.Contains(integrationId);

    /// <summary>Mail addresses by channel of what concerns an integration.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<string>> RecipientsOf(long integrationId, IEnumerable<AlertChannel> channels)
    {
        if (!Enabled || !Covers(integrationId))
        {
            return new Dictionary<long, IReadOnlyList<string>>();
        }

        var lines = Recipients.Where(line => line.Integrations.Count == 0 || line.Integrations.Contains(integrationId)).ToLookup(line => line.ChannelId);
        return channels.Where(channel => channel.Enabled && (Recipients.Count == 0 || lines.Contains(channel.Id))).ToDictionary(
            channel => channel.Id,
            channel => Merge(Recipients.Count == 0 ? [channel.Addresses] : lines[channel.Id].Select(line => line.Addresses.Count > 0 ? line.Addresses : channel.Addresses)));
    }

    private static IReadOnlyList<string> Merge(IEnumerable<IReadOnlyList<string>> lists) =>
        [.. lists.SelectMany(list => list).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
}
