using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Features.Products;

namespace OrderSync.Web.Features.Stock;

/// <summary>How much of a variant is left to sell: on hand less reserved, less held by orders that wait or have a problem.</summary>
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

    /// <summary>Only what lies in this warehouse counts, and only variants that were counted, are promised or are held there.</summary>
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

    /// <summary>Variants a shop lists, and those that are gone but still lie somewhere, are promised or are held.</summary>
    internal async Task<IQueryable<Variant>> OfAsync(OrderSyncDb db, DateTime now, CancellationToken ct)
    {
        var held = db.HeldNow();
        var variants = db.Variants.AsNoTracking().Where(row => row.GoneAt == null
            || db.StockLevels.Any(level => level.VariantId == row.Id && level.OnHand != 0)
            || db.Reservations.Any(reserved => reserved.VariantId == row.Id)
            || held.Any(piece => piece.VariantId == row.Id));
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
        var (levels, promised, held) = (db.StockLevels.AsQueryable(), db.Reservations.AsQueryable(), db.HeldNow());
        if (Warehouse is { } warehouse)
        {
            levels = levels.Where(level => level.Warehouse == warehouse);
            promised = promised.Where(reserved => reserved.Warehouse == warehouse);
            held = held.Where(piece => piece.Warehouse == warehouse);
            variants = variants.Where(row => levels.Any(level => level.VariantId == row.Id)
                || promised.Any(reserved => reserved.VariantId == row.Id)
                || held.Any(piece => piece.VariantId == row.Id));
        }

        if (Condition is not { } condition)
        {
            return variants;
        }

        if (condition == StockCondition.Oversold)
        {
            // Only what is promised, held or below zero can be oversold: few, and found without looking at the others.
            var few = promised.Select(reserved => reserved.VariantId).Union(held.Select(piece => piece.VariantId))
                .Union(levels.Where(level => level.OnHand < 0).Select(level => level.VariantId));
            variants = variants.Where(row => few.Contains(row.Id));
        }

        var figures = variants.Select(row => new
        {
            Variant = row,
            Left = levels.Where(level => level.VariantId == row.Id).Sum(level => level.OnHand)
                - promised.Where(reserved => reserved.VariantId == row.Id).Sum(reserved => reserved.Quantity)
                - held.Where(piece => piece.VariantId == row.Id).Sum(piece => piece.Quantity),
        });
        figures = condition switch
        {
            StockCondition.InStock => figures.Where(row => row.Left > 0),
            StockCondition.OutOfStock => figures.Where(row => row.Left <= 0),
            _ => figures.Where(row => row.Left < 0),
        };
        return figures.Select(row => row.Variant);
    }
}
