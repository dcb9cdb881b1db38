using OrderSync.Domain.Stock;

namespace OrderSync.Web.Features.StockPlans;

/// <summary>A plan in the list.</summary>
public sealed record PlanRow(
    long Id, long IntegrationId, string IntegrationName, PlanDirection Direction, string Warehouse, PlanState State, int Lines, int ToZero,
    IReadOnlyList<TrippedGuard> Guards, long RunId, DateTime CreatedAt, string CreatedBy, string DecidedBy, DateTime? DecidedAt, string Note, DateTime? FinishedAt)
{
    /// <summary>Its figures are being written, or taken back.</summary>
    public bool IsAtWork => State is PlanState.Approved or PlanState.Undoing;
}

/// <summary>A figure of a plan.</summary>
public sealed record PlanLineRow(
    long Id, long ProductId, string ProductName, string VariantName, string Sku, int? Before, int After, Domain.Phrase? Why, PlanLineResult Result, int? Found)
{
    public string Name => VariantName.Length > 0 ? $"{ProductName} · {VariantName}" : ProductName;

    public int Change => After - (Before ?? 0);
}
