using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;

namespace OrderSync.Web.Data.Images;

/// <summary>Rows of pictures in the store.</summary>
public static class ImageRows
{
    /// <summary>The row of a picture, made when there is none. In the caller's transaction.</summary>
    public static async Task<long> KeepAsync(this OrderSyncDb db, ImageFile file, DateTime now, CancellationToken ct)
    {
        // Touching it first keeps a clean-up running elsewhere from taking it away before the caller points at it.
        if (await db.StoredImages.Where(row => row.Hash == file.Hash).ExecuteUpdateAsync(set => set.SetProperty(row => row.UsedAt, now), ct) == 0)
        {
            var added = new StoredImage { Hash = file.Hash, Format = file.Format, Size = file.Size, Width = file.Width, Height = file.Height, UsedAt = now };
            db.StoredImages.Add(added);
            await db.SaveChangesAsync(ct);
            return added.Id;
        }

        return await db.StoredImages.Where(row => row.Hash == file.Hash).Select(row => row.Id).SingleAsync(ct);
    }

    /// <summary>Removes rows nobody has pointed at for a while, and then files no row knows.</summary>
    /// <returns>How many files were removed.</returns>
    public static async Task<int> CleanUpAsync(this IDbContextFactory<OrderSyncDb> databases, ImageStore store, DateTime now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var old = now - ImageStore.Grace;
        await db.StoredImages
            .Where(row => row.UsedAt < old && !db.ProductImages.Any(image => image.ImageId == row.Id || image.ThumbnailId == row.Id)).ExecuteDeleteAsync(ct);
        return await store.SweepAsync(KnownAsync, ct);

        async Task<IReadOnlySet<string>> KnownAsync(IReadOnlyList<string> hashes)
        {
            var known = new HashSet<string>();
            foreach (var part in hashes.Chunk(500))
            {
                known.UnionWith(await db.StoredImages.Where(row => part.Contains(row.Hash)).Select(row => row.Hash).ToListAsync(ct));
            }

            return known;
        }
    }
}
