using OrderSync.Domain.Feeds;

namespace OrderSync.Domain.GoLive;

/// <summary>What helps with a step.</summary>
public enum RemedyKind
{
    None,
    TestConnection,
    Configure,
    MapValues,
    RunFeed,
    OpenPlan,

    /// <summary>Have an export plan made.</summary>
    MakePlan,
    OpenProblems,
    OpenFeeds,
    SwitchOn,
}

/// <param name="Feed">The feed to run.</param>
/// <param name="Plan">The plan to look at.</param>
/// <param name="Table">The mapping table to fill in.</param>
public sealed record StepRemedy(RemedyKind Kind, FeedKey? Feed = null, long? Plan = null, string? Table = null)
{
    public static StepRemedy None { get; } = new(RemedyKind.None);
}

/// <summary>What the data says of a step now.</summary>
/// <param name="Holds">The step is proved.</param>
/// <param name="Words">The proof, or what is missing, with figures.</param>
public sealed record StepFinding(bool Holds, Phrase Words, StepRemedy Remedy)
{
    /// <summary>When what proves it came about.</summary>
    public DateTime? At { get; init; }

    /// <summary>What does not stand in the way but should be looked at.</summary>
    public Phrase? Caution { get; init; }
}

/// <summary>A step with all that is known of it.</summary>
/// <param name="Proof">How it was proved first.</param>
public sealed record CheckedStep(GoLiveStep Step, StepState State, StepFinding Now, GoLiveProof? Proof, GoLiveOverride? Override)
{
    public bool IsSettled => State is StepState.Done or StepState.Overridden;

    /// <summary>It was proved, and is not so any more. It stays done: a running shop is never stopped by a later figure.</summary>
    public bool NoLongerHolds => State == StepState.Done && !Now.Holds;
}

/// <summary>How far an integration is on its way.</summary>
/// <param name="Steps">In the order they are done; empty when there is nothing to go live with.</param>
/// <param name="Overrides">Of feeds.</param>
public sealed record GoLiveChecklist(IReadOnlyList<CheckedStep> Steps, IReadOnlyList<FeedLock> Locks, IReadOnlyList<GoLiveOverride> Overrides)
{
    public int Settled => Steps.Count(step => step.IsSettled);

    /// <summary>Every step is settled.</summary>
    public bool IsLive => Settled == Steps.Count;

    public CheckedStep? Next => Steps.FirstOrDefault(step => step.State == StepState.Next);

    public FeedLock? LockOf(FeedKey feed) => Locks.FirstOrDefault(one => one.Feed == feed);
}
