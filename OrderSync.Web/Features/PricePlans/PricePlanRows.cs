using OrderSync.Domain;
using OrderSync.Domain.Stock;
using OrderSync.Web.Components;
using OrderSync.Web.Features.StockPlans;

namespace OrderSync.Web.Features.PricePlans;

/// <summary>A price plan in the list.</summary>
public sealed record PricePlanRow(
    long Id, long IntegrationId, string IntegrationName, PlanState State, int Lines, int Compared, int ToZero, int Large, IReadOnlyList<TrippedGuard> Guards,
    long RunId, DateTime CreatedAt, string CreatedBy, string DecidedBy, DateTime? DecidedAt, string Note, DateTime? FinishedAt)
{
    public string TakenBackBy { get; init; } = "";
    public DateTime? TakenBackAt { get; init; }
    public string TakenBackNote { get; init; } = "";

    public bool IsAtWork => State is PlanState.Approved or PlanState.Undoing;

    public DateTime? BegunAt => State == PlanState.Undoing ? TakenBackAt : DecidedAt;

    /// <summary>Nobody turned it down: a newer comparison took its place.</summary>
    public bool WasReplaced => State == PlanState.Discarded && DecidedBy.Length == 0;
}

/// <summary>A price of a plan, without tax.</summary>
public sealed record PricePlanLineRow(
    long Id, long ProductId, string Name, string ExternalId, decimal Before, decimal After, decimal? TaxRate, bool IsRemarkable, PlanLineResult Result, decimal? Found, Phrase? Why)
{
    /// <summary>Empty for a product without variants.</summary>
    public string Variant { get; init; } = "";
    public string Sku { get; init; } = "";

    /// <summary>The shop's id of the variant.</summary>
    public string ExternalVariantId { get; init; } = "";

    /// <summary>Its name with the variant's.</summary>
    public string FullName => Variant.Length == 0 ? Name : $"{Name}: {Variant}";

    /// <summary>What a customer would pay for what stood there instead.</summary>
    public decimal? FoundGross => Found is { } found ? Gross(found) : null;

    /// <summary>A price may be kept for another reason than a change.</summary>
    internal StateLook Look => this is { Result: PlanLineResult.Kept, Why: not null } ? new StateLook("block", "Not taken back", Tone.Warn) : Result.Look();

    /// <summary>What customers pay; without a known tax the price as it is sent.</summary>
    public decimal BeforeGross => Gross(Before);

    public decimal AfterGross => Gross(After);

    /// <summary>Percent; null when there was no price before.</summary>
    public decimal? Change => Before == 0 ? null : Math.Round((After - Before) / Before * 100, 1);

    private decimal Gross(decimal net) => Math.Round(net * (1 + ((TaxRate ?? 0) / 100)), 2, MidpointRounding.AwayFromZero);
}
