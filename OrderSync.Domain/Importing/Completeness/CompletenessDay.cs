namespace OrderSync.Domain.Importing.Completeness;

/// <summary>
/// The orders a shop has of one day, by its own calendar, counted against what became of them here. What the shop has is the sum of all others;
/// <see cref="Unexplained"/> is to be nought.
/// </summary>
public sealed class CompletenessDay
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }

    /// <summary>The shop's day; <see cref="DateOnly.MinValue"/> for orders the shop gives no date of.</summary>
    public required DateOnly Day { get; init; }
    public required DateTime CheckedAt { get; set; }
    public int InShop { get; set; }
    public int Imported { get; set; }

    /// <summary>Left out by a rule or a person, for good.</summary>
    public int Ignored { get; set; }

    /// <summary>Put aside, and looked at again by themselves.</summary>
    public int Waiting { get; set; }

    /// <summary>Reading has not come to them yet.</summary>
    public int NotRead { get; set; }
    public int Problems { get; set; }
    public int Unexplained { get; set; }

    /// <summary>Takes over what a newer check counted.</summary>
    public void Set(CompletenessDay other) => (CheckedAt, InShop, Imported, Ignored, Waiting, NotRead, Problems, Unexplained) =
        (other.CheckedAt, other.InShop, other.Imported, other.Ignored, other.Waiting, other.NotRead, other.Problems, other.Unexplained);
}

public enum UnexplainedKind
{
    /// <summary>It was never read, although reading is past it.</summary>
    NeverRead,

    /// <summary>It was imported, but the order is gone.</summary>
    Deleted,
}

/// <summary>An order the shop has and nothing here accounts for.</summary>
public sealed class UnexplainedOrder
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required string ExternalId { get; init; }
    public required DateOnly Day { get; init; }
    public required UnexplainedKind Kind { get; init; }

    /// <summary>When a check found it first.</summary>
    public required DateTime FoundAt { get; init; }

    /// <summary>The same without an id, to be stored.</summary>
    public UnexplainedOrder Copy() => new() { IntegrationId = IntegrationId, ExternalId = ExternalId, Day = Day, Kind = Kind, FoundAt = FoundAt };
}
