using OrderSync.Domain.Stock;

namespace OrderSync.Web.Features.StockPlans;

/// <summary>A plan in the list.</summary>
public sealed record PlanRow(
    long Id, long IntegrationId, string IntegrationName, PlanDirection Direction, string Warehouse, PlanState State, int Lines, int ToZero,
    IReadOnlyList<TrippedGuard> Guards, long RunId, DateTime CreatedAt, string CreatedBy, string DecidedBy, DateTime? DecidedAt, string Note, DateTime? FinishedAt)
{
    public int Compared { get; init; }

    /// <summary>No guard tripped, so that nobody had to approve it.</summary>
    public bool IsAutomatic { get; init; }

    public string TakenBackBy { get; init; } = "";
    public DateTime? TakenBackAt { get; init; }
    public string TakenBackNote { get; init; } = "";

    /// <summary>Since when it is being written or taken back.</summary>
    public DateTime? BegunAt => State == PlanState.Undoing ? TakenBackAt : DecidedAt;

    /// <summary>Something of it can be taken back: figures, or that it made the shop live.</summary>
    public bool CanBeTakenBack => State == PlanState.Done && (Lines > 0 || (GoesToShop && DecidedBy.Length > 0));

    public bool GoesToShop => Direction == PlanDirection.ToShop;

    /// <summary>Nobody turned it down: a newer reading took its place.</summary>
    public bool WasReplaced => State == PlanState.Discarded && DecidedBy.Length == 0 && (Lines > 0 || Compared > 0);

    /// <summary>It is being made.</summary>
    public bool IsBeingMade => State is PlanState.Asked or PlanState.Reading;

    /// <summary>Its figures are being written, or taken back.</summary>
    public bool IsAtWork => State is PlanState.Approved or PlanState.Undoing;
}

/// <summary>A figure of a plan.</summary>
public sealed record PlanLineRow(
    long Id, long ProductId, string ProductName, string VariantName, string Sku, int? Before, int After, Domain.Phrase? Why, PlanLineResult Result, int? Found)
{
    public string Name => VariantName.Length > 0 ? $"{ProductName} · {VariantName}" : ProductName;

    public int Change => After - (Before ?? 0);

    public bool SharesSku { get; init; }

    public IReadOnlyList<LineWarning> Warnings => LineWarnings.Of(Before, After, SharesSku);
}

/// <summary>Which figures of a plan are looked at; empty parts let all through.</summary>
/// <param name="Sku">Beginning of a SKU.</param>
public sealed record PlanLineFilter(IReadOnlyCollection<PlanLineResult> Results, IReadOnlyCollection<LineWarning> Warnings, string Sku)
{
    public bool IsEmpty => Results.Count == 0 && Warnings.Count == 0 && Sku.Length == 0;
}

/// <summary>A plan that holds an export up.</summary>
public sealed record HeldPlan(long Id, long IntegrationId, string Integration, int Lines, DateTime CreatedAt, IReadOnlyList<TrippedGuard> Guards)
{
    /// <summary>Prices wait, and not stock.</summary>
    public bool OfPrices { get; init; }

    public string Href => OfPrices ? $"/price-plans/{Id}" : $"/stock-plans/{Id}";
}
