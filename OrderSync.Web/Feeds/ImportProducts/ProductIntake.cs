using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Feeds.ImportProducts;

/// <summary>What a feed wants of the products it reads.</summary>
public enum IntakeScope
{
    /// <summary>Only products the hub does not have from this shop.</summary>
    New,

    /// <summary>All: what is listed already takes over what changed.</summary>
    All,
}

/// <summary>Takes a page of a shop's catalogue in: decides each product, and saves products, listings, search words, counts and the cursor together.</summary>
/// <param name="isWhole">Whether the shop gave every list its products are made of.</param>
internal sealed class ProductIntake(FeedContext context, IntakeScope scope, bool isWhole, OrderSyncDb db)
{
    private readonly DateTime now = context.Now;
    private readonly List<FeedRunItem> items = [];
    private readonly List<Product> changed = [];
    private readonly List<Action> onceSaved = [];
    private readonly List<long> heldBack = [];
    private readonly List<long> offered = [];
    private RunCounts counts = new();

    public async Task<RunCounts> TakeAsync(ProductPage page, string? cursor, CancellationToken ct)
    {
        var known = await KnownProducts.LoadAsync(db, context.Connection.IntegrationId, page, toChange: scope == IntakeScope.All, ct);
        foreach (var shown in page.Products)
        {
            Take(shown, known);
        }

        foreach (var broken in page.Unreadable)
        {
            // It is there, only not readable now.
            known.Listings.GetValueOrDefault(broken.ExternalId)?.SeenAt = now;
            Count(broken.ExternalId, "", ItemOutcome.Failed, "unreadable", broken.Reason);
        }

        await db.SaveChangesAsync(ct);
        onceSaved.ForEach(add => add());
        await db.SaveChangesAsync(ct);
        if (offered.Count > 0)
        {
            // A product the hub had from elsewhere, which this shop says for the first time that it sells.
            await db.Products.Where(row => offered.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Active, true), ct);
        }

        if (changed.Count > 0)
        {
            await NoteHeldBackAsync(ct);
            await SaveWordsAsync(ct);
        }

        await db.BulkInsertAsync(items, ct);
        await db.Feeds.Where(row => row.Id == context.Feed.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, cursor), ct);
        return counts;
    }

    private void Take(ExternalProduct shown, KnownProducts known)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StoredJson.Write(shown))));
        var listing = known.Listings.GetValueOrDefault(shown.ExternalId);
        if (listing is not null && scope == IntakeScope.New)
        {
            return;
        }

        var decision = CatalogPlanner.Decide(shown, hash, listing is { GoneAt: not null } ? "" : listing?.ContentHash, known.HoldersOf(shown));
        listing?.SeenAt = now;
        listing?.GoneAt = null;
        switch (decision.Action)
        {
            case CatalogAction.Create:
                Add(shown, hash, known);
                Count(shown, ItemOutcome.Created, decision.Cause, decision.Message);
                break;
            case CatalogAction.Adopt:
                db.Listings.Add(NewListing(shown, decision.AdoptedProductId!.Value, hash, decision.AdoptedVariants));
                offered.AddRange(shown.Active ? [decision.AdoptedProductId!.Value] : []);
                Count(shown, ItemOutcome.Created, decision.Cause, decision.Message);
                break;
            case CatalogAction.Update:
                Update(shown, listing!, isWhole ? hash : "", known);
                break;
            case CatalogAction.Skip:
                Count(shown, ItemOutcome.Skipped, decision.Cause, decision.Message);
                break;
            default:
                counts = counts.Plus(ItemOutcome.Unchanged);
                break;
        }
    }

    private void Add(ExternalProduct shown, string hash, KnownProducts known)
    {
        var product = new Product { Name = "", Kind = shown.Kind, Active = shown.Active, CreatedAt = now, UpdatedAt = now };
        var variants = shown.Variants.Select((external, index) => (external.ExternalId, Variant: new Variant { Position = index + 1 }))
            .ToDictionary(pair => pair.ExternalId, pair => pair.Variant);
        product.Variants.AddRange(variants.Values);
        ProductUpdate.Apply(product, variants, shown, LockSet.None, Writer);
        db.Products.Add(product);
        known.Remember(shown);
        changed.Add(product);
        onceSaved.Add(() => db.Listings.Add(NewListing(shown, product.Id, hash, variants.ToDictionary(pair => pair.Key, pair => pair.Value.Id))));
    }

    private void Update(ExternalProduct shown, Listing listing, string hash, KnownProducts known)
    {
        var product = known.Products[listing.ProductId];
        shown = hash.Length > 0 ? shown : KeepWhatLacks(shown, product);
        var variants = known.VariantsOf(listing);
        foreach (var external in shown.Variants.Where(external => !variants.ContainsKey(external.ExternalId)))
        {
            variants[external.ExternalId] = AddVariant(product, listing, external);
        }

        MarkGone(listing, shown);
        var held = ProductUpdate.Apply(product, variants, shown, LockSet.At(known.LocksOf(product.Id), now), Writer);
        NoteHeldBack(product.Id, held, known);
        if (shown.Active != listing.Active)
        {
            // Only what the shop changed: what a pharmacy switched off since does not come back because the shop still says the same.
            product.Active = listing.Active = shown.Active;
        }

        // What a lock held back is looked at again by the next run.
        listing.ContentHash = held.Count == 0 ? hash : "";
        changed.Add(product);
        Count(shown, ItemOutcome.Updated, held.Count == 0 ? "" : "locked", held.Count == 0 ? null : HeldText(held));
    }

    /// <summary>A list the shop did not let us read leaves its fields empty: that is not what the shop says of the product.</summary>
    private static ExternalProduct KeepWhatLacks(ExternalProduct shown, Product product) => shown with
    {
        Manufacturer = shown.Manufacturer.Length > 0 ? shown.Manufacturer : product.Manufacturer,
        Category = shown.Category.Length > 0 ? shown.Category : product.Category,
        TaxRate = shown.TaxRate ?? product.TaxRate,
    };

    private Variant AddVariant(Product product, Listing listing, ExternalVariant external)
    {
        var variant = new Variant { Position = product.Variants.Select(row => row.Position).DefaultIfEmpty().Max() + 1 };
        product.Variants.Add(variant);
        onceSaved.Add(() => listing.Variants.Add(NewVariantListing(listing.ExternalId, external.ExternalId, variant.Id)));
        return variant;
    }

    private void MarkGone(Listing listing, ExternalProduct shown)
    {
        var shownIds = shown.Variants.Select(variant => variant.ExternalId).ToHashSet();
        foreach (var row in listing.Variants)
        {
            row.GoneAt = shownIds.Contains(row.ExternalVariantId) ? null : row.GoneAt ?? now;
        }
    }

    private void NoteHeldBack(long productId, IReadOnlyList<FieldGroup> held, KnownProducts known)
    {
        heldBack.AddRange(known.LocksOf(productId).Where(row => held.Any(group => LockSet.At([row], now).Holds(group))).Select(row => row.Id));
    }

    private static Phrase HeldText(IReadOnlyList<FieldGroup> held) => held.Contains(FieldGroup.Price) && held.Contains(FieldGroup.Texts)
        ? new Phrase("Locks kept the price and the texts as they are")
        : held.Contains(FieldGroup.Price) ? new Phrase("A lock kept the price as it is") : new Phrase("A lock kept the texts as they are");

    private FieldWriter Writer => new(FieldGroup.Texts, context.Connection.IntegrationId, context.Connection.Name, now);

    private Listing NewListing(ExternalProduct shown, long productId, string hash, IReadOnlyDictionary<string, long> variants) => new()
    {
        IntegrationId = context.Connection.IntegrationId,
        ExternalId = shown.ExternalId,
        ProductId = productId,
        ContentHash = hash,
        Active = shown.Active,
        SeenAt = now,
        Variants = [.. variants.Select(pair => NewVariantListing(shown.ExternalId, pair.Key, pair.Value))],
    };

    private VariantListing NewVariantListing(string productId, string externalId, long variantId) => new()
    {
        IntegrationId = context.Connection.IntegrationId,
        ExternalProductId = productId,
        ExternalVariantId = externalId,
        VariantId = variantId,
        StockDueAt = now,
    };

    /// <summary>Beside the tracked rows: a lock changed by somebody at this moment is no reason to fail.</summary>
    private Task<int> NoteHeldBackAsync(CancellationToken ct) => heldBack.Count == 0
        ? Task.FromResult(0)
        : db.ProductLocks.Where(row => heldBack.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.HeldBackAt, now), ct);

    private async Task SaveWordsAsync(CancellationToken ct)
    {
        var ids = changed.Select(product => product.Id).ToList();
        await db.ProductTerms.Where(term => ids.Contains(term.ProductId)).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(changed.SelectMany(product => SearchTerms.Of(product, product.Variants)).ToList(), ct);
    }

    private void Count(ExternalProduct shown, ItemOutcome outcome, string cause, Phrase? message) =>
        Count(shown.ExternalId, Label(shown), outcome, cause, message);

    private void Count(string externalId, string label, ItemOutcome outcome, string cause, Phrase? message)
    {
        counts = counts.Plus(outcome);
        items.Add(new FeedRunItem { RunId = context.RunId, ExternalId = externalId, Label = Cut(label, 200), Outcome = outcome, Cause = cause, Message = message, At = now });
    }

    private static string Label(ExternalProduct shown) =>
        shown.Variants is [{ Sku.Length: > 0 } only] ? $"{only.Sku} · {shown.Name}" : shown.Name;

    private static string Cut(string text, int length) => text.Length > length ? text[..length] : text;
}
