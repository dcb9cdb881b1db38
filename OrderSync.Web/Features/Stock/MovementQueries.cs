using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Stock;
using OrderSync.Web.Components;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Stock;

/// <summary>Which movements a list shows. Everything left out matches all.</summary>
public sealed record MovementFilter
{
    /// <summary>A whole SKU or EAN.</summary>
    public string? Number { get; init; }
    public long? VariantId { get; init; }
    public string? Warehouse { get; init; }

    /// <summary>Any of these; empty means every kind.</summary>
    public IReadOnlyList<MovementKind> Kinds { get; init; } = [];
    public DateTime? From { get; init; }
    public DateTime? Before { get; init; }

    internal IQueryable<StockMovement> Of(OrderSyncDb db)
    {
        var (number, kinds) = (Number?.Trim(), Kinds);
        var movements = db.StockMovements.AsNoTracking();
        movements = VariantId is { } id ? movements.Where(row => row.VariantId == id) : movements;
        movements = string.IsNullOrEmpty(number)
            ? movements
            : movements.Where(row => db.Variants.Where(variant => variant.Sku == number || variant.Ean == number).Select(variant => variant.Id).Contains(row.VariantId));
        movements = Warehouse is { } warehouse ? movements.Where(row => row.Warehouse == warehouse) : movements;
        movements = kinds.Count > 0 ? movements.Where(row => kinds.Contains(row.Kind)) : movements;
        movements = From is { } from ? movements.Where(row => row.At >= from) : movements;
        return Before is { } before ? movements.Where(row => row.At < before) : movements;
    }
}

/// <summary>Reads the ledger of stock.</summary>
public sealed class MovementQueries(IDbContextFactory<OrderSyncDb> databases)
{
    private const int CountedAtMost = 10_000;

    /// <summary>A window of the ledger, newest first.</summary>
    public async Task<KeysetPage<MovementRow>> ListAsync(MovementFilter filter, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var matching = filter.Of(db);
        var rows = await RowsAsync(db, matching.Window(cursor, size, newestFirst: true), ct);
        var (total, atLeast) = await matching.CountUpToAsync(CountedAtMost, ct);
        return rows.ToPage(cursor, size, row => row.Id, total, atLeast);
    }

    /// <summary>Movements with the names of what they are about, in the order they came.</summary>
    internal static async Task<List<MovementRow>> RowsAsync(OrderSyncDb db, IQueryable<StockMovement> movements, CancellationToken ct)
    {
        var window = await movements.ToListAsync(ct);
        var variantIds = window.Select(row => row.VariantId).Distinct().ToList();
        var orderIds = window.Select(row => row.OrderId).OfType<long>().Distinct().ToList();
        var variants = await db.Variants.AsNoTracking().Where(row => variantIds.Contains(row.Id))
            .Join(db.Products, variant => variant.ProductId, product => product.Id, (variant, product) => new { variant.Id, variant.ProductId, variant.Sku, variant.Name, Product = product.Name })
            .ToDictionaryAsync(row => row.Id, ct);
        var orders = await db.Orders.AsNoTracking().Where(row => orderIds.Contains(row.Id))
            .Select(row => new { row.Id, Name = row.Reference.Length > 0 ? row.Reference : row.ExternalId }).ToDictionaryAsync(row => row.Id, row => row.Name, ct);
        return
        [
            .. window.Select(row => new MovementRow
            {
                Id = row.Id,
                At = row.At,
                VariantId = row.VariantId,
                ProductId = variants[row.VariantId].ProductId,
                Sku = variants[row.VariantId].Sku,
                Product = variants[row.VariantId].Product,
                Variant = variants[row.VariantId].Name,
                Warehouse = row.Warehouse,
                Kind = row.Kind,
                Before = row.Before,
                After = row.After,
                Actor = row.Actor,
                Reason = row.Reason,
                OrderId = row.OrderId,
                Order = row.OrderId is { } order ? orders.GetValueOrDefault(order) : null,
                RunId = row.RunId,
            }),
        ];
    }
}
