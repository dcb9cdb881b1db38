using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ExportProducts;

/// <summary>A listed product another integration masters something of, with what is known of its export.</summary>
/// <param name="UpdatedAt">State of the product this was read in.</param>
internal sealed record MasteredProduct(ExportedProduct Hub, ProductExport? Known, DateTime UpdatedAt);

/// <summary>Reads the products of a shop that may have something to send, page by page along their ids.</summary>
internal static class MasteredProducts
{
    public const int AtOnce = 200;

    /// <summary>How long what did not change here is not looked at in the shop.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromHours(24);

    /// <returns>The page, and the product after which the next one begins; null after the last.</returns>
    public static async Task<(IReadOnlyList<MasteredProduct> Page, long? Next)> PageAsync(this ProductExportJob job, OrderSyncDb db, long after, CancellationToken ct)
    {
        var (all, old) = (job.IsByHand, job.Context.Now - Rest);
        var rows = await (
            from listing in job.Listings(db).AsNoTracking()
            join product in db.Products.AsNoTracking() on listing.ProductId equals product.Id
            join export in db.ProductExports.AsNoTracking() on listing.Id equals export.ListingId into exports
            from export in exports.DefaultIfEmpty()
            where listing.ProductId > after && (all || export == null || export.ComparedAt == null || export.ComparedAt < product.UpdatedAt || export.LookedAt == null || export.LookedAt < old)
            orderby listing.ProductId, listing.Id
            select new { ListingId = listing.Id, listing.ExternalId, Product = product, Export = export }).Take(AtOnce).ToListAsync(ct);
        var owned = rows.Where(row => ProductExportPlanner.Masters(row.Product.Writers, job.IntegrationId).Count > 0).ToList();
        var ids = owned.ConvertAll(row => row.Product.Id);
        var locks = (await db.ProductLocks.AsNoTracking().Where(row => ids.Contains(row.ProductId)).ToListAsync(ct)).ToLookup(row => row.ProductId);
        var variants = await VariantsAsync(db, owned.ConvertAll(row => row.ListingId), ct);
        return ([.. owned.Select(row => new MasteredProduct(HubOf(row.ListingId, row.ExternalId, row.Product), row.Export, row.Product.UpdatedAt))], rows.Count < AtOnce ? null : rows[^1].Product.Id);

        ExportedProduct HubOf(long listing, string externalId, Product product) => new(listing, product.Id, externalId, product.Name)
        {
            Variants = [.. variants[listing]],
            TaxRate = product.TaxRate,
            Texts = product.Texts,
            Writers = product.Writers,
            Locks = LockSet.At(locks[product.Id], job.Context.Now),
            Couriers = product.Couriers,
            Language = job.LanguageOf(product),
        };
    }

    private static async Task<ILookup<long, ExportedVariant>> VariantsAsync(OrderSyncDb db, IReadOnlyCollection<long> listings, CancellationToken ct)
    {
        var rows = await (
            from listing in db.VariantListings.AsNoTracking()
            join variant in db.Variants.AsNoTracking() on listing.VariantId equals variant.Id
            where listings.Contains(listing.ListingId) && listing.GoneAt == null
            orderby listing.ListingId, variant.Position, listing.Id
            select new { listing.ListingId, variant.Id, listing.ExternalVariantId, variant.Name, variant.PriceNet }).ToListAsync(ct);
        return rows.ToLookup(row => row.ListingId, row => new ExportedVariant(row.Id, row.ExternalVariantId, row.Name, row.PriceNet));
    }
}
