namespace OrderSync.Domain.Alerts;

public enum AlertChannelKind
{
    Email,
    Webhook,
}

/// <summary>A way alerts go: a mail server, or an address that is called.</summary>
public sealed class AlertChannel
{
    public const int LongestName = 120;

    public long Id { get; private set; }
    public required AlertChannelKind Kind { get; init; }
    public required string Name { get; set; }
    public bool Enabled { get; set; } = true;

    /// <summary>Settings of the kind as JSON, secrets encrypted.</summary>
    public required string Settings { get; set; }

    /// <summary>Who gets its mails where a rule names nobody; empty for a webhook.</summary>
    public IReadOnlyList<string> Addresses { get; set; } = [];

    /// <summary>When it keeps quiet; null for never.</summary>
    public QuietHours? Quiet { get; set; }

    /// <summary>How many failures in a row its back-off has climbed; see <see cref="Feeds.Backoff"/>.</summary>
    public int FailureLevel { get; set; }

    /// <summary>Nothing is tried before.</summary>
    public DateTime? RetryAt { get; set; }

    /// <summary>Why the last alert could not be sent, and what to do about it; null while it works.</summary>
    public Phrase? Fault { get; set; }
    public Phrase? Remedy { get; set; }
    public DateTime? LastSentAt { get; set; }
    public required DateTime CreatedAt { get; init; }
    public Guid Stamp { get; set; }
}

/// <summary>Hours of the day in which only urgent alerts are sent; over midnight when <see cref="From"/> is later than <see cref="To"/>.</summary>
/// <param name="Zone">IANA name of the time zone the hours are meant in.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, string Zone)
{
    public bool Contains(DateTime utc)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var found) ? found : TimeZoneInfo.Utc;
        return TimeOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone)).IsBetween(From, To);
    }
}
