using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ExportProducts;

/// <summary>
/// Makes products in the shop that another integration brought and the shop does not list, switched off. That it is begun is stored before
/// anything is sent; a product whose making was begun is looked for by its reference, and listed when it is there.
/// </summary>
internal sealed class NewProductSender(ProductExportJob job)
{
    private const int AtOnce = 100;
    private const int LongestReference = 32;

    /// <returns>How many were made.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var made = 0;
        for (long? after = 0; after is { } start;)
        {
            var (page, next) = await job.ReadAsync(db => PageAsync(db, start, ct), ct);
            foreach (var product in page)
            {
                made += await MakeAsync(product, ct) ? 1 : 0;
            }

            after = next;
        }

        return made;
    }

    private async Task<(List<Product> Page, long? Next)> PageAsync(OrderSyncDb db, long after, CancellationToken ct)
    {
        var rows = await db.Products.AsNoTracking().Include(row => row.Variants)
            .Where(row => row.Id > after && row.Kind == ProductKind.Simple && !db.Listings.Any(listing => listing.ProductId == row.Id && listing.IntegrationId == job.IntegrationId))
            .OrderBy(row => row.Id).Take(AtOnce).ToListAsync(ct);
        return (rows.FindAll(IsTheirs), rows.Count < AtOnce ? null : rows[^1].Id);
    }

    private bool IsTheirs(Product product) => product.Variants.Count(variant => variant.GoneAt is null) == 1 && ProductExportPlanner.MayBeMade(product.Writers, job.IntegrationId);

    private async Task<bool> MakeAsync(Product product, CancellationToken ct)
    {
        var variant = product.Variants.Single(row => row.GoneAt is null);
        var known = await job.ReadAsync(db => db.NewProductExports.AsNoTracking().SingleOrDefaultAsync(row => row.IntegrationId == job.IntegrationId && row.ProductId == product.Id, ct), ct);
        if (variant.PriceNet <= 0 || product.Name.Length == 0 || (known?.Trouble is not null && !job.IsByHand && product.UpdatedAt <= known.TriedAt))
        {
            return false;
        }

        var isRepeat = known is { TriedAt: not null, Trouble: null };
        var reference = known?.Reference ?? ReferenceOf(product, variant);
        await job.SaveAsync((db, token) => IntendAsync(db, product.Id, reference, token), ct);
        var texts = product.Texts.Any(text => text.Name.Length > 0) ? product.Texts : [new ProductText("", product.Name, "", ""), .. product.Texts];
        var added = await job.Target.AddProductAsync(
            job.Context.Connection, new NewProduct(reference, variant.Ean, Math.Round(variant.PriceNet, 6), product.TaxRate, variant.Weight, texts) { IsRepeat = isRepeat }, ct);
        await job.Context.SaveAsync((db, token) => NoteAsync(db, product, variant, added, token), ct);
        return added.Result == CatalogSent.Written;
    }

    private async Task IntendAsync(OrderSyncDb db, long productId, string reference, CancellationToken ct)
    {
        var intent = await db.NewProductExports.SingleOrDefaultAsync(row => row.IntegrationId == job.IntegrationId && row.ProductId == productId, ct);
        if (intent is null)
        {
            db.NewProductExports.Add(intent = new NewProductExport { IntegrationId = job.IntegrationId, ProductId = productId, Reference = reference });
        }

        (intent.TriedAt, intent.Trouble) = (job.Context.Now, null);
    }

    private async Task<RunCounts> NoteAsync(OrderSyncDb db, Product product, Variant variant, CatalogAdded added, CancellationToken ct)
    {
        var intent = await db.NewProductExports.SingleAsync(row => row.IntegrationId == job.IntegrationId && row.ProductId == product.Id, ct);
        var taken = added.Result == CatalogSent.Written && await db.Listings.AnyAsync(row => row.IntegrationId == job.IntegrationId && row.ExternalId == added.Id, ct);
        var items = new Items(job.Context);
        if (added.Result == CatalogSent.Written && !taken)
        {
            db.NewProductExports.Remove(intent);
            db.Listings.Add(Listed(product, variant, added.Id));
            items.Add(added.Id, product.Name, ItemOutcome.Created, "", new Phrase("Made in the shop, switched off. Look at it there and switch it on."));
        }
        else
        {
            intent.Trouble = taken ? new Phrase("The shop's product {0} was imported as another product here meanwhile.", added.Id)
                : added.Result == CatalogSent.Unknown ? null : added.Message ?? new Phrase("The shop refused it.");
            items.Add(added.Id, product.Name, added.Result == CatalogSent.Unknown ? ItemOutcome.Waiting : ItemOutcome.Failed, added.Result == CatalogSent.Unknown ? "unknown" : "not-made", intent.Trouble ?? added.Message);
        }

        await items.SaveAsync(db, ct);
        return items.Counts;
    }

    /// <summary>Without a fingerprint: the next import looks at it anew.</summary>
    private Listing Listed(Product product, Variant variant, string externalId) => new()
    {
        IntegrationId = job.IntegrationId,
        ExternalId = externalId,
        ProductId = product.Id,
        ContentHash = "",
        Active = false,
        SeenAt = job.Context.Now,
        Variants = [new VariantListing { IntegrationId = job.IntegrationId, ExternalProductId = externalId, ExternalVariantId = "", VariantId = variant.Id }],
    };

    /// <summary>The product's own number, by which an import knows it too; one of ours where it has none a shop can be asked for.</summary>
    private static string ReferenceOf(Product product, Variant variant) =>
        variant.Sku is { Length: > 0 and <= LongestReference } sku && sku.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.') ? sku
            : string.Create(CultureInfo.InvariantCulture, $"OS-{product.Id}");
}
