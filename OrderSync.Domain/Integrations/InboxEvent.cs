namespace OrderSync.Domain.Integrations;

/// <summary>What became of an event a shop sent.</summary>
public enum InboxState
{
    /// <summary>The order has not been looked at since.</summary>
    Waiting,

    /// <summary>The order here changed with it, or came in by it.</summary>
    Followed,

    /// <summary>What the shop shows was here already.</summary>
    Unchanged,

    /// <summary>The order was looked at and left as it is; see <see cref="InboxEvent.Result"/>.</summary>
    LeftAlone,

    /// <summary>The shop went on showing the status from before the event.</summary>
    Behind,

    /// <summary>The shop has no such order.</summary>
    Gone,
}

/// <summary>
/// A shop's word that an order changed its status, stored before it is answered. It is a hint only: what the order is given is read from the
/// shop. Unique by integration and event id, so that a repeated call has no effect.
/// </summary>
public sealed class InboxEvent
{
    public const int LongestId = 64;
    public const int LongestStatus = 20;

    public long Id { get; private set; }
    public required long IntegrationId { get; init; }

    /// <summary>The sender's id of the event: the same however often it is sent.</summary>
    public required string EventId { get; init; }

    /// <summary>The shop's own number of the order.</summary>
    public required string ShopOrderId { get; init; }
    public string Reference { get; init; } = "";

    /// <summary>The shop's status before; empty when it did not say.</summary>
    public string OldStatus { get; init; } = "";
    public required string NewStatus { get; init; }
    public required DateTime OccurredAt { get; init; }
    public required DateTime ReceivedAt { get; init; }
    public InboxState State { get; set; } = InboxState.Waiting;

    /// <summary>When the order is to be looked at; null once it is settled.</summary>
    public DateTime? DueAt { get; set; }

    /// <summary>Times the shop was asked while it still showed the old status.</summary>
    public int Looks { get; set; }
    public DateTime? SettledAt { get; set; }

    /// <summary>What came of it, for people.</summary>
    public Phrase? Result { get; set; }
}
