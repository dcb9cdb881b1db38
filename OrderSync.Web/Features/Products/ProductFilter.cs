using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Orders;

namespace OrderSync.Web.Features.Products;

public enum ProductState
{
    Active,

    /// <summary>Listed, but switched off in the shop.</summary>
    Inactive,

    /// <summary>No shop lists it any more.</summary>
    Gone,
}

/// <summary>How a product is locked.</summary>
public enum LockCondition
{
    /// <summary>At least one lock holds now.</summary>
    Locked,

    /// <summary>A lock ends within a week.</summary>
    Expiring,

    /// <summary>A lock that holds kept something from being overwritten.</summary>
    HeldBack,
}

/// <summary>Which products a list shows. Everything left out matches all.</summary>
public sealed record ProductFilter
{
    public static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    /// <summary>Words, each the beginning of a SKU, EAN, other number, or a word of the name.</summary>
    public string? Search { get; init; }

    /// <summary>Listed by this shop.</summary>
    public long? IntegrationId { get; init; }
    public ProductState? State { get; init; }
    public LockCondition? Locked { get; init; }

    /// <summary>Holding a lock of any of these kinds; empty means every product.</summary>
    public IReadOnlyList<LockKind> Kinds { get; init; } = [];

    /// <summary>The names of its parts in an address.</summary>
    public static IReadOnlyList<string> Names { get; } = ["q", "integration", "state", "locked", "kind"];

    /// <summary>The filter an address stands for.</summary>
    public static ProductFilter Read(QueryState query) => new()
    {
        Search = query["q"],
        IntegrationId = query.Number("integration"),
        State = query.Enum<ProductState>("state"),
        Locked = query.Enum<LockCondition>("locked"),
        Kinds = query.Enums<LockKind>("kind"),
    };

    internal IQueryable<Product> Of(OrderSyncDb db, DateTime now)
    {
        var products = db.Products.AsNoTracking();
        products = string.IsNullOrWhiteSpace(Search) ? products : WithWords(db, products, Search);
        products = IntegrationId is { } shop
            ? products.Where(product => db.Listings.Any(listing => listing.ProductId == product.Id && listing.IntegrationId == shop && listing.GoneAt == null))
            : products;
        products = State switch
        {
            null => products,
            ProductState.Gone => products.Where(product => product.Variants.All(variant => variant.GoneAt != null)),
            var state => WithActive(products, state == ProductState.Active),
        };
        return WithLocks(db, products, now);
    }

    private static IQueryable<Product> WithActive(IQueryable<Product> products, bool active) =>
        products.Where(product => product.Active == active && product.Variants.Any(variant => variant.GoneAt == null));

    private IQueryable<Product> WithLocks(OrderSyncDb db, IQueryable<Product> products, DateTime now)
    {
        var (kinds, soon) = (Kinds, now + Soon);
        var held = db.ProductLocks.HoldingAt(now);
        held = Locked switch
        {
            LockCondition.Expiring => held.Where(row => row.Until != null && row.Until <= soon),
            LockCondition.HeldBack => held.Where(row => row.HeldBackAt != null),
            _ => held,
        };
        held = kinds.Count > 0 ? held.Where(row => kinds.Contains(row.Kind)) : held;
        return Locked is null && kinds.Count == 0 ? products : products.Where(product => held.Any(row => row.ProductId == product.Id));
    }

    private static IQueryable<Product> WithWords(OrderSyncDb db, IQueryable<Product> products, string search)
    {
        var words = SearchTerms.OfQuery(search);
        return words.Count == 0
            ? products.Where(product => false)
            : words.Select(TermRange.Of).Aggregate(products, (matching, word) =>
            {
                var found = Terms(db, word).Select(term => term.ProductId);
                return matching.Where(product => found.Contains(product.Id));
            });
    }

    private static IQueryable<ProductTerm> Terms(OrderSyncDb db, TermRange word)
    {
        var (from, to) = (word.From, word.To);
        return word.Exact
            ? db.ProductTerms.Where(term => term.Term == from)
            : db.ProductTerms.Where(term => string.Compare(term.Term, from) >= 0 && string.Compare(term.Term, to) < 0);
    }
}
