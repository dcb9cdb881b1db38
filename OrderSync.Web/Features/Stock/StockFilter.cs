using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Products;

namespace OrderSync.Web.Features.Stock;

/// <summary>How much of a variant is left to sell: on hand less reserved.</summary>
public enum StockCondition
{
    InStock,

    /// <summary>Nothing is left.</summary>
    OutOfStock,

    /// <summary>More is promised than there is.</summary>
    Oversold,
}

/// <summary>Which variants a list of stock shows. Everything left out matches all.</summary>
public sealed record StockFilter
{
    /// <summary>A whole SKU or EAN, or words as the list of products finds them.</summary>
    public string? Search { get; init; }

    /// <summary>Exactly this SKU.</summary>
    public string? Sku { get; init; }
    public long? VariantId { get; init; }
    public StockCondition? Condition { get; init; }

    /// <summary>Only what lies in this warehouse counts; variants that have nothing there are shown too.</summary>
    public string? Warehouse { get; init; }

    /// <summary>The names of its parts in an address.</summary>
    public static IReadOnlyList<string> Names { get; } = ["q", "warehouse", "stock"];

    /// <summary>The filter an address stands for.</summary>
    public static StockFilter Read(QueryState query) => new()
    {
        Search = query["q"],
        Condition = query.Enum<StockCondition>("stock"),
        Warehouse = query["warehouse"],
    };

    /// <summary>Variants a shop lists, and those that are gone but still lie somewhere or are promised.</summary>
    internal async Task<IQueryable<Variant>> OfAsync(OrderSyncDb db, DateTime now, CancellationToken ct)
    {
        var variants = db.Variants.AsNoTracking().Where(row => row.GoneAt == null
            || db.StockLevels.Any(level => level.VariantId == row.Id && level.OnHand != 0)
            || db.Reservations.Any(reserved => reserved.VariantId == row.Id));
        variants = Sku is { } sku ? variants.Where(row => row.Sku == sku) : variants;
        variants = VariantId is { } id ? variants.Where(row => row.Id == id) : variants;
        variants = string.IsNullOrWhiteSpace(Search) ? variants : await FoundAsync(db, variants, Search.Trim(), now, ct);
        return WithCondition(db, variants);
    }

    /// <summary>A number that is a variant's own means that variant; other words mean products, with all their variants.</summary>
    private static async Task<IQueryable<Variant>> FoundAsync(OrderSyncDb db, IQueryable<Variant> variants, string search, DateTime now, CancellationToken ct)
    {
        var numbered = variants.Where(row => row.Sku == search || row.Ean == search);
        if (await numbered.AnyAsync(ct))
        {
            return numbered;
        }

        var products = new ProductFilter { Search = search }.Of(db, now).Select(product => product.Id);
        return variants.Where(row => products.Contains(row.ProductId));
    }

    private IQueryable<Variant> WithCondition(OrderSyncDb db, IQueryable<Variant> variants)
    {
        var (warehouse, any) = (Warehouse ?? "", Warehouse is null);
        var levels = db.StockLevels.Where(level => any || level.Warehouse == warehouse);
        var promised = db.Reservations.Where(reserved => any || reserved.Warehouse == warehouse);
        return Condition switch
        {
            null => variants,
            StockCondition.InStock => variants.Where(row =>
                levels.Where(level => level.VariantId == row.Id).Sum(level => level.OnHand) > promised.Where(reserved => reserved.VariantId == row.Id).Sum(reserved => reserved.Quantity)),
            StockCondition.OutOfStock => variants.Where(row =>
                levels.Where(level => level.VariantId == row.Id).Sum(level => level.OnHand) <= promised.Where(reserved => reserved.VariantId == row.Id).Sum(reserved => reserved.Quantity)),

            // Only what is promised or below zero can be oversold: few, and found without looking at the others.
            _ => variants
                .Where(row => promised.Select(reserved => reserved.VariantId).Union(levels.Where(level => level.OnHand < 0).Select(level => level.VariantId)).Contains(row.Id))
                .Where(row =>
                    levels.Where(level => level.VariantId == row.Id).Sum(level => level.OnHand) < promised.Where(reserved => reserved.VariantId == row.Id).Sum(reserved => reserved.Quantity)),
        };
    }
}
