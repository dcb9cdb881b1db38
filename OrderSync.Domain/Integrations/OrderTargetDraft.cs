namespace OrderSync.Domain.Integrations;

/// <summary>A message for an order target, decided but not sent.</summary>
/// <param name="Message">What is stored and sent; never with a secret. Null when there are <paramref name="Faults"/>.</param>
/// <param name="Faults">Why there is no message: all of them, so that they can be mended at once.</param>
/// <param name="Notes">What was cut or left out, for the timeline.</param>
/// <param name="Lines">Which line of the order each item of the message stands for.</param>
public sealed record TargetDraft(string? Message, IReadOnlyList<TargetFault> Faults, IReadOnlyList<Phrase> Notes, IReadOnlyList<TargetLine> Lines)
{
    /// <summary>All of the order was refunded: there is nothing to send, which is no fault.</summary>
    public bool IsEmpty { get; init; }
}

/// <summary>An item of a message.</summary>
/// <param name="Key">What the other side calls it in its answer.</param>
/// <param name="Position"><see cref="Orders.OrderLine.Position"/>.</param>
/// <param name="Article">By which the other side knows the product.</param>
public sealed record TargetLine(string Key, int Position, string Article, string Name);

/// <param name="Subject">The value, product or setting it is about, as people know it.</param>
public sealed record TargetFault(TargetFaultKind Kind, string Subject, Phrase Message, Phrase Remedy);

public enum TargetFaultKind
{
    /// <summary>The order came without products.</summary>
    NoLines,

    /// <summary>A line without an article, or with one the other side cannot have.</summary>
    ArticleMissing,

    /// <summary>The other side does not have the article.</summary>
    ArticleUnknown,
    PaymentUnmapped,
    ChannelUnmapped,
    PointUnmapped,
    AffiliateUnmapped,

    /// <summary>The wanted time is past, too far ahead, or no time.</summary>
    Time,

    /// <summary>A field's value is of the wrong kind, for example letters where a number has to be.</summary>
    Value,
}
