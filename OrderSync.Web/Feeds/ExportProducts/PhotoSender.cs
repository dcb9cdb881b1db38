using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ExportProducts;

/// <summary>
/// Adds photos the shop does not have. The shop takes a photo as often as it is sent, and what it gives back is not what it was given, so
/// before each one is sent it is stored which photos the shop showed: after a lost answer the one that came since is ours.
/// </summary>
internal sealed class PhotoSender(ProductExportJob job)
{
    /// <returns>How many were added.</returns>
    public async Task<int> SendAsync(IReadOnlyList<(MasteredProduct Row, ShownProduct Shown)> products, CancellationToken ct)
    {
        var ids = products.Select(one => one.Row.Hub.ProductId).ToList();
        var (photos, known) = ids.Count == 0 ? ([], []) : await job.ReadAsync(db => LoadAsync(db, ids, ct), ct);
        var added = 0;
        foreach (var (row, shown) in products)
        {
            var masters = ProductExportPlanner.Masters(row.Hub.Writers, job.IntegrationId);
            var theirs = photos.Where(photo => photo.ProductId == row.Hub.ProductId).ToList();
            var own = theirs.Where(photo => photo.IntegrationId == job.IntegrationId).Select(photo => photo.Image.Hash).ToHashSet();
            var tried = known.Where(export => export.ListingId == row.Hub.ListingId).ToDictionary(export => export.Hash);
            var there = shown.ImageIds.ToList();
            foreach (var photo in theirs.Where(photo => masters.Contains(photo.IntegrationId) && !own.Contains(photo.Image.Hash)).DistinctBy(photo => photo.Image.Hash))
            {
                if (IsOpen(tried.GetValueOrDefault(photo.Image.Hash)))
                {
                    var result = await AddAsync(row.Hub, photo.Image, tried.GetValueOrDefault(photo.Image.Hash), there, ct);
                    added += result.Result == CatalogSent.Written ? 1 : 0;
                    there.Add(result.Id);
                }
            }
        }

        return added;
    }

    private bool IsOpen(ImageExport? tried) => tried is null || (tried.ExternalId.Length == 0 && (tried.Trouble is null || job.IsByHand));

    private static async Task<(List<Photo> Photos, List<ImageExport> Known)> LoadAsync(OrderSyncDb db, IReadOnlyCollection<long> products, CancellationToken ct)
    {
        var photos = await (
            from image in db.ProductImages.AsNoTracking()
            join stored in db.StoredImages.AsNoTracking() on image.ImageId equals stored.Id
            where products.Contains(image.ProductId)
            orderby image.ProductId, image.Position
            select new Photo(image.ProductId, image.IntegrationId, stored)).ToListAsync(ct);
        var listed = db.Listings.Where(row => products.Contains(row.ProductId)).Select(row => row.Id);
        return (photos, await db.ImageExports.AsNoTracking().Where(row => listed.Contains(row.ListingId)).ToListAsync(ct));
    }

    private async Task<CatalogAdded> AddAsync(ExportedProduct hub, StoredImage image, ImageExport? tried, IReadOnlyList<string> there, CancellationToken ct)
    {
        var path = job.Images.PathOf(image.Hash, image.Format);
        if (!File.Exists(path))
        {
            return await NoteAsync(hub, image, new CatalogAdded(CatalogSent.Refused, "", new Phrase("The photo's file is missing here. Send or import the photo again.")), ct);
        }

        // A refused one was never there, so what the shop shows now is what it showed before.
        var isRepeat = tried is { Trouble: null };
        var before = isRepeat ? tried!.Before : [.. there.Where(id => id.Length > 0)];
        await job.SaveAsync((db, token) => IntendAsync(db, hub, image, before, token), ct);
        var add = new ImageAdd(hub.ExternalId, image.Format, before) { IsRepeat = isRepeat };
        return await NoteAsync(hub, image, await job.Target.AddImageAsync(job.Context.Connection, add, () => File.OpenRead(path), ct), ct);
    }

    private async Task IntendAsync(OrderSyncDb db, ExportedProduct hub, StoredImage image, IReadOnlyList<string> before, CancellationToken ct)
    {
        if (await db.ImageExports.SingleOrDefaultAsync(row => row.ListingId == hub.ListingId && row.Hash == image.Hash, ct) is { } known)
        {
            (known.Before, known.TriedAt, known.Trouble) = (before, job.Context.Now, null);
            return;
        }

        db.ImageExports.Add(new ImageExport { IntegrationId = job.IntegrationId, ListingId = hub.ListingId, Hash = image.Hash, Before = before, TriedAt = job.Context.Now });
    }

    private async Task<CatalogAdded> NoteAsync(ExportedProduct hub, StoredImage image, CatalogAdded added, CancellationToken ct)
    {
        await job.Context.SaveAsync(async (db, token) =>
        {
            if (await db.ImageExports.SingleOrDefaultAsync(row => row.ListingId == hub.ListingId && row.Hash == image.Hash, token) is { } export)
            {
                (export.ExternalId, export.Trouble) = (added.Id, added.Result is CatalogSent.Refused or CatalogSent.NoProduct ? added.Message : null);
            }

            var items = new Items(job.Context);
            var (outcome, cause) = SentOutcome.Of(added.Result);
            items.Add(hub.ExternalId, hub.Name, outcome, cause, added.Message ?? new Phrase("Photo added."));
            await items.SaveAsync(db, token);
            return items.Counts;
        }, ct);
        return added;
    }

    private sealed record Photo(long ProductId, long IntegrationId, StoredImage Image);
}
