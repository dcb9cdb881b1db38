using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Features.Stock;
using OrderSync.Web.Features.Suppliers;

namespace OrderSync.Web.Features.Products;

/// <summary>A lock that holds.</summary>
public sealed record LockView(long ProductId, LockKind Kind, string Reason, string Owner, DateTime Since, DateTime? Until, DateTime? HeldBackAt)
{
    /// <summary>A lock that ends at midnight holds to the day before: that day is shown.</summary>
    public DateTime? LastMoment => Until?.AddSeconds(-1);
}

/// <summary>A product as lists show it.</summary>
public sealed record ProductRow
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public required ProductKind Kind { get; init; }
    public required ProductState State { get; init; }

    /// <summary>Of its first variant that has one; empty when none has.</summary>
    public string Sku { get; init; } = "";
    public string Ean { get; init; } = "";

    /// <summary>Variants that are listed somewhere.</summary>
    public int Variants { get; init; }
    public PriceRange Price { get; init; }

    /// <summary>Names a small picture; empty when there is none.</summary>
    public string Thumbnail { get; init; } = "";

    /// <summary>Shops that list it.</summary>
    public IReadOnlyList<long> Shops { get; init; } = [];
    public IReadOnlyList<LockView> Locks { get; init; } = [];

    public LockView? LockOf(LockKind kind) => Locks.FirstOrDefault(row => row.Kind == kind);
}

/// <summary>What the variants of a product cost.</summary>
/// <param name="Taxed">The amounts hold the tax; false when the shop does not say its rate.</param>
public readonly record struct PriceRange(decimal Low, decimal High, bool Taxed)
{
    public static PriceRange Of(IReadOnlyCollection<decimal> net, decimal? taxRate) =>
        net.Count == 0 ? default : new(WithTax(net.Min(), taxRate), WithTax(net.Max(), taxRate), taxRate is not null);

    /// <summary>A net amount with the tax on it, rounded as shops show it.</summary>
    public static decimal WithTax(decimal net, decimal? taxRate) =>
        taxRate is { } rate ? decimal.Round(net * (1 + (rate / 100)), 2, MidpointRounding.AwayFromZero) : net;
}

/// <summary>Everything the page of one product shows.</summary>
public sealed record ProductDetails(Product Product, IReadOnlyList<Listing> Listings, IReadOnlyList<LockView> Locks)
{
    public IReadOnlyList<Variant> Variants { get; } = [.. Product.Variants.OrderBy(variant => variant.GoneAt is not null).ThenBy(variant => variant.Position)];

    /// <summary>Its pictures, the cover first.</summary>
    public IReadOnlyList<ImageView> Images { get; init; } = [];

    /// <summary>What changed its stock last; null when nothing ever did, and where it is not looked up.</summary>
    public MovementRow? LastMovement { get; init; }

    /// <summary>Who delivers its variants.</summary>
    public IReadOnlyList<OfferView> Offers { get; init; } = [];

    public ProductState State => ProductQueries.StateOf(Product.Active, Product.Variants.Any(variant => variant.GoneAt is null));

    /// <summary>The shop's id of a variant, as this listing has it; null when it does not list it.</summary>
    public static VariantListing? ListedAs(Listing listing, Variant variant) => listing.Variants.Find(row => row.VariantId == variant.Id);
}

/// <summary>What a run did with the product.</summary>
public sealed record ProductRunItem(long Id, long RunId, long IntegrationId, FeedKey Feed, ItemOutcome Outcome, Phrase? Message, DateTime At);
