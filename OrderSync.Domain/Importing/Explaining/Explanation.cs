namespace OrderSync.Domain.Importing.Explaining;

/// <summary>The questions between an order of a shop and the same order here, in the order they are asked.</summary>
public enum ExplainStep
{
    /// <summary>Nobody has left it out by hand.</summary>
    NotLeftOut,

    /// <summary>The shop answers.</summary>
    Connection,

    /// <summary>The shop has such an order.</summary>
    InShop,

    /// <summary>The integration is switched on.</summary>
    Enabled,

    /// <summary>It is among those that are to be imported: not too old, and of the right shop.</summary>
    Start,

    /// <summary>New orders are read by themselves.</summary>
    Feed,

    /// <summary>Reading has come to it.</summary>
    Reached,

    /// <summary>The shop has written it to the end.</summary>
    Whole,

    /// <summary>The rule of its status lets it in.</summary>
    Status,

    /// <summary>Carrier and payment are mapped.</summary>
    Mapping,

    /// <summary>Address, customer, lines and totals are usable.</summary>
    Content,

    /// <summary>It is not put aside from before.</summary>
    Decided,

    /// <summary>It is here.</summary>
    Here,
}

public enum ExplainAnswer
{
    Yes,
    No,
    NotLookedAt,
}

/// <summary>A question and its answer.</summary>
public sealed record ExplainedStep(ExplainStep Step, ExplainAnswer Answer, Phrase? Words)
{
    /// <summary>More about it: what the other side said, or what was decided before.</summary>
    public Phrase? Detail { get; init; }

    /// <summary>The moment the words are about.</summary>
    public DateTime? At { get; init; }
}

/// <summary>What gets an order here.</summary>
public enum MendKind
{
    /// <summary>Nothing that can be done here.</summary>
    None,
    OpenOrder,
    OpenProblem,
    TakeBack,
    OpenConnection,
    SwitchOn,
    OpenFeeds,
    RunImport,
    Configure,
    Map,
    ChangeRule,

    /// <summary>Another attempt of an order that is put aside.</summary>
    Retry,

    /// <summary>Reading the order although nothing would do it by itself.</summary>
    ReadNow,
}

/// <summary>What gets an order here, in words and as something to do.</summary>
public sealed record Mend(MendKind Kind, Phrase Text)
{
    /// <summary>The mapping it is about.</summary>
    public MissingMapping? Mapping { get; init; }
}

/// <summary>Why an order is not here, as data: every question with its answer, and what mends the first no.</summary>
/// <param name="Number">The shop's number, or what was typed when the shop shows no order for it.</param>
public sealed record Explanation(string Number, string Reference, IReadOnlyList<ExplainedStep> Steps, Mend Mend)
{
    /// <summary>Id of the order it became.</summary>
    public long? OrderId { get; init; }

    /// <summary>Id of what the shop showed of it.</summary>
    public long? IncomingId { get; init; }

    public bool IsHere => OrderId is not null;

    /// <summary>The shop has no such order, and none was ever seen.</summary>
    public bool IsUnknown => IncomingId is null && FirstNo?.Step == ExplainStep.InShop;

    /// <summary>The answer: the first question answered with no. Null when the order is here.</summary>
    public ExplainedStep? FirstNo => Steps.FirstOrDefault(step => step.Answer == ExplainAnswer.No);
}
