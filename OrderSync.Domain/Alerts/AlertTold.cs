namespace OrderSync.Domain.Alerts;

/// <summary>What a channel was told of one condition.</summary>
public sealed class AlertTold
{
    public long Id { get; private set; }
    public required string Rule { get; init; }
    public required long IntegrationId { get; init; }
    public required string Cause { get; init; }
    public required long ChannelId { get; init; }
    public required ToldState Told { get; set; }
    public Guid Stamp { get; set; }

    public AlertKey Key => new(Rule, IntegrationId, Cause);
}

/// <summary>What was told, and what is to be.</summary>
/// <param name="Condition">As it was when it was there last.</param>
public sealed record ToldState(AlertCondition Condition)
{
    /// <summary>When anything was told of it last; null for never.</summary>
    public DateTime? LastAt { get; init; }

    /// <summary>The last that was told is that it is so.</summary>
    public bool Known { get; init; }

    /// <summary>It is or was so, and nobody was told yet.</summary>
    public bool Held { get; init; }

    /// <summary>Up to what it was told; see <see cref="AlertCondition.Mark"/>.</summary>
    public long Mark { get; init; }
    public int Count { get; init; }

    /// <summary>Since when it has not been so.</summary>
    public DateTime? GoneSince { get; init; }
}
