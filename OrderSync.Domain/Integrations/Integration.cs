namespace OrderSync.Domain.Integrations;

/// <summary>One connection to one outside system, as a merchant configured it.</summary>
public sealed class Integration
{
    public const int UsualCompletenessDays = 30;

    public long Id { get; private set; }
    public required ConnectorKey Connector { get; init; }
    public required string Name { get; set; }

    /// <summary>Off until its connection test has passed, or when somebody pauses it: nothing is read or sent.</summary>
    public bool Enabled { get; set; }

    /// <summary>Connector settings as JSON; fields marked secret are encrypted. Only the connector knows the shape.</summary>
    public required string Settings { get; set; }

    /// <summary>What the last passed test found out (version, time zone, …), as JSON for the connector and the Overview tab.</summary>
    public string Facts { get; set; } = "{}";

    /// <summary>Problems of the last test; empty when it passed.</summary>
    public IReadOnlyList<ConnectionProblem> Problems { get; set; } = [];

    /// <summary>What the last test found that could be better but does not stand in the way.</summary>
    public IReadOnlyList<ConnectionProblem> Hints { get; set; } = [];
    public DateTime? TestedAt { get; set; }

    /// <summary>How many failures in a row the back-off has climbed; see <see cref="Feeds.Backoff"/>.</summary>
    public int FailureLevel { get; set; }

    /// <summary>Scheduled runs wait until then; null means no back-off.</summary>
    public DateTime? RetryAt { get; set; }

    /// <summary>Why it is backing off, for people.</summary>
    public Phrase? Fault { get; set; }

    /// <summary>When the fault began; null while there is none.</summary>
    public DateTime? FaultSince { get; set; }
    public DateTime? LastSuccessAt { get; set; }

    /// <summary>The nightly count looks at orders of the last so many days.</summary>
    public int CompletenessDays { get; set; } = UsualCompletenessDays;

    public required DateTime CreatedAt { get; init; }
    public Guid Stamp { get; set; }
}

/// <summary>A fault found by a connection test, at the setting it belongs to.</summary>
/// <param name="Field">Setting (camelCase) the message is shown at; empty when it belongs to none.</param>
/// <param name="Code">Stable name of the fault, for scripts.</param>
public sealed record ConnectionProblem(string Field, string Code, Phrase Message, Phrase Remedy)
{
    /// <summary>A value for the field that the test found to be right, for people to accept; never applied by itself.</summary>
    public string? Suggestion { get; init; }
}
