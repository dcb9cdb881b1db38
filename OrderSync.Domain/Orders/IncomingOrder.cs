using OrderSync.Domain.Importing;

namespace OrderSync.Domain.Orders;

/// <summary>What became of an order a shop has shown.</summary>
public enum IncomingState
{
    /// <summary>Stored, not decided yet.</summary>
    Seen,
    Imported,

    /// <summary>Left out by a named rule or by a person, for good.</summary>
    Ignored,

    /// <summary>Not importable now, looked at again by the Retry feed.</summary>
    Waiting,

    /// <summary>Needs somebody: a mapping, a correction, a decision.</summary>
    Problem,
}

/// <summary>
/// An order as a shop showed it, and what became of it. Unique by integration and external id: this is what makes an import
/// happen once, and what the problems inbox, the explanation and the completeness count read.
/// </summary>
public sealed class IncomingOrder
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required string ExternalId { get; init; }
    public string Reference { get; set; } = "";
    public string CustomerName { get; set; } = "";
    public string Currency { get; set; } = "";
    public decimal Total { get; set; }
    public DateTime? PlacedAt { get; set; }

    /// <summary>The shop's status when last read.</summary>
    public string ExternalStatus { get; set; } = "";
    public required DateTime FirstSeenAt { get; init; }
    public required DateTime LastSeenAt { get; set; }

    /// <summary>
    /// When the reading began whose content was taken last. What was read before that is out of date, although it may arrive later: several feeds
    /// read the same order beside each other.
    /// </summary>
    public DateTime? ReadAt { get; set; }

    /// <summary>Whether a content whose reading began then is out of date; one of unknown age never is.</summary>
    public bool IsNewerThan(DateTime? readAt) => ReadAt > readAt;

    /// <summary>Fingerprint of the content last stored; equal means nothing changed.</summary>
    public string ContentHash { get; set; } = "";

    public IncomingState State { get; set; } = IncomingState.Seen;
    public DecisionCause Cause { get; set; } = DecisionCause.None;
    public Phrase? Reason { get; set; }
    public DateTime DecidedAt { get; set; }

    /// <summary>Since when it is a problem; kept while it stays one.</summary>
    public DateTime? ProblemSince { get; set; }

    /// <summary>Set when somebody or something asks for another attempt; the Retry feed takes these and clears it.</summary>
    public bool RetryRequested { get; set; }
    public int Attempts { get; set; }
    public OrderCorrection? Correction { get; set; }

    /// <summary>Fingerprint of the customer's e-mail address as the shop has it; null while it was never worked out, empty without one.</summary>
    public string? EmailHash { get; set; }

    /// <summary>Since when the order is kept without personal data. What the shop shows of it later is taken without, too.</summary>
    public DateTime? ErasedAt { get; set; }
    public List<MissingValue> Missing { get; init; } = [];

    /// <summary>Every content seen, the newest last; loaded only where one is looked at.</summary>
    public List<IncomingPayload> Payloads { get; init; } = [];
    public Guid Stamp { get; set; }
}

/// <summary>A mapping an order waits for.</summary>
public sealed class MissingValue
{
    public long Id { get; private set; }
    public long IncomingOrderId { get; private set; }
    public required string Table { get; init; }
    public required string Source { get; init; }
}

/// <summary>One content of an order as seen in the shop: compressed JSON of <c>ExternalOrder</c>, or the unreadable text; never with secrets.</summary>
public sealed class IncomingPayload
{
    public long Id { get; private set; }
    public required long IncomingOrderId { get; init; }
    public required DateTime SeenAt { get; init; }

    /// <summary>Empty once it was removed.</summary>
    public required byte[] Body { get; init; }
    public DateTime? RemovedAt { get; set; }
    public Removal? RemovedBy { get; set; }
}

/// <summary>Why stored data is not there any more.</summary>
public enum Removal
{
    /// <summary>It had been kept for as long as the settings say.</summary>
    Retention,

    /// <summary>The customer's personal data was erased.</summary>
    Erasure,
}

/// <summary>What support corrected on an order that could not be imported. The shop's own data stays as it was; null means "as in the shop".</summary>
public sealed record OrderCorrection
{
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public PostalAddress? DeliveryAddress { get; init; }
    public PostalAddress? InvoiceAddress { get; init; }

    /// <summary>SKU by external line id.</summary>
    public IReadOnlyDictionary<string, string> LineSkus { get; init; } = new Dictionary<string, string>();

    /// <summary>The difference between the parts and the shop's total is accepted and put on its own line.</summary>
    public bool AcceptTotals { get; init; }
}
