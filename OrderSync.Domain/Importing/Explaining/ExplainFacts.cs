using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Importing.Explaining;

/// <summary>Everything the answer is made of: what is stored here, and what the shop said a moment ago.</summary>
/// <param name="Number">What was typed.</param>
public sealed record ExplainFacts(string Number, ImportSettings Settings, MappingSet Mappings, ImportFeedFacts Feed)
{
    public bool Enabled { get; init; } = true;

    /// <summary>What is known of the order here; null when it was never seen.</summary>
    public KnownOrder? Known { get; init; }

    /// <summary>Why the shop could not be asked.</summary>
    public RemoteFailure? Failure { get; init; }

    /// <summary>The order as the shop shows it now.</summary>
    public ExternalOrder? Order { get; init; }

    /// <summary>Set instead when what the shop shows cannot be read.</summary>
    public UnreadableOrder? Unreadable { get; init; }

    /// <summary>Reading new orders is past it, whether it was there then or not.</summary>
    public bool IsPast { get; init; }

    /// <summary>When orders that are put aside are looked at next.</summary>
    public DateTime? NextRetry { get; init; }
}

/// <summary>An order a shop has shown before, and what became of it.</summary>
public sealed record KnownOrder(long Id, string ExternalId, string Reference, IncomingState State, DecisionCause Cause, Phrase? Reason, DateTime FirstSeenAt, DateTime DecidedAt)
{
    public bool RetryRequested { get; init; }
    public OrderCorrection? Correction { get; init; }
    public DateTime? ErasedAt { get; init; }

    /// <summary>The order it became, as long as that is here.</summary>
    public long? OrderId { get; init; }
}

/// <summary>The feed that reads new orders.</summary>
/// <param name="Title">English, translated when shown.</param>
/// <param name="IsScheduled">It runs by itself.</param>
/// <param name="NextRun">Null while it does not.</param>
public sealed record ImportFeedFacts(string Title, bool IsScheduled, DateTime? NextRun)
{
    public bool IsPaused { get; init; }

    /// <summary>A run is queued or going on.</summary>
    public bool IsAtWork { get; init; }

    /// <summary>Why it must not run yet.</summary>
    public Phrase? Locked { get; init; }

    /// <summary>Until when nothing is read after failures.</summary>
    public DateTime? RestsUntil { get; init; }
    public Phrase? Fault { get; init; }
}
