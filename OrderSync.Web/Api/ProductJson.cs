using OrderSync.Domain.Catalog;
using OrderSync.Web.Features.Products;
using OrderSync.Web.Features.Suppliers;

namespace OrderSync.Web.Api;

/// <param name="HeldBackAt">When it last kept something from being overwritten.</param>
internal sealed record ApiLock(string Kind, string Reason, string Owner, DateTime Since, DateTime? Until, DateTime? HeldBackAt)
{
    public static ApiLock Of(LockView held) => new(ApiRequests.Spell(held.Kind), held.Reason, held.Owner, held.Since, held.Until, held.HeldBackAt);
}

/// <param name="Kept">Locks somebody changed since; they stay as they are.</param>
internal sealed record ApiUndone(string Id, int Products, int Locks, int Kept);

/// <param name="PriceNet">Without tax, in the currency of the shop that wrote it.</param>
/// <param name="Price">With tax; null when the shop does not say the rate.</param>
internal sealed record ApiVariant(
    long Id, int Position, string Name, string Sku, string Ean, string Upc, string Isbn, string Mpn, string PriceNet, string? Price, string Weight, DateTime? GoneAt)
{
    public static ApiVariant Of(Variant variant, decimal? taxRate) => new(
        variant.Id, variant.Position, variant.Name, variant.Sku, variant.Ean, variant.Upc, variant.Isbn, variant.Mpn, Money.Text(variant.PriceNet),
        taxRate is null ? null : Money.Text(PriceRange.WithTax(variant.PriceNet, taxRate)), Decimals.Text(variant.Weight), variant.GoneAt);
}

internal sealed record ApiVariantListing(long VariantId, string ExternalId, DateTime? GoneAt);

internal sealed record ApiListing(long Integration, string ExternalId, bool Active, DateTime SeenAt, DateTime? GoneAt, IReadOnlyList<ApiVariantListing> Variants)
{
    public static ApiListing Of(Listing listing) => new(
        listing.IntegrationId, listing.ExternalId, listing.Active, listing.SeenAt, listing.GoneAt,
        [.. listing.Variants.Select(row => new ApiVariantListing(row.VariantId, row.ExternalVariantId, row.GoneAt))]);
}

/// <param name="Url">Below the API, to be asked with the key.</param>
internal sealed record ApiImage(long Id, int Position, bool Cover, string Url, string ThumbnailUrl, int Width, int Height, IReadOnlyList<long> Variants)
{
    public static ApiImage Of(ImageView image) => new(
        image.Id, image.Position, image.IsCover, UrlOf(image.Hash), UrlOf(image.Thumbnail.Length > 0 ? image.Thumbnail : image.Hash), image.Width, image.Height, image.Variants);

    private static string UrlOf(string hash) => "/api/v1" + ImageView.UrlOf(hash);
}

/// <param name="Reference">The supplier's own number; may be empty.</param>
/// <param name="Price">Purchase price without tax; null when the shop does not say.</param>
internal sealed record ApiOffer(long VariantId, string Sku, long SupplierId, string Supplier, string Reference, string? Price, string Currency, bool Default)
{
    public static ApiOffer Of(OfferView offer) => new(
        offer.VariantId, offer.Sku, offer.SupplierId, offer.Supplier, offer.Reference, offer.Price is { } price ? Money.Text(price) : null, offer.Currency, offer.IsDefault);
}

/// <param name="State"><c>active</c>, <c>inactive</c> (switched off in the shop) or <c>gone</c> (no shop lists it).</param>
/// <param name="TaxRate">Percent; null when the shop does not say.</param>
internal sealed record ApiProduct(
    long Id, string Name, string Kind, string State, string Manufacturer, string Category, string? TaxRate, DateTime CreatedAt, DateTime UpdatedAt,
    IReadOnlyList<ApiVariant> Variants, IReadOnlyList<ProductText> Texts, IReadOnlyList<ApiListing> Listings, IReadOnlyList<ApiLock> Locks,
    IReadOnlyList<ApiOffer> Suppliers, IReadOnlyList<ApiImage> Images)
{
    public static ApiProduct Of(ProductDetails details)
    {
        var product = details.Product;
        return new(
            product.Id, product.Name, ApiRequests.Spell(product.Kind), ApiRequests.Spell(details.State), product.Manufacturer, product.Category,
            product.TaxRate is { } rate ? Decimals.Text(rate) : null, product.CreatedAt, product.UpdatedAt,
            [.. details.Variants.Select(variant => ApiVariant.Of(variant, product.TaxRate))], product.Texts,
            [.. details.Listings.Select(ApiListing.Of)], [.. details.Locks.Select(ApiLock.Of)],
            [.. details.Offers.Select(ApiOffer.Of)], [.. details.Images.Select(ApiImage.Of)]);
    }
}

internal static class Decimals
{
    /// <summary>Exact, with a point and no zeros at the end.</summary>
    public static string Text(decimal value) => value.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
}
