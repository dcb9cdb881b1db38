namespace OrderSync.Domain.Orders;

public enum TimelineKind
{
    Received,
    Changed,
    Decided,
    Imported,
    Status,
    Corrected,
    Ignored,
    Retried,
    Note,

    /// <summary>Pieces left the house, or a shipment was taken back.</summary>
    Shipped,

    /// <summary>What became of a message to another system.</summary>
    Sent,

    /// <summary>The customer's personal data was erased.</summary>
    Erased,

    /// <summary>A message to another system was written. Read off the outbox, never stored as an event.</summary>
    Message,

    /// <summary>An attempt to send one. Read off the outbox, never stored as an event.</summary>
    Attempt,
}

/// <summary>Something that happened to an order, oldest first on its page. Hangs on the incoming order, so problems have one too.</summary>
public sealed class TimelineEvent
{
    public long Id { get; private set; }
    public required long IncomingOrderId { get; init; }
    public required DateTime At { get; init; }
    public required TimelineKind Kind { get; init; }
    public required string Actor { get; init; }
    public required Phrase Summary { get; init; }
    public long? PayloadId { get; init; }
    public long? RunId { get; init; }
}
