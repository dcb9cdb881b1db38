using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ImportProducts;

/// <summary>What the hub has of the products of one page.</summary>
internal sealed class KnownProducts
{
    private readonly List<SkuHolder> holders = [];
    private ILookup<long, ProductLock> locks = Array.Empty<ProductLock>().ToLookup(row => row.ProductId);

    public Dictionary<string, Listing> Listings { get; private init; } = [];

    /// <summary>Products of the listings, with their variants; loaded only when they may be changed.</summary>
    public Dictionary<long, Product> Products { get; private set; } = [];

    public static async Task<KnownProducts> LoadAsync(OrderSyncDb db, long integrationId, ProductPage page, bool toChange, CancellationToken ct)
    {
        var ids = page.Products.Select(product => product.ExternalId).Concat(page.Unreadable.Select(product => product.ExternalId)).ToList();
        var known = new KnownProducts
        {
            Listings = await db.Listings.Include(row => row.Variants)
                .Where(row => row.IntegrationId == integrationId && ids.Contains(row.ExternalId)).ToDictionaryAsync(row => row.ExternalId, ct),
        };
        if (toChange)
        {
            await known.LoadProductsAsync(db, ct);
        }

        await known.LoadHoldersAsync(db, integrationId, page, ct);
        return known;
    }

    public IReadOnlyCollection<SkuHolder> HoldersOf(ExternalProduct shown)
    {
        var skus = shown.Variants.Select(variant => variant.Sku).ToHashSet(StringComparer.Ordinal);
        return [.. holders.Where(holder => skus.Contains(holder.Sku))];
    }

    /// <summary>Variants of the listed product, by the shop's id.</summary>
    public Dictionary<string, Variant> VariantsOf(Listing listing)
    {
        var byId = Products[listing.ProductId].Variants.ToDictionary(variant => variant.Id);
        return listing.Variants.ToDictionary(row => row.ExternalVariantId, row => byId[row.VariantId]);
    }

    public IEnumerable<ProductLock> LocksOf(long productId) => locks[productId];

    /// <summary>A product added by this page: another one of it with the same reference is a repetition.</summary>
    public void Remember(ExternalProduct added) => holders.AddRange(added.Variants
        .Where(variant => variant.Sku.Length > 0)
        .Select(variant => new SkuHolder(variant.Sku, 0, 0, added.Variants.Count, ListedHere: true)));

    private async Task LoadProductsAsync(OrderSyncDb db, CancellationToken ct)
    {
        var ids = Listings.Values.Select(row => row.ProductId).ToList();
        Products = await db.Products.Include(row => row.Variants).Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        locks = (await db.ProductLocks.AsNoTracking().Where(row => ids.Contains(row.ProductId)).ToListAsync(ct)).ToLookup(row => row.ProductId);
    }

    private async Task LoadHoldersAsync(OrderSyncDb db, long integrationId, ProductPage page, CancellationToken ct)
    {
        var skus = page.Products.Where(product => !Listings.ContainsKey(product.ExternalId))
            .SelectMany(product => product.Variants).Select(variant => variant.Sku).Where(sku => sku.Length > 0).Distinct().ToList();
        foreach (var part in skus.Chunk(500))
        {
            holders.AddRange(await db.Variants.AsNoTracking()
                .Where(row => part.Contains(row.Sku) && row.GoneAt == null)
                .Select(row => new SkuHolder(
                    row.Sku, row.Id, row.ProductId,
                    db.Variants.Count(sibling => sibling.ProductId == row.ProductId && sibling.GoneAt == null),
                    db.VariantListings.Any(listing => listing.IntegrationId == integrationId && listing.VariantId == row.Id && listing.GoneAt == null)))
                .ToListAsync(ct));
        }
    }
}
