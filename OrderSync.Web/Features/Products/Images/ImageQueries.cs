using Microsoft.EntityFrameworkCore;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Products;

/// <summary>A picture of a product as pages show it.</summary>
/// <param name="Hash">Names the picture in its address.</param>
/// <param name="Thumbnail">A picture light enough for a list; empty when there is none.</param>
/// <param name="Variants">Variants it shows in particular.</param>
public sealed record ImageView(
    long Id, long ProductId, int Position, bool IsCover, string Hash, string Thumbnail, int Width, int Height, IReadOnlyList<long> Variants)
{
    public string Url => UrlOf(Hash);

    public static string UrlOf(string hash) => $"/images/{hash}";
}

internal static class ImageQueries
{
    /// <summary>A list loads fifty of them: what is heavier than this is not shown there.</summary>
    private const long LightEnough = 200_000;

    /// <summary>Pictures of the products that could be had, in their order.</summary>
    public static async Task<ILookup<long, ImageView>> ImagesAsync(this OrderSyncDb db, IReadOnlyList<long> products, CancellationToken ct)
    {
        var rows = await (
            from image in db.ProductImages.AsNoTracking().Where(row => products.Contains(row.ProductId))
            join file in db.StoredImages on image.ImageId equals (long?)file.Id
            join small in db.StoredImages on image.ThumbnailId equals (long?)small.Id into smaller
            from thumbnail in smaller.DefaultIfEmpty()
            orderby image.ProductId, image.Position
            select new { image.Id, image.ProductId, image.Position, image.IsCover, file.Hash, file.Size, Small = (string?)thumbnail.Hash, file.Width, file.Height }).ToListAsync(ct);
        var variants = (await db.VariantImages.AsNoTracking()
            .Where(link => db.ProductImages.Any(image => image.Id == link.ProductImageId && products.Contains(image.ProductId)))
            .Select(link => new { link.ProductImageId, link.VariantId }).ToListAsync(ct)).ToLookup(link => link.ProductImageId, link => link.VariantId);
        return rows.ToLookup(row => row.ProductId, row => new ImageView(
            row.Id, row.ProductId, row.Position, row.IsCover, row.Hash, row.Small ?? (row.Size <= LightEnough ? row.Hash : ""), row.Width, row.Height, [.. variants[row.Id].Order()]));
    }
}
