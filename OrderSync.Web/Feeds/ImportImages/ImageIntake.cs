using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Images;

namespace OrderSync.Web.Feeds.ImportImages;

/// <summary>Saves the pictures of one product as the shop shows them: which, in which order, and which variants they belong to.</summary>
internal sealed class ImageIntake(FeedContext context, ExternalImages shown, ImageWork work, IReadOnlyList<FetchedImage> fetched)
{
    private readonly long integration = context.Connection.IntegrationId;

    /// <summary>May be run again from the start.</summary>
    public async Task<RunCounts> SaveAsync(OrderSyncDb db, CancellationToken ct)
    {
        await db.ProductImages.Where(row => row.ProductId == work.ProductId && row.IntegrationId != integration).ExecuteDeleteAsync(ct);
        var had = await db.ProductImages.Include(row => row.Variants)
            .Where(row => row.IntegrationId == integration && row.ProductId == work.ProductId).ToDictionaryAsync(row => row.ExternalId, ct);
        var before = had.Count;
        foreach (var image in fetched)
        {
            await TakeAsync(db, had, image, ct);
        }

        db.ProductImages.RemoveRange(had.Values.Where(row => !shown.ImageIds.Contains(row.ExternalId)));
        foreach (var (index, id) in shown.ImageIds.Index())
        {
            if (had.TryGetValue(id, out var row))
            {
                (row.Position, row.IsCover) = (index + 1, index == 0);
                Link(row, VariantsOf(shown, id, work.Variants));
            }
        }

        var items = Items(before);
        await items.SaveAsync(db, ct);
        return items.Counts;
    }

    /// <summary>Variants of the hub that show a picture.</summary>
    public static IEnumerable<long> VariantsOf(ExternalImages shown, string image, IReadOnlyDictionary<string, long> variants) =>
        shown.Variants.Where(variant => variant.Value.Contains(image) && variants.ContainsKey(variant.Key)).Select(variant => variants[variant.Key]);

    private async Task TakeAsync(OrderSyncDb db, Dictionary<string, ProductImage> had, FetchedImage image, CancellationToken ct)
    {
        if (image.Original is null && !image.IsFinal)
        {
            return; // the next run asks again; a picture that was there before stays
        }

        if (!had.TryGetValue(image.ImageId, out var row))
        {
            row = new ProductImage { IntegrationId = integration, ProductId = work.ProductId, ExternalId = image.ImageId, Position = 0, IsCover = false, CheckedAt = context.Now };
            db.ProductImages.Add(had[image.ImageId] = row);
        }

        row.ImageId = image.Original is { } original ? await db.KeepAsync(original, context.Now, ct) : null;
        row.ThumbnailId = image.Thumbnail is { } small ? await db.KeepAsync(small, context.Now, ct) : null;
        row.Fault = image.Cause;
        row.CheckedAt = context.Now;
    }

    private static void Link(ProductImage row, IEnumerable<long> variants)
    {
        var wanted = variants.ToHashSet();
        row.Variants.RemoveAll(link => !wanted.Contains(link.VariantId));
        row.Variants.AddRange(wanted.Except(row.Variants.Select(link => link.VariantId)).ToList().ConvertAll(variant => new VariantImage { VariantId = variant }));
    }

    /// <summary>An item for the product, and one for each picture that could not be had.</summary>
    private Items Items(int before)
    {
        var items = new Items(context);
        var taken = fetched.Count(image => image.Original is not null);
        if (taken > 0 || fetched.Count == 0 || before > shown.ImageIds.Count)
        {
            items.Add(shown.ProductId, work.Name, before == 0 ? ItemOutcome.Created : ItemOutcome.Updated, "", taken == 0
                ? new Phrase("The order of its pictures, or which of them it shows, has changed")
                : new Phrase("Pictures downloaded: {0}", taken.ToString(CultureInfo.InvariantCulture)));
        }

        foreach (var image in fetched.Where(image => image.Problem is not null))
        {
            items.Add(shown.ProductId, work.Name, image.IsFinal ? ItemOutcome.Skipped : ItemOutcome.Failed, image.Cause, image.Problem);
        }

        return items;
    }
}
