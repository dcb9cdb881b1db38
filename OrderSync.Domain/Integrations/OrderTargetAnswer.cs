namespace OrderSync.Domain.Integrations;

/// <summary>What an order target answered to a message.</summary>
public abstract record TargetAnswer
{
    private TargetAnswer()
    {
    }

    /// <summary>The order exists there.</summary>
    /// <param name="OrderId">By which it is known from now on.</param>
    /// <param name="OrderNumber">Shown to people there; null when it did not say.</param>
    /// <param name="Warnings">What of it was not taken: each is a problem for people.</param>
    public sealed record Taken(string OrderId, string? OrderNumber, IReadOnlyList<TargetWarning> Warnings) : TargetAnswer;

    /// <summary>The order does not exist there, and the same message would be refused again.</summary>
    /// <param name="Code">The other side's own word.</param>
    public sealed record Refused(string Code, Phrase Reason, Phrase Remedy) : TargetAnswer;
}

/// <summary>A part of an order that was not taken, though the order was.</summary>
/// <param name="Values">The other side's words about it; for dropped lines the keys of <see cref="TargetLine"/>.</param>
public sealed record TargetWarning(TargetWarningKind Kind, IReadOnlyList<string> Values, Phrase Message);

public enum TargetWarningKind
{
    DroppedLines,
    Certificate,

    /// <summary>The time is not of the right form.</summary>
    TimeFormat,

    /// <summary>The time is too far ahead.</summary>
    TimeTooFar,
    Tags,
    CallbackStatuses,

    /// <summary>A warning this program does not know.</summary>
    Other,
}
