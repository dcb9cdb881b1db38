using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Support;

/// <summary>Suppliers, what they deliver, and pictures straight in the database.</summary>
internal static class SupplierRows
{
    public static async Task<long> AddSupplierAsync(this IDbContextFactory<OrderSyncDb> databases, long shop, string id, string name, DateTime? gone = null)
    {
        await using var db = databases.CreateDbContext();
        var supplier = new Supplier
        {
            IntegrationId = shop,
            ExternalId = id,
            Name = name,
            Words = SearchTerms.InOneText(name),
            Active = true,
            CreatedAt = Rows.Now,
            UpdatedAt = Rows.Now,
            SeenAt = Rows.Now,
            GoneAt = gone,
        };
        db.Suppliers.Add(supplier);
        await db.SaveChangesAsync();
        return supplier.Id;
    }

    /// <summary>The supplier delivers the first variant of the product.</summary>
    public static async Task AddOfferAsync(this IDbContextFactory<OrderSyncDb> databases, long shop, long supplier, long product, string reference, decimal? price)
    {
        await using var db = databases.CreateDbContext();
        var variant = await db.Variants.Where(row => row.ProductId == product).OrderBy(row => row.Position).Select(row => row.Id).FirstAsync();
        db.SupplierOffers.Add(new SupplierOffer
        {
            IntegrationId = shop,
            SupplierId = supplier,
            ProductId = product,
            VariantId = variant,
            Reference = reference,
            Price = price,
            Currency = "EUR",
            UpdatedAt = Rows.Now,
        });
        await db.SaveChangesAsync();
    }

    /// <summary>A picture of a product, as its row says; the file is another matter.</summary>
    public static async Task AddImageAsync(this IDbContextFactory<OrderSyncDb> databases, long shop, long product, string hash)
    {
        await using var db = databases.CreateDbContext();
        var image = new StoredImage { Hash = hash, Format = ImageFormat.Png, Size = 100, Width = 10, Height = 20, UsedAt = Rows.Now };
        db.StoredImages.Add(image);
        await db.SaveChangesAsync();
        db.ProductImages.Add(new ProductImage { IntegrationId = shop, ProductId = product, ExternalId = "5", Position = 1, IsCover = true, ImageId = image.Id, CheckedAt = Rows.Now });
        await db.SaveChangesAsync();
    }
}
