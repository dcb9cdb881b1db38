namespace OrderSync.Domain.Stock;

/// <summary>How many pieces of a variant lie in a warehouse. Never written without a <see cref="StockMovement"/>.</summary>
public sealed class StockLevel
{
    public long Id { get; private set; }
    public required string Warehouse { get; init; }
    public required long VariantId { get; init; }

    /// <summary>Pieces that are there; may be negative when more was shipped than was counted.</summary>
    public required int OnHand { get; set; }
    public required DateTime UpdatedAt { get; set; }

    /// <summary>Changed by every writer; a stale one is refused.</summary>
    public Guid Stamp { get; set; }
}

/// <summary>Why the pieces on hand changed.</summary>
public enum MovementKind
{
    /// <summary>First stock, taken over from a shop.</summary>
    Initial,

    /// <summary>Counted or corrected by a person.</summary>
    ByHand,

    /// <summary>Left the house with an order.</summary>
    Shipped,

    /// <summary>Brought by another system, for example a pharmacy's packet.</summary>
    Received,
}

/// <summary>One change of the pieces on hand: who, why, before, after. Kept for good.</summary>
public sealed class StockMovement
{
    public long Id { get; private set; }
    public required string Warehouse { get; init; }
    public required long VariantId { get; init; }
    public required MovementKind Kind { get; init; }
    public required int Before { get; init; }
    public required int After { get; init; }
    public required DateTime At { get; init; }
    public required string Actor { get; init; }
    public string Reason { get; init; } = "";
    public long? OrderId { get; init; }
    public long? RunId { get; init; }

    /// <summary>Names the cause where it may come twice (a shipment's line); unique, so no cause is booked twice. Null for edits by hand.</summary>
    public string? Cause { get; init; }
}

/// <summary>Pieces promised to an order's line and not shipped yet. One per line, so an order can never reserve twice.</summary>
public sealed class Reservation
{
    public long Id { get; private set; }
    public required long OrderLineId { get; init; }
    public required long OrderId { get; init; }
    public required long VariantId { get; init; }
    public required string Warehouse { get; init; }
    public required int Quantity { get; set; }
}
