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
    /// <summary>Somebody asked for it; the next run makes it.</summary>
    Asked,

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

    /// <summary>Run that made it; 0 while none has begun.</summary>
    public required long RunId { get; set; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }

    /// <summary>What was found remarkable about it.</summary>
    public IReadOnlyList<TrippedGuard> Guards { get; set; } = [];
    public int Lines { get; set; }
    public int ToZero { get; set; }

    /// <summary>Figures the target has, of which <see cref="Lines"/> differ.</summary>
    public int Compared { get; set; }

    /// <summary>Every figure was compared; otherwise only those that had become due.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Somebody asked for it, so it waits for a person whatever it shows.</summary>
    public bool WasAsked { get; init; }

    /// <summary>No guard tripped, so that nobody had to approve it.</summary>
    public bool IsAutomatic { get; set; }

    /// <summary>Who approved it or turned it down, when, and what was noted; stays when it is taken back.</summary>
    public string DecidedBy { get; set; } = "";
    public DateTime? DecidedAt { get; set; }
    public string Note { get; set; } = "";

    /// <summary>Who took it back, when, and what was noted.</summary>
    public string TakenBackBy { get; set; } = "";
    public DateTime? TakenBackAt { get; set; }
    public string TakenBackNote { get; set; } = "";
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

    /// <summary>The hub's figure is another by now; it was left alone and is sent anew.</summary>
    Outdated,

    /// <summary>The shop has no place for it or refused it.</summary>
    Refused,

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
    public required int After { get; set; }

    /// <summary>How the figure comes about, when it is not plain; or why it was refused.</summary>
    public Phrase? Why { get; set; }

    /// <summary>Its SKU is carried by another variant, too.</summary>
    public bool SharesSku { get; set; }

    /// <summary>When sending was begun, stored before anything is sent: until it is known what came of it, the figure in the shop may be ours.</summary>
    public DateTime? TriedAt { get; set; }

    /// <summary>Times it was sent and the shop gave no answer. That a process of ours died over it says nothing about the shop.</summary>
    public int Tries { get; set; }
    public PlanLineResult Result { get; set; } = PlanLineResult.Pending;

    /// <summary>What stood there instead, when it was left alone.</summary>
    public int? Found { get; set; }
}
