using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Images;

namespace OrderSync.Web.Feeds.ImportImages;

internal enum ImageWorkKind
{
    /// <summary>The hub shows what the shop shows.</summary>
    None,

    /// <summary>Something is to be downloaded, put in another order or taken away.</summary>
    Change,

    /// <summary>The hub does not have the product.</summary>
    Unknown,

    /// <summary>A lock on everything keeps the pictures as they are.</summary>
    Locked,

    /// <summary>Another shop keeps the pictures of the product.</summary>
    Foreign,
}

/// <summary>What is to be done about the pictures of a product.</summary>
/// <param name="Missing">The shop's ids of pictures to be downloaded.</param>
internal sealed record ImageWork(ImageWorkKind Kind, long ProductId, string Name, IReadOnlyList<string> Missing, IReadOnlyDictionary<string, long> Variants)
{
    public static ImageWork Of(ImageWorkKind kind, long product = 0, string name = "") => new(kind, product, name, [], new Dictionary<string, long>());
}

/// <summary>What the hub has of the pictures of one page of products.</summary>
internal sealed class KnownImages
{
    /// <summary>A picture that was refused for what it is, is asked for again after so long.</summary>
    private static readonly TimeSpan RefusedFor = TimeSpan.FromDays(7);

    private readonly List<long> heldBack = [];
    private readonly FeedContext context;
    private readonly ImageStore store;
    private Dictionary<string, Listing> listings = [];
    private Dictionary<long, string> names = [];
    private ILookup<long, ProductImage> images = Array.Empty<ProductImage>().ToLookup(row => row.ProductId);
    private Dictionary<long, StoredImage> files = [];
    private ILookup<long, ProductLock> locks = Array.Empty<ProductLock>().ToLookup(row => row.ProductId);
    private HashSet<long> foreign = [];

    private KnownImages(FeedContext context, ImageStore store) => (this.context, this.store) = (context, store);

    public static async Task<KnownImages> LoadAsync(IDbContextFactory<OrderSyncDb> databases, FeedContext context, ImagePage page, ImageStore store, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var integration = context.Connection.IntegrationId;
        var ids = page.Products.Select(product => product.ProductId).Concat(page.Unreadable.Select(product => product.ExternalId)).ToList();
        var known = new KnownImages(context, store)
        {
            listings = await db.Listings.AsNoTracking().Include(row => row.Variants)
                .Where(row => row.IntegrationId == integration && row.GoneAt == null && ids.Contains(row.ExternalId)).ToDictionaryAsync(row => row.ExternalId, ct),
        };
        await known.LoadAsync(db, integration, [.. known.listings.Values.Select(row => row.ProductId)], ct);
        return known;
    }

    public string NameOf(string externalId) => listings.GetValueOrDefault(externalId) is { } listing ? names.GetValueOrDefault(listing.ProductId, "") : "";

    public ImageWork Judge(ExternalImages shown)
    {
        if (!listings.TryGetValue(shown.ProductId, out var listing))
        {
            return ImageWork.Of(shown.ImageIds.Count == 0 ? ImageWorkKind.None : ImageWorkKind.Unknown);
        }

        var (product, had) = (listing.ProductId, images[listing.ProductId].ToDictionary(row => row.ExternalId));
        if (had.Count == 0 && foreign.Contains(product))
        {
            return ImageWork.Of(ImageWorkKind.Foreign);
        }

        var variants = listing.Variants.ToDictionary(row => row.ExternalVariantId, row => row.VariantId);
        var missing = shown.ImageIds.Where(id => !had.TryGetValue(id, out var row) || !IsSettled(row)).ToList();
        if (missing.Count == 0 && IsSame(shown, had, variants))
        {
            return ImageWork.Of(ImageWorkKind.None);
        }

        return LockSet.At(locks[product], context.Now).HoldsAll ? ImageWork.Of(ImageWorkKind.Locked, product, names[product])
            : new ImageWork(ImageWorkKind.Change, product, names[product], missing, variants);
    }

    /// <summary>Counts a product that is not changed, and says why where somebody may wonder.</summary>
    public void Note(Items items, ExternalImages shown, ImageWork work)
    {
        if (work.Kind == ImageWorkKind.Locked)
        {
            heldBack.AddRange(locks[work.ProductId].Where(row => row.Kind == LockKind.All).Select(row => row.Id));
            items.Add(shown.ProductId, work.Name, ItemOutcome.Skipped, "locked", new Phrase("A lock on everything kept the pictures as they are"));
        }
        else if (work.Kind == ImageWorkKind.Unknown)
        {
            items.Add(shown.ProductId, "", ItemOutcome.Skipped, "unknown-product",
                new Phrase("The hub does not have this product (yet). Its pictures come with the next run after 'Import new products' has taken it in."));
        }
        else
        {
            items.Add(shown.ProductId, "", ItemOutcome.Unchanged);
        }
    }

    public Task SaveHeldBackAsync(OrderSyncDb db, CancellationToken ct)
    {
        var now = context.Now;
        return heldBack.Count == 0 ? Task.CompletedTask
            : db.ProductLocks.Where(row => heldBack.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.HeldBackAt, now), ct);
    }

    private async Task LoadAsync(OrderSyncDb db, long integration, List<long> products, CancellationToken ct)
    {
        names = await db.Products.Where(row => products.Contains(row.Id)).Select(row => new { row.Id, row.Name }).ToDictionaryAsync(row => row.Id, row => row.Name, ct);
        images = (await db.ProductImages.AsNoTracking().Include(row => row.Variants)
            .Where(row => row.IntegrationId == integration && products.Contains(row.ProductId)).ToListAsync(ct)).ToLookup(row => row.ProductId);
        files = await db.StoredImages.AsNoTracking()
            .Where(row => db.ProductImages.Any(image => image.ImageId == row.Id && image.IntegrationId == integration && products.Contains(image.ProductId))).ToDictionaryAsync(row => row.Id, ct);
        locks = (await db.ProductLocks.AsNoTracking().Where(row => products.Contains(row.ProductId)).ToListAsync(ct)).ToLookup(row => row.ProductId);
        // Another shop keeps the pictures as long as it lists the product, and a pharmacy as long as it has it.
        foreign = [.. await db.ProductImages.Where(row => row.IntegrationId != integration && products.Contains(row.ProductId)
            && (db.Listings.Any(other => other.IntegrationId == row.IntegrationId && other.ProductId == row.ProductId && other.GoneAt == null)
                || db.PharmacyItems.Any(item => item.IntegrationId == row.IntegrationId && db.Variants.Any(variant => variant.Id == item.VariantId && variant.ProductId == row.ProductId)))).Select(row => row.ProductId).Distinct().ToListAsync(ct)];
    }

    /// <summary>A row whose file is lost, for example after a restore, is downloaded again.</summary>
    private bool IsSettled(ProductImage row) => row.ImageId is { } id
        ? files.GetValueOrDefault(id) is { } file && store.Has(file.Hash, file.Format)
        : row.CheckedAt > context.Now - RefusedFor;

    private static bool IsSame(ExternalImages shown, Dictionary<string, ProductImage> had, Dictionary<string, long> variants) =>
        had.Count == shown.ImageIds.Count
        && shown.ImageIds.Index().All(image => had[image.Item].Position == image.Index + 1)
        && shown.ImageIds.All(id => had[id].Variants.Select(row => row.VariantId).ToHashSet().SetEquals(ImageIntake.VariantsOf(shown, id, variants)));
}
