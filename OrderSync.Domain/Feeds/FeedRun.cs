namespace OrderSync.Domain.Feeds;

public enum RunState
{
    Queued,
    Running,
    Succeeded,
    CompletedWithProblems,
    Failed,
    Cancelled,

    /// <summary>Its process died; a new run took the work up.</summary>
    Interrupted,
}

public enum RunTrigger
{
    Manual,
    Schedule,
    Resume,

    /// <summary>Something waited for a change that has been made, for example a mapping.</summary>
    Change,

    /// <summary>Looks whether a failing system is back.</summary>
    Probe,
    Api,
}

/// <summary>One execution of a feed. At most one per feed is active; while running, its lease is renewed by a heartbeat.</summary>
public sealed class FeedRun
{
    public long Id { get; private set; }
    public required long FeedId { get; init; }
    public required long IntegrationId { get; init; }
    public required FeedKey FeedKey { get; init; }
    public required RunState State { get; set; }
    public required RunTrigger Trigger { get; init; }
    public required string StartedBy { get; init; }
    public required DateTime QueuedAt { get; init; }
    public DateTime? StartedAt { get; set; }
    public DateTime? FinishedAt { get; set; }
    public long? ResumedFromId { get; set; }

    /// <summary>The feed's id while queued or running, null afterwards; unique, so a second "Run now" joins the first.</summary>
    public long? ActiveFeedId { get; set; }

    /// <summary>Set while running; unique, so feeds that touch the same things of one integration take turns.</summary>
    public string? RunningLane { get; set; }
    public string Node { get; set; } = "";
    public DateTime? LeaseUntil { get; set; }
    public bool CancelRequested { get; set; }
    public string CancelledBy { get; set; } = "";

    public int Done { get; set; }
    public int? Total { get; set; }
    public int Created { get; set; }
    public int Updated { get; set; }
    public int Unchanged { get; set; }
    public int Skipped { get; set; }
    public int Waiting { get; set; }
    public int Failed { get; set; }
    public int Requests { get; set; }

    /// <summary>What the run comes to, in a sentence; also why it moved nothing.</summary>
    public Phrase? Message { get; set; }

    /// <summary>What to do about a failure.</summary>
    public Phrase? Remedy { get; set; }

    /// <summary>Stable name of the failure, empty when none.</summary>
    public string FailureCode { get; set; } = "";

    /// <summary>Requests by resource and the slowest and failed ones, as JSON; see <see cref="RequestSummary"/>.</summary>
    public RequestSummary RequestSummary { get; set; } = RequestSummary.Empty;

    /// <summary>When its items and log were removed by retention; the counts stay.</summary>
    public DateTime? DetailsRemovedAt { get; set; }

    public bool IsFinal => State is not (RunState.Queued or RunState.Running);
}

public enum ItemOutcome
{
    Created,
    Updated,
    Unchanged,
    Skipped,
    Waiting,
    Failed,
}

/// <summary>What a run did with one thing.</summary>
public sealed class FeedRunItem
{
    public long Id { get; private set; }
    public required long RunId { get; init; }
    public required string ExternalId { get; init; }
    public string Label { get; init; } = "";
    public required ItemOutcome Outcome { get; init; }

    /// <summary>Kebab-case cause, empty when all went well.</summary>
    public string Cause { get; init; } = "";
    public Phrase? Message { get; init; }
    public long? IncomingOrderId { get; init; }
    public required DateTime At { get; init; }
}

/// <summary>A line of a run's log.</summary>
public sealed class FeedRunLog
{
    public long Id { get; private set; }
    public required long RunId { get; init; }
    public required DateTime At { get; init; }
    public required bool IsWarning { get; init; }
    public required Phrase Text { get; init; }
}

/// <summary>Requests of a run, small enough to keep: totals by resource, and the latest, slowest and failed ones.</summary>
public sealed record RequestSummary(IReadOnlyList<ResourceRequests> Resources, IReadOnlyList<Integrations.RequestRecord> Notable)
{
    public static RequestSummary Empty { get; } = new([], []);
}

public sealed record ResourceRequests(string Resource, int Count, int Failed, double TotalMs, long Bytes);
