namespace OrderSync.Domain.Alerts;

public enum AlertState
{
    Pending,

    /// <summary>A process has it in hand; see <see cref="Alert.LeaseUntil"/>.</summary>
    Sending,

    /// <summary>Not sent yet, tried again by itself.</summary>
    Retrying,
    Sent,

    /// <summary>Refused, or not to be sent for so long that it says nothing any more.</summary>
    GivenUp,

    /// <summary>Its channel was deleted or switched off before.</summary>
    Dropped,
}

public enum AlertEntryKind
{
    /// <summary>It is so, and nobody was told yet.</summary>
    First,

    /// <summary>More came since.</summary>
    Summary,

    /// <summary>It is still so.</summary>
    Reminder,

    /// <summary>It is not so any more.</summary>
    Over,

    /// <summary>It came and went while nobody was to be disturbed.</summary>
    Passed,

    /// <summary>Somebody tries whether alerts arrive.</summary>
    Test,
}

/// <summary>One thing an alert says.</summary>
/// <param name="New">How many came since it was told last.</param>
public sealed record AlertEntry(AlertEntryKind Kind, AlertCondition Condition, int New);

/// <summary>One attempt at sending.</summary>
/// <param name="Answer">What came of it, for people.</param>
/// <param name="Code">Stable name of the failure; empty when it was sent.</param>
public sealed record AlertAttempt(DateTime At, string Code, Phrase Answer, int DurationMs);

/// <summary>
/// A message to people, saved before it is sent. One process at a time holds it by a lease. A process that dies between sending and
/// saving leaves it to be sent once more: an alert may come twice, but none is lost.
/// </summary>
public sealed class Alert
{
    /// <summary>Beyond that it says nothing any more.</summary>
    public static readonly TimeSpan Keeps = TimeSpan.FromDays(3);

    public long Id { get; private set; }

    /// <summary>Stays the same whenever it is sent again; by it the other side knows a repetition.</summary>
    public required Guid Key { get; init; }
    public required long ChannelId { get; init; }
    public required string Channel { get; init; }
    public required AlertChannelKind Kind { get; init; }

    /// <summary>Mail addresses; empty for a webhook.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Language of those who read it.</summary>
    public string Language { get; init; } = "en";
    public required IReadOnlyList<AlertEntry> Entries { get; init; }
    public required DateTime CreatedAt { get; init; }
    public AlertState State { get; set; } = AlertState.Pending;

    /// <summary>When it is due; null in a final state and while it is being sent.</summary>
    public DateTime? NextAttemptAt { get; set; }
    public string Node { get; set; } = "";
    public DateTime? LeaseUntil { get; set; }
    public IReadOnlyList<AlertAttempt> Attempts { get; set; } = [];
    public DateTime? SettledAt { get; set; }
    public Guid Stamp { get; set; }
}

/// <summary>When the next process may look what there is to tell. One row for all processes.</summary>
public sealed class AlertWatch
{
    /// <summary>Of the only row.</summary>
    public const long TheOnly = 1;

    public required long Id { get; init; }

    /// <summary>Null at the first start. Whoever moves it on does the look.</summary>
    public DateTime? NextLookAt { get; set; }
}
