using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Images;

namespace OrderSync.Web.Features.Products;

/// <summary>
/// Gives out pictures of the store by their content's name. Only what a row knows is given, under the type the content itself has shown; a picture never
/// changes under its address, so browsers may keep it.
/// </summary>
internal static class ImageEndpoint
{
    public const string Route = "/images/{hash}";

    /// <summary>Private: it is for those who are signed in.</summary>
    private const string ForEver = "private, max-age=31536000, immutable";

    public static async Task<IResult> GetAsync(
        string hash, HttpContext context, IDbContextFactory<OrderSyncDb> databases, ImageStore store, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var headers = context.Response.Headers;
        if (await db.StoredImages.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, ct) is not { } image || !store.Has(image.Hash, image.Format))
        {
            headers.CacheControl = "no-store";
            return TypedResults.NotFound();
        }

        headers.CacheControl = ForEver;
        headers.ContentDisposition = "inline";
        return TypedResults.PhysicalFile(store.PathOf(image.Hash, image.Format), TypeOf(image.Format), entityTag: new EntityTagHeaderValue($"\"{image.Hash}\""));
    }

    private static string TypeOf(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "image/jpeg",
        ImageFormat.Png => "image/png",
        ImageFormat.Gif => "image/gif",
        _ => "image/webp",
    };
}
