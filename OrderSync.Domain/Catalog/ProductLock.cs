namespace OrderSync.Domain.Catalog;

/// <summary>What of a product is protected against feeds and packets.</summary>
public enum LockKind
{
    /// <summary>Stock, price, texts and couriers together.</summary>
    All,
    Stock,
    Price,
    Texts,
    Couriers,
}

/// <summary>Keeps feeds from overwriting a part of a product. Edits by hand, reservations, shipments and the export of stock go on.</summary>
public sealed class ProductLock
{
    public long Id { get; private set; }
    public required long ProductId { get; init; }
    public required LockKind Kind { get; init; }
    public string Reason { get; set; } = "";

    /// <summary>Who set it.</summary>
    public required string Owner { get; set; }
    public required DateTime Since { get; set; }

    /// <summary>Null holds until somebody takes it off.</summary>
    public DateTime? Until { get; set; }

    /// <summary>When it last kept something from being overwritten.</summary>
    public DateTime? HeldBackAt { get; set; }
    public Guid Stamp { get; set; }

    /// <summary>Whether it has not run out; one that has stays until it is set anew, and counts for nothing.</summary>
    public bool HoldsAt(DateTime now) => Until is not { } until || until > now;
}

/// <summary>The locks of one product that hold at a moment.</summary>
public sealed class LockSet
{
    public static LockSet None { get; } = new([]);

    private readonly HashSet<LockKind> kinds;

    private LockSet(HashSet<LockKind> kinds) => this.kinds = kinds;

    /// <summary>Takes the locks that hold at <paramref name="now"/>; expired ones count for nothing.</summary>
    public static LockSet At(IEnumerable<ProductLock> locks, DateTime now) =>
        new([.. locks.Where(row => row.HoldsAt(now)).Select(row => row.Kind)]);

    /// <summary>Everything is held, also what has no kind of lock of its own, for example pictures.</summary>
    public bool HoldsAll => kinds.Contains(LockKind.All);

    public bool Holds(FieldGroup group) => kinds.Contains(LockKind.All) || kinds.Contains(KindOf(group));

    public static LockKind KindOf(FieldGroup group) => group switch
    {
        FieldGroup.Stock => LockKind.Stock,
        FieldGroup.Price => LockKind.Price,
        FieldGroup.Texts => LockKind.Texts,
        _ => LockKind.Couriers,
    };
}
