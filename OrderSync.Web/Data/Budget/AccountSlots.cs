namespace OrderSync.Web.Data.Budget;

/// <summary>When the last requests to one account of an outside system went out or are to go out, over all processes.</summary>
public sealed class AccountSlots
{
    public const int LongestAccount = 100;

    public required string Account { get; init; }

    /// <summary>Ticks, oldest first, between commas: as many as the largest limit needs.</summary>
    public required string Times { get; set; }

    /// <summary>Counted up by every writer; a stale one is refused.</summary>
    public required long Version { get; set; }
}

/// <summary>An answer of an account that may be asked for seldom.</summary>
public sealed class AccountAnswer
{
    public const int LongestQuestion = 60;

    public required string Account { get; init; }
    public required string Question { get; init; }

    /// <summary>When somebody last took the right to ask, in ticks, so that both databases compare alike.</summary>
    public required long AskedTicks { get; set; }

    /// <summary>Null until the first answer.</summary>
    public string? Text { get; set; }
    public DateTime? AnsweredAt { get; set; }
}
