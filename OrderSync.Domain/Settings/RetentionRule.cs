namespace OrderSync.Domain.Settings;

/// <summary>How long stored data is kept, and where the purge stands. One row for all processes.</summary>
public sealed class RetentionRule
{
    /// <summary>Of the only row.</summary>
    public const long TheOnly = 1;

    public const int Shortest = 1;
    public const int Longest = 3650;

    public required long Id { get; init; }

    /// <summary>Days the shop's data of a finished order is kept after its last change.</summary>
    public int PayloadDays { get; set; } = 180;

    /// <summary>Days what was sent and answered word for word is kept after an attempt of a settled message.</summary>
    public int AttemptDays { get; set; } = 30;

    /// <summary>Days items and log of a finished run are kept.</summary>
    public int RunDays { get; set; } = 90;

    /// <summary>When the next purge is due; null at the first start. Whoever moves it on holds the purge.</summary>
    public DateTime? NextPurgeAt { get; set; }

    /// <summary>When a purge ended last, and how much it removed.</summary>
    public DateTime? LastPurgeAt { get; set; }
    public int LastPayloads { get; set; }
    public int LastAttempts { get; set; }
    public int LastRuns { get; set; }
    public Guid Stamp { get; set; }
}
