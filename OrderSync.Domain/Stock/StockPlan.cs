namespace OrderSync.Domain.Stock;

public enum PlanDirection
{
    /// <summary>Figures of the hub go to the shop.</summary>
    ToShop,

    /// <summary>Figures of the shop are taken over into a warehouse.</summary>
    ToHub,
}

public enum PlanState
{
    /// <summary>Still being made; a run that ended early leaves it behind, and the next one throws it away.</summary>
    Reading,

    /// <summary>Complete; somebody has to look at it.</summary>
    Waiting,

    /// <summary>Approved; its lines are being written.</summary>
    Approved,
    Done,

    /// <summary>Being taken back.</summary>
    Undoing,
    Undone,

    /// <summary>Turned down, or replaced by a newer one.</summary>
    Discarded,
}

/// <summary>Figures somebody looks at before they are written: made, approved by a named person, written exactly so, taken back if need be.</summary>
public sealed class StockPlan
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required PlanDirection Direction { get; init; }

    /// <summary>Warehouse figures are taken over into; empty when they go to the shop.</summary>
    public string Warehouse { get; init; } = "";
    public required PlanState State { get; set; }

    /// <summary>Run that made it.</summary>
    public required long RunId { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }

    /// <summary>What was found remarkable about it.</summary>
    public IReadOnlyList<TrippedGuard> Guards { get; set; } = [];
    public int Lines { get; set; }
    public int ToZero { get; set; }

    /// <summary>Who approved, turned down or took it back last, when, and what was noted.</summary>
    public string DecidedBy { get; set; } = "";
    public DateTime? DecidedAt { get; set; }
    public string Note { get; set; } = "";
    public DateTime? FinishedAt { get; set; }
    public Guid Stamp { get; set; }

    /// <summary>Whether the plan is still to be written or taken back.</summary>
    public bool IsAtWork => State is PlanState.Approved or PlanState.Undoing;
}

public enum PlanLineResult
{
    Pending,
    Written,

    /// <summary>Something else stood there by then; it was left alone.</summary>
    ChangedMeanwhile,

    /// <summary>Taken back to what it was.</summary>
    Undone,

    /// <summary>Not taken back: it was changed after it was written.</summary>
    Kept,
}

/// <summary>One figure of a plan: what stands there, and what shall.</summary>
public sealed class StockPlanLine
{
    public long Id { get; private set; }
    public required long PlanId { get; init; }
    public required long VariantId { get; init; }
    public required string ExternalProductId { get; init; }
    public required string ExternalVariantId { get; init; }

    /// <summary>Null when nothing stands there yet.</summary>
    public required int? Before { get; init; }
    public required int After { get; init; }

    /// <summary>How the figure comes about, when it is not plain.</summary>
    public Phrase? Why { get; init; }
    public PlanLineResult Result { get; set; } = PlanLineResult.Pending;

    /// <summary>What stood there instead, when it was left alone.</summary>
    public int? Found { get; set; }
}
