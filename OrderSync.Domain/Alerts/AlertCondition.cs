namespace OrderSync.Domain.Alerts;

/// <summary>Tells one thing that can be wrong from another.</summary>
/// <param name="Rule">Key of the rule that looks after it.</param>
/// <param name="IntegrationId">Where it is.</param>
/// <param name="Cause">What it is, where a rule knows several things; stable, empty when there is one only.</param>
public readonly record struct AlertKey(string Rule, long IntegrationId, string Cause);

/// <summary>One of the things an alert counts.</summary>
/// <param name="Path">Where it can be looked at, without the address of the program.</param>
public sealed record AlertExample(Phrase Text, string? Path, DateTime At);

/// <summary>What is counted; English texts, translated when shown.</summary>
/// <param name="One">For example <c>1 order</c>.</param>
/// <param name="Many">For example <c>{0} orders</c>.</param>
public sealed record AlertUnit(string One, string Many);

/// <summary>Something that is wrong now, as a rule found it in the database.</summary>
public sealed record AlertCondition(AlertKey Key, string Integration)
{
    /// <summary>What is wrong, in one sentence that names the thing.</summary>
    public required Phrase Title { get; init; }

    /// <summary>What to do about it.</summary>
    public required Phrase Remedy { get; init; }

    /// <summary>Where it is mended, without the address of the program.</summary>
    public required string Path { get; init; }
    public required DateTime Since { get; init; }

    /// <summary>Null where there is nothing to count.</summary>
    public AlertUnit? Unit { get; init; }
    public int Count { get; init; } = 1;

    /// <summary>Counting stopped at <see cref="Count"/>.</summary>
    public bool CountIsAtLeast { get; init; }

    /// <summary>Grows whenever something new is added; the highest id, for example.</summary>
    public long Mark { get; init; }

    /// <summary>The newest few, the newest first.</summary>
    public IReadOnlyList<AlertExample> Newest { get; init; } = [];

    /// <summary>Whether a later look found nothing else.</summary>
    public bool SaysTheSame(AlertCondition later) =>
        (Count, Mark, Since, Title, Remedy) == (later.Count, later.Mark, later.Since, later.Title, later.Remedy);
}
