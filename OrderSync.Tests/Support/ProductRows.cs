using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Support;

/// <summary>Products straight in the database, with their listings and search words.</summary>
internal static class ProductRows
{
    public static readonly Actor Staff = new(ActorKind.Person, "7", "Stan", Role.Staff);

    /// <summary>Adds a product with one variant for each SKU, listed by the shop under the id when one is given.</summary>
    public static Task<long> AddProductAsync(
        this IDbContextFactory<OrderSyncDb> databases, string name, string[] skus, (long Shop, string Id)? listed = null, Action<Product>? change = null) =>
        databases.InTransactionAsync(async (db, ct) =>
        {
            var product = new Product
            {
                Name = name,
                Kind = skus.Length > 1 ? ProductKind.Variants : ProductKind.Simple,
                Active = true,
                TaxRate = 23,
                CreatedAt = Rows.Now,
                UpdatedAt = Rows.Now,
                Stamp = Guid.NewGuid(),
                Variants = [.. skus.Select((sku, index) => new Variant { Position = index + 1, Sku = sku, PriceNet = 10 + index, Name = skus.Length > 1 ? sku : "" })],
            };
            change?.Invoke(product);
            db.Products.Add(product);
            await db.SaveChangesAsync(ct);
            if (listed is { } place)
            {
                db.Listings.Add(ListingOf(product, place.Shop, place.Id));
                await db.SaveChangesAsync(ct);
            }

            await db.BulkInsertAsync(SearchTerms.Of(product, product.Variants).ToList(), ct);
            return product.Id;
        }, default);

    public static async Task AddLockAsync(
        this IDbContextFactory<OrderSyncDb> databases, long product, LockKind kind, DateTime? until = null, DateTime? heldBack = null, string reason = "Sale")
    {
        await using var db = databases.CreateDbContext();
        db.ProductLocks.Add(new ProductLock
        {
            ProductId = product,
            Kind = kind,
            Reason = reason,
            Owner = "Kasia",
            Since = Rows.Now.AddDays(-1),
            Until = until,
            HeldBackAt = heldBack,
            Stamp = Guid.NewGuid(),
        });
        await db.SaveChangesAsync();
    }

    public static async Task<List<ProductLock>> LocksAsync(this IDbContextFactory<OrderSyncDb> databases)
    {
        await using var db = databases.CreateDbContext();
        return [.. (await db.ProductLocks.AsNoTracking().ToListAsync()).OrderBy(row => row.ProductId).ThenBy(row => row.Kind)];
    }

    internal static Listing ListingOf(Product product, long shop, string id) => new()
    {
        IntegrationId = shop,
        ExternalId = id,
        ProductId = product.Id,
        ContentHash = "",
        Active = true,
        SeenAt = Rows.Now,
        Variants =
        [
            .. product.Variants.Select(variant => new VariantListing
            {
                IntegrationId = shop,
                ExternalProductId = id,
                ExternalVariantId = product.Variants.Count > 1 ? $"{id}{variant.Position}" : "",
                VariantId = variant.Id,
            }),
        ],
    };
}
