namespace OrderSync.Domain.Stock;

/// <summary>What a shop may be told, as its integration is set.</summary>
/// <param name="Warehouses">Warehouses the shop sells from; their pieces are summed.</param>
/// <param name="Buffer">Pieces of each variant held back from the shop.</param>
public sealed record ExportSettings(IReadOnlyList<string> Warehouses, int Buffer, StockGuardLimits Limits);
