using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Stock;
using OrderSync.Web.Features.Suppliers;
using OrderSync.Web.Feeds.ImportImages;
using OrderSync.Web.Feeds.ImportProducts;
using OrderSync.Web.Feeds.ImportSuppliers;

namespace OrderSync.Web.Features.Products;

/// <summary>What pages and the API read of products.</summary>
public sealed class ProductQueries(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    /// <summary>Counting a list stops here; people read "at least 10,000", and the page stays fast.</summary>
    public const int CountedAtMost = 10_000;

    private const int LatestRuns = 20;
    private const int LatestItems = 10;

    /// <summary>Feeds whose items carry the shop's id of a product.</summary>
    private static readonly FeedKey[] ProductFeeds = [ImportProductsFeed.FeedKey, UpdateProductsFeed.FeedKey, ImportImagesFeed.FeedKey, ImportOffersFeed.FeedKey];

    /// <summary>A window of the list, by name.</summary>
    /// <param name="countAtMost">Where counting stops; null counts exactly.</param>
    public async Task<KeysetPage<ProductRow>> ListAsync(ProductFilter filter, IdCursor cursor, int size, CancellationToken ct, int? countAtMost = CountedAtMost)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var matching = filter.Of(db, Now);
        var ids = await (await WindowAsync(db, matching, cursor, ct)).Take(size + 1).Select(product => product.Id).ToListAsync(ct);
        var total = await (countAtMost is { } most ? matching.Take(most + 1) : matching).CountAsync(ct);
        var window = ids.ToPage(cursor, size, id => id, Math.Min(total, countAtMost ?? total), total > countAtMost);
        return new KeysetPage<ProductRow>(await RowsAsync(db, window.Rows, ct), window.Previous, window.Next, window.Total) { TotalIsAtLeast = window.TotalIsAtLeast };
    }

    /// <summary>Names of all shops, by id.</summary>
    public async Task<IReadOnlyDictionary<long, string>> ShopsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Integrations.AsNoTracking().OrderBy(row => row.Name).ToDictionaryAsync(row => row.Id, row => row.Name, ct);
    }

    /// <summary>A product with everything its page shows, or null.</summary>
    public async Task<ProductDetails?> FindAsync(long id, CancellationToken ct) =>
        (await WholeAsync([id], ct)).FirstOrDefault() is { } found ? found with { LastMovement = await LastMovementAsync(found.Product, ct) } : null;

    /// <summary>Stock has no writer of its own on record: the newest line of the ledger says it. One look per variant, each by its index.</summary>
    private async Task<MovementRow?> LastMovementAsync(Product product, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var variants = product.Variants.ConvertAll(variant => variant.Id);
        var newest = await db.Variants.Where(row => variants.Contains(row.Id))
            .Select(row => db.StockMovements.Where(movement => movement.VariantId == row.Id).Max(movement => (long?)movement.Id)).MaxAsync(ct);
        return (await MovementQueries.RowsAsync(db, db.StockMovements.AsNoTracking().Where(row => row.Id == newest), ct)).FirstOrDefault();
    }

    /// <summary>Whole products, in the order of the ids.</summary>
    public async Task<IReadOnlyList<ProductDetails>> WholeAsync(IReadOnlyList<long> ids, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var products = await db.Products.AsNoTracking().Include(row => row.Variants).Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        var listings = (await db.Listings.AsNoTracking().Include(row => row.Variants).Where(row => ids.Contains(row.ProductId)).OrderBy(row => row.Id).ToListAsync(ct))
            .ToLookup(row => row.ProductId);
        var locks = await LocksAsync(db, ids, ct);
        var images = await db.ImagesAsync(ids, ct);
        var offers = await db.OffersAsync(ids, ct);
        return
        [
            .. ids.Where(products.ContainsKey).Select(id => new ProductDetails(products[id], [.. listings[id]], [.. locks[id]])
            {
                Images = [.. images[id]],
                Offers = [.. offers[id]],
            }),
        ];
    }

    /// <summary>What the latest runs of the catalogue's feeds did with a product, newest first.</summary>
    public async Task<IReadOnlyList<ProductRunItem>> RunItemsAsync(IReadOnlyList<Listing> listings, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = new List<ProductRunItem>();
        foreach (var listing in listings)
        {
            // Items are indexed by run, so the latest runs are asked; one product is seldom in many of them.
            var runs = await db.FeedRuns.AsNoTracking()
                .Where(run => run.IntegrationId == listing.IntegrationId && ProductFeeds.Contains(run.FeedKey))
                .OrderByDescending(run => run.Id).Take(LatestRuns).ToDictionaryAsync(run => run.Id, run => run.FeedKey, ct);
            var items = await db.FeedRunItems.AsNoTracking()
                .Where(item => runs.Keys.Contains(item.RunId) && item.ExternalId == listing.ExternalId)
                .OrderByDescending(item => item.Id).Take(LatestItems).ToListAsync(ct);
            found.AddRange(items.Select(item => new ProductRunItem(item.Id, item.RunId, listing.IntegrationId, runs[item.RunId], item.Outcome, item.Message, item.At)));
        }

        return [.. found.OrderByDescending(item => item.At).ThenByDescending(item => item.Id).Take(LatestItems)];
    }

    internal static ProductState StateOf(bool active, bool listed) => !listed ? ProductState.Gone : active ? ProductState.Active : ProductState.Inactive;

    /// <summary>Whether the items of the feed's runs are products.</summary>
    internal static bool IsAboutProducts(FeedKey feed) => ProductFeeds.Contains(feed);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>The list is sorted by name; the cursor names a product, and its name is looked up: addresses stay short and say nothing.</summary>
    private static async Task<IQueryable<Product>> WindowAsync(OrderSyncDb db, IQueryable<Product> products, IdCursor cursor, CancellationToken ct)
    {
        var back = cursor.Before is not null;
        if ((cursor.After ?? cursor.Before) is { } id
            && await db.Products.Where(product => product.Id == id).Select(product => product.Name).SingleOrDefaultAsync(ct) is { } name)
        {
            products = back
                ? products.Where(product => string.Compare(product.Name, name) <= 0 && (string.Compare(product.Name, name) < 0 || product.Id < id))
                : products.Where(product => string.Compare(product.Name, name) >= 0 && (string.Compare(product.Name, name) > 0 || product.Id > id));
        }

        return back
            ? products.OrderByDescending(product => product.Name).ThenByDescending(product => product.Id)
            : products.OrderBy(product => product.Name).ThenBy(product => product.Id);
    }

    private async Task<IReadOnlyList<ProductRow>> RowsAsync(OrderSyncDb db, IReadOnlyList<long> ids, CancellationToken ct)
    {
        var products = await db.Products.AsNoTracking().Where(row => ids.Contains(row.Id))
            .Select(row => new { row.Id, row.Name, row.Kind, row.Active, row.TaxRate }).ToDictionaryAsync(row => row.Id, ct);
        var variants = (await db.Variants.AsNoTracking().Where(row => ids.Contains(row.ProductId)).OrderBy(row => row.Position)
            .Select(row => new { row.ProductId, row.Sku, row.Ean, row.PriceNet, Gone = row.GoneAt != null }).ToListAsync(ct)).ToLookup(row => row.ProductId);
        var shops = (await db.Listings.AsNoTracking().Where(row => ids.Contains(row.ProductId) && row.GoneAt == null)
            .Select(row => new { row.ProductId, row.IntegrationId }).Distinct().ToListAsync(ct)).ToLookup(row => row.ProductId, row => row.IntegrationId);
        var locks = await LocksAsync(db, ids, ct);
        var images = await db.ImagesAsync(ids, ct);
        return
        [
            .. ids.Where(products.ContainsKey).Select(id =>
            {
                var product = products[id];
                var live = variants[id].Where(variant => !variant.Gone).ToList();
                var shown = live.Count > 0 ? live : [.. variants[id]];
                return new ProductRow
                {
                    Id = id,
                    Name = product.Name,
                    Kind = product.Kind,
                    State = StateOf(product.Active, live.Count > 0),
                    Sku = shown.Find(variant => variant.Sku.Length > 0)?.Sku ?? "",
                    Ean = shown.Find(variant => variant.Ean.Length > 0)?.Ean ?? "",
                    Variants = live.Count,
                    Price = PriceRange.Of([.. shown.Select(variant => variant.PriceNet)], product.TaxRate),
                    Shops = [.. shops[id].Order()],
                    Thumbnail = images[id].FirstOrDefault()?.Thumbnail ?? "",
                    Locks = [.. locks[id]],
                };
            }),
        ];
    }

    private async Task<ILookup<long, LockView>> LocksAsync(OrderSyncDb db, IReadOnlyList<long> ids, CancellationToken ct) =>
        (await db.ProductLocks.AsNoTracking().HoldingAt(Now).Where(row => ids.Contains(row.ProductId))
            .Select(row => new LockView(row.ProductId, row.Kind, row.Reason, row.Owner, row.Since, row.Until, row.HeldBackAt)).ToListAsync(ct))
        .OrderBy(row => row.Kind).ToLookup(row => row.ProductId);
}
