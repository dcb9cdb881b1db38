using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ImportSuppliers;

/// <summary>Takes in who delivers the products of one page: offers, items, counts and the cursor in one transaction.</summary>
internal sealed class OfferIntake(FeedContext context, OrderSyncDb db)
{
    private readonly DateTime now = context.Now;
    private readonly long integration = context.Connection.IntegrationId;
    private readonly Items items = new(context);

    private Dictionary<string, Listing> listings = [];
    private Dictionary<string, long> suppliers = [];
    private Dictionary<long, string> names = [];
    private ILookup<long, SupplierOffer> known = Array.Empty<SupplierOffer>().ToLookup(row => row.ProductId);

    /// <summary>Rows whose supplier the shop does not have.</summary>
    public int Strangers { get; private set; }

    public async Task<RunCounts> TakeAsync(OfferPage page, CancellationToken ct)
    {
        await LoadAsync(page, ct);
        foreach (var shown in page.Products)
        {
            Take(shown);
        }

        foreach (var broken in page.Unreadable)
        {
            items.Add(broken.ExternalId, NameOf(broken.ExternalId), ItemOutcome.Failed, "unreadable", broken.Reason);
        }

        await items.SaveAsync(db, ct);
        await db.Feeds.Where(row => row.Id == context.Feed.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, page.Cursor), ct);
        return items.Counts;
    }

    private async Task LoadAsync(OfferPage page, CancellationToken ct)
    {
        var ids = page.Products.Select(product => product.ProductId).Concat(page.Unreadable.Select(product => product.ExternalId)).ToList();
        listings = await db.Listings.AsNoTracking().Include(row => row.Variants)
            .Where(row => row.IntegrationId == integration && row.GoneAt == null && ids.Contains(row.ExternalId)).ToDictionaryAsync(row => row.ExternalId, ct);
        suppliers = await db.Suppliers.Where(row => row.IntegrationId == integration && row.GoneAt == null).ToDictionaryAsync(row => row.ExternalId, row => row.Id, ct);
        var products = listings.Values.Select(row => row.ProductId).ToList();
        names = await db.Products.Where(row => products.Contains(row.Id)).Select(row => new { row.Id, row.Name }).ToDictionaryAsync(row => row.Id, row => row.Name, ct);
        known = (await db.SupplierOffers.Where(row => row.IntegrationId == integration && products.Contains(row.ProductId)).ToListAsync(ct)).ToLookup(row => row.ProductId);
    }

    private void Take(ProductOffers shown)
    {
        var offers = shown.Offers.Where(offer => suppliers.ContainsKey(offer.SupplierId)).ToList();
        Strangers += shown.Offers.Count - offers.Count;
        if (!listings.TryGetValue(shown.ProductId, out var listing))
        {
            items.Add(shown.ProductId, "", offers.Count == 0 ? ItemOutcome.Unchanged : ItemOutcome.Skipped, "unknown-product",
                new Phrase("The hub does not have this product (yet). Its suppliers come with the next run after 'Import new products' has taken it in."));
            return;
        }

        var wanted = Wanted(shown with { Offers = offers }, listing);
        var outcome = Merge(shown, listing, wanted, known[listing.ProductId].ToDictionary(row => (row.SupplierId, row.VariantId)));
        items.Add(shown.ProductId, NameOf(shown.ProductId), outcome, shown.Repeated > 0 ? "repeated-offer" : "", shown.Repeated > 0
            ? new Phrase("The shop names a supplier of this product more than once and says different things. The oldest entry was taken; delete the others in the shop.")
            : null);
    }

    /// <summary>
    /// What each variant's suppliers are: its own row before that of the product as a whole. A default supplier counts even where no row names it.
    /// </summary>
    private Dictionary<(long Supplier, long Variant), ExternalOffer> Wanted(ProductOffers shown, Listing listing)
    {
        var wanted = new Dictionary<(long Supplier, long Variant), ExternalOffer>();
        var live = listing.Variants.Where(row => row.GoneAt is null).ToList();
        var isNamed = shown.Offers.Any(offer => offer.SupplierId == shown.DefaultSupplierId);
        var all = isNamed || !suppliers.ContainsKey(shown.DefaultSupplierId) ? shown.Offers
            : [.. shown.Offers, new ExternalOffer(shown.DefaultSupplierId, "", "", null, "")];
        foreach (var offer in all.OrderBy(offer => offer.VariantId.Length > 0))
        {
            foreach (var variant in live.Where(row => offer.VariantId.Length == 0 || offer.VariantId == row.ExternalVariantId))
            {
                wanted[(suppliers[offer.SupplierId], variant.VariantId)] = offer;
            }
        }

        return wanted;
    }

    private ItemOutcome Merge(
        ProductOffers shown, Listing listing, Dictionary<(long Supplier, long Variant), ExternalOffer> wanted, Dictionary<(long Supplier, long Variant), SupplierOffer> had)
    {
        var (before, changed) = (had.Values.Count(row => row.GoneAt is null), 0);
        foreach (var (key, offer) in wanted)
        {
            if (!had.TryGetValue(key, out var row))
            {
                row = new SupplierOffer
                {
                    IntegrationId = integration,
                    SupplierId = key.Supplier,
                    ProductId = listing.ProductId,
                    VariantId = key.Variant,
                    UpdatedAt = now,
                    GoneAt = now, // until it is copied
                };
                db.SupplierOffers.Add(row);
            }

            changed += Copy(row, offer, offer.SupplierId == shown.DefaultSupplierId) ? 1 : 0;
        }

        foreach (var row in had.Values.Where(row => row.GoneAt is null && !wanted.ContainsKey((row.SupplierId, row.VariantId))))
        {
            row.GoneAt = row.UpdatedAt = now;
            changed++;
        }

        return changed == 0 ? ItemOutcome.Unchanged : before == 0 ? ItemOutcome.Created : ItemOutcome.Updated;
    }

    /// <returns>Whether anything is different now.</returns>
    private bool Copy(SupplierOffer row, ExternalOffer offer, bool isDefault)
    {
        // Without the list of currencies the shop says nothing of them: what the hub has is kept.
        var currency = offer.Currency.Length > 0 ? offer.Currency : row.Currency;
        if (row.GoneAt is null && (row.Reference, row.Price, row.Currency, row.IsDefault) == (offer.Reference, offer.Price, currency, isDefault))
        {
            return false;
        }

        (row.Reference, row.Price, row.Currency, row.IsDefault, row.GoneAt, row.UpdatedAt) = (offer.Reference, offer.Price, currency, isDefault, null, now);
        return true;
    }

    private string NameOf(string externalId) => listings.GetValueOrDefault(externalId) is { } listing ? names.GetValueOrDefault(listing.ProductId, "") : "";
}
