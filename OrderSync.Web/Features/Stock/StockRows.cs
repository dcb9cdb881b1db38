using OrderSync.Domain.Stock;

namespace OrderSync.Web.Features.Stock;

/// <summary>A warehouse, as filters and columns name it.</summary>
public sealed record WarehouseName(string Key, string Name);

/// <summary>What a variant has in one warehouse.</summary>
/// <param name="Reserved">Promised to open orders.</param>
/// <param name="Held">Sold in orders that wait or have a problem: not reserved yet, and not to be sold again.</param>
/// <param name="CountedAt">When its pieces last changed; null when nobody ever counted it there.</param>
public sealed record StockPlace(string Warehouse, int OnHand, int Reserved, int Held, DateTime? CountedAt)
{
    public int Sellable => Domain.Stock.Sellable.Of(OnHand, Reserved + Held, buffer: 0);

    /// <summary>Pieces promised to customers that are not there.</summary>
    public int Oversold => Math.Max(0, Reserved + Held - OnHand);
}

/// <summary>A variant with its stock, in the chosen warehouse or in all together.</summary>
public sealed record StockRow
{
    public required long VariantId { get; init; }
    public required long ProductId { get; init; }

    /// <summary>Empty when the variant has none.</summary>
    public required string Sku { get; init; }
    public required string Ean { get; init; }
    public required string Product { get; init; }

    /// <summary>Values of its options; empty for a product without variants.</summary>
    public required string Variant { get; init; }

    /// <summary>No shop lists it any more.</summary>
    public required bool Gone { get; init; }

    /// <summary>Where it was ever counted, is promised or is held.</summary>
    public required IReadOnlyList<StockPlace> Places { get; init; }

    public string Name => Variant.Length > 0 ? $"{Product} · {Variant}" : Product;

    public int OnHand => Places.Sum(place => place.OnHand);

    public int Reserved => Places.Sum(place => place.Reserved);

    public int Held => Places.Sum(place => place.Held);

    public int Sellable => Domain.Stock.Sellable.Of(OnHand, Reserved + Held, buffer: 0);

    public int Oversold => Math.Max(0, Reserved + Held - OnHand);

    /// <summary>Its stock in a warehouse; zero where it was never counted.</summary>
    public StockPlace In(string warehouse) => Places.FirstOrDefault(place => place.Warehouse == warehouse) ?? new StockPlace(warehouse, 0, 0, 0, null);
}

/// <summary>A line of the ledger.</summary>
public sealed record MovementRow
{
    public required long Id { get; init; }
    public required DateTime At { get; init; }
    public required long VariantId { get; init; }
    public required long ProductId { get; init; }
    public required string Sku { get; init; }
    public required string Product { get; init; }
    public required string Variant { get; init; }
    public required string Warehouse { get; init; }
    public required MovementKind Kind { get; init; }
    public required int Before { get; init; }
    public required int After { get; init; }
    public required string Actor { get; init; }
    public required string Reason { get; init; }
    public long? OrderId { get; init; }

    /// <summary>What the shop calls the order; null without one.</summary>
    public string? Order { get; init; }
    public long? RunId { get; init; }

    public string Name => Variant.Length > 0 ? $"{Product} · {Variant}" : Product;

    public int Change => After - Before;
}
