using OrderSync.Domain.Stock;

namespace OrderSync.Domain.Exporting;

/// <summary>Prices a shop would be told: made, approved by a named person where a guard tripped, sent exactly so.</summary>
public sealed class PricePlan
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }

    /// <summary>As of a stock plan, but that nobody asks for one.</summary>
    public required PlanState State { get; set; }
    public required long RunId { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }

    /// <summary>What was found remarkable about it.</summary>
    public IReadOnlyList<TrippedGuard> Guards { get; set; } = [];
    public int Lines { get; set; }

    /// <summary>Prices that were compared, of which <see cref="Lines"/> differ.</summary>
    public int Compared { get; set; }
    public int ToZero { get; set; }

    /// <summary>Prices that change by more than one may.</summary>
    public int Large { get; set; }

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
}

/// <summary>One price of a plan: what stands there, and what shall.</summary>
public sealed class PricePlanLine
{
    public long Id { get; private set; }
    public required long PlanId { get; init; }
    public required long ListingId { get; init; }
    public required long ProductId { get; init; }

    public required long VariantId { get; init; }

    /// <summary>The shop's id of the product.</summary>
    public required string ExternalId { get; init; }

    /// <summary>The shop's id of the variant; empty for a product without variants.</summary>
    public string ExternalVariantId { get; init; } = "";

    /// <summary>Without tax.</summary>
    public required decimal Before { get; init; }
    public required decimal After { get; init; }

    /// <summary>Percent, for showing what customers pay; null when nobody says.</summary>
    public decimal? TaxRate { get; init; }

    /// <summary>It goes to zero, or by more than a price may: somebody should look at it.</summary>
    public bool IsRemarkable { get; init; }

    /// <summary>When sending was begun, stored before anything is sent.</summary>
    public DateTime? TriedAt { get; set; }
    public PlanLineResult Result { get; set; } = PlanLineResult.Pending;

    /// <summary>What stood there instead, when it was left alone.</summary>
    public decimal? Found { get; set; }

    /// <summary>Why it was refused, or was not taken back.</summary>
    public Phrase? Why { get; set; }
}
