using System.Linq.Expressions;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;

namespace OrderSync.Web.Features.Runs;

/// <summary>A run as lists show it.</summary>
public sealed record RunRow
{
    public required long Id { get; init; }
    public required long IntegrationId { get; init; }
    public string IntegrationName { get; init; } = "";
    public required FeedKey FeedKey { get; init; }

    /// <summary>English, translated when shown.</summary>
    public string FeedTitle { get; init; } = "";

    /// <summary>Whether its items are orders, which can be retried one by one.</summary>
    public bool MovesOrders { get; init; }
    public required RunState State { get; init; }
    public required RunTrigger Trigger { get; init; }
    public required string StartedBy { get; init; }
    public required DateTime QueuedAt { get; init; }
    public DateTime? StartedAt { get; init; }
    public DateTime? FinishedAt { get; init; }
    public long? ResumedFromId { get; init; }
    public bool CancelRequested { get; init; }
    public string CancelledBy { get; init; } = "";
    public int Done { get; init; }
    public int? Total { get; init; }
    public int Created { get; init; }
    public int Updated { get; init; }
    public int Unchanged { get; init; }
    public int Skipped { get; init; }
    public int Waiting { get; init; }
    public int Failed { get; init; }
    public int Requests { get; init; }
    public Phrase? Message { get; init; }
    public Phrase? Remedy { get; init; }
    public string FailureCode { get; init; } = "";

    /// <summary>When items and log were removed by retention.</summary>
    public DateTime? DetailsRemovedAt { get; init; }

    public bool IsActive => State is RunState.Queued or RunState.Running;

    /// <summary>Everything but the request summary, which only the run's own page needs.</summary>
    internal static Expression<Func<FeedRun, RunRow>> Projection { get; } = run => new RunRow
    {
        Id = run.Id,
        IntegrationId = run.IntegrationId,
        FeedKey = run.FeedKey,
        State = run.State,
        Trigger = run.Trigger,
        StartedBy = run.StartedBy,
        QueuedAt = run.QueuedAt,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        ResumedFromId = run.ResumedFromId,
        CancelRequested = run.CancelRequested,
        CancelledBy = run.CancelledBy,
        Done = run.Done,
        Total = run.Total,
        Created = run.Created,
        Updated = run.Updated,
        Unchanged = run.Unchanged,
        Skipped = run.Skipped,
        Waiting = run.Waiting,
        Failed = run.Failed,
        Requests = run.Requests,
        Message = run.Message,
        Remedy = run.Remedy,
        FailureCode = run.FailureCode,
        DetailsRemovedAt = run.DetailsRemovedAt,
    };
}

/// <summary>What a run's own page shows beside the row.</summary>
/// <param name="SuccessorId">The run that took the work up after this one was interrupted.</param>
public sealed record RunDetail(RunRow Run, RequestSummary Requests, long? SuccessorId);

/// <summary>Which runs to list; null or empty does not restrict.</summary>
/// <param name="From">Queued at or after, UTC.</param>
/// <param name="To">Queued before, UTC.</param>
public sealed record RunFilter(
    long? IntegrationId = null, FeedKey? Feed = null, IReadOnlyList<RunState>? States = null, DateTime? From = null, DateTime? To = null);

/// <summary>What a run did with one thing, with where to look at it.</summary>
/// <param name="OrderId">The order it became, when it was imported (then or later).</param>
/// <param name="ProductId">The product, for runs of the catalogue's feeds.</param>
public sealed record RunItemRow(
    long Id, string ExternalId, string Label, ItemOutcome Outcome, string Cause, Phrase? Message, long? IncomingOrderId, long? OrderId, DateTime At, long? ProductId = null);

/// <summary>Failures of a run that share cause and message.</summary>
public sealed record RunErrorGroup(string Cause, Phrase? Message, int Count, string Example, DateTime LastAt);

public sealed record RunLogRow(long Id, DateTime At, bool IsWarning, Phrase Text);
