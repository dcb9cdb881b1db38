using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Settings;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Features.Stock;

/// <summary>What pages and the API read of stock.</summary>
public sealed class StockQueries(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    /// <summary>Counting a list stops here; people read "at least 10,000", and the page stays fast.</summary>
    public const int CountedAtMost = 10_000;

    /// <summary>A window of the list, by SKU. Stock is summed for its rows only.</summary>
    /// <param name="countAtMost">Where counting stops; null counts exactly.</param>
    public async Task<KeysetPage<StockRow>> ListAsync(StockFilter filter, IdCursor cursor, int size, CancellationToken ct, int? countAtMost = CountedAtMost)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var matching = await filter.OfAsync(db, clock.GetUtcNow().UtcDateTime, ct);
        var ids = await (await WindowAsync(db, matching, cursor, ct)).Take(size + 1).Select(variant => variant.Id).ToListAsync(ct);
        var total = await (countAtMost is { } most ? matching.Take(most + 1) : matching).CountAsync(ct);
        var window = ids.ToPage(cursor, size, id => id, Math.Min(total, countAtMost ?? total), total > countAtMost);
        return new KeysetPage<StockRow>(await RowsAsync(db, window.Rows, filter.Warehouse, ct), window.Previous, window.Next, window.Total) { TotalIsAtLeast = window.TotalIsAtLeast };
    }

    /// <summary>One variant with its stock everywhere, or null.</summary>
    public async Task<StockRow?> FindAsync(long variantId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return (await RowsAsync(db, [variantId], null, ct)).FirstOrDefault();
    }

    /// <summary>Ids of the variants that carry a SKU; those that are gone count only when no other carries it.</summary>
    public async Task<IReadOnlyList<long>> CarriersAsync(string sku, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var carriers = await db.Variants.AsNoTracking().Where(row => row.Sku == sku).OrderBy(row => row.Id)
            .Select(row => new { row.Id, Gone = row.GoneAt != null }).ToListAsync(ct);
        var live = carriers.Where(row => !row.Gone).ToList();
        return [.. (live.Count > 0 ? live : carriers).Select(row => row.Id)];
    }

    public async Task<IReadOnlyList<WarehouseName>> WarehousesAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Choices.AsNoTracking().Where(row => row.Kind == ChoiceKind.Warehouse).OrderBy(row => row.Id)
            .Select(row => new WarehouseName(row.Key, row.Name)).ToListAsync(ct);
    }

    /// <summary>Whether anything was ever counted.</summary>
    public async Task<bool> AnyCountedAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.StockLevels.AnyAsync(ct);
    }

    /// <summary>Rows of the variants in the order of the ids; three questions for the stock of all of them.</summary>
    internal static async Task<IReadOnlyList<StockRow>> RowsAsync(OrderSyncDb db, IReadOnlyList<long> ids, string? warehouse, CancellationToken ct)
    {
        var variants = await db.Variants.AsNoTracking().Where(row => ids.Contains(row.Id))
            .Join(db.Products, variant => variant.ProductId, product => product.Id, (variant, product) => new
            {
                variant.Id,
                variant.ProductId,
                variant.Sku,
                variant.Ean,
                variant.Name,
                Product = product.Name,
                Gone = variant.GoneAt != null,
            })
            .ToDictionaryAsync(row => row.Id, ct);
        var places = await PlacesAsync(db, ids, warehouse, ct);
        return
        [
            .. ids.Where(variants.ContainsKey).Select(id => variants[id]).Select(row => new StockRow
            {
                VariantId = row.Id,
                ProductId = row.ProductId,
                Sku = row.Sku,
                Ean = row.Ean,
                Product = row.Product,
                Variant = row.Name,
                Gone = row.Gone,
                Places = [.. places[row.Id]],
            }),
        ];
    }

    private static async Task<ILookup<long, StockPlace>> PlacesAsync(OrderSyncDb db, IReadOnlyList<long> ids, string? warehouse, CancellationToken ct)
    {
        var counted = await db.StockLevels.AsNoTracking().Where(row => ids.Contains(row.VariantId) && (warehouse == null || row.Warehouse == warehouse))
            .Select(row => new { row.VariantId, row.Warehouse, row.OnHand, row.UpdatedAt }).ToDictionaryAsync(row => (row.VariantId, row.Warehouse), ct);
        var promised = await db.Reservations.AsNoTracking().Where(row => ids.Contains(row.VariantId) && (warehouse == null || row.Warehouse == warehouse))
            .GroupBy(row => new { row.VariantId, row.Warehouse })
            .Select(group => new { group.Key.VariantId, group.Key.Warehouse, Pieces = group.Sum(row => row.Quantity) })
            .ToDictionaryAsync(row => (row.VariantId, row.Warehouse), row => row.Pieces, ct);
        var held = await db.HeldNow().Where(row => EF.Parameter(ids).Contains(row.VariantId) && (warehouse == null || row.Warehouse == warehouse))
            .GroupBy(row => new { row.VariantId, row.Warehouse })
            .Select(group => new { group.Key.VariantId, group.Key.Warehouse, Pieces = group.Sum(row => row.Quantity) })
            .ToDictionaryAsync(row => (row.VariantId, row.Warehouse), row => row.Pieces, ct);
        return counted.Keys.Union(promised.Keys).Union(held.Keys).OrderBy(key => key.Warehouse, StringComparer.Ordinal).ToLookup(
            key => key.VariantId,
            key => new StockPlace(
                key.Warehouse, counted.GetValueOrDefault(key)?.OnHand ?? 0, promised.GetValueOrDefault(key), held.GetValueOrDefault(key), counted.GetValueOrDefault(key)?.UpdatedAt));
    }

    /// <summary>The cursor names a variant, and its SKU is looked up: addresses stay short. SKUs repeat and may be empty, so the id decides among equals.</summary>
    private static async Task<IQueryable<Variant>> WindowAsync(OrderSyncDb db, IQueryable<Variant> variants, IdCursor cursor, CancellationToken ct)
    {
        var back = cursor.Before is not null;
        if ((cursor.After ?? cursor.Before) is { } id
            && await db.Variants.Where(row => row.Id == id).Select(row => row.Sku).SingleOrDefaultAsync(ct) is { } sku)
        {
            variants = back
                ? variants.Where(row => string.Compare(row.Sku, sku) <= 0 && (string.Compare(row.Sku, sku) < 0 || row.Id < id))
                : variants.Where(row => string.Compare(row.Sku, sku) >= 0 && (string.Compare(row.Sku, sku) > 0 || row.Id > id));
        }

        return back
            ? variants.OrderByDescending(row => row.Sku).ThenByDescending(row => row.Id)
            : variants.OrderBy(row => row.Sku).ThenBy(row => row.Id);
    }
}
