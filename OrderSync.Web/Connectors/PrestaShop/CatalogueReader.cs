using System.Runtime.CompilerServices;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Reads products page by page along their ids, the variants of a page with one request, everything else once.</summary>
internal sealed class CatalogueReader(PrestaShopClient client, PageReader pages, KeyedReader keyed)
{
    public async IAsyncEnumerable<ProductPage> ReadAsync(
        ShopAccess shop, ShopMemory memory, CatalogueCursor cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        var lists = new CatalogueLists(pages, client, shop);
        foreach (var asked in cursor.Drafts.Chunk(memory.ProductPage.Rows))
        {
            var finished = await FinishedAsync(shop, memory, lists, asked, ct);
            cursor = cursor.AfterAsking(asked, finished.StillDrafts);
            if (finished.StillDrafts.Count < asked.Length)
            {
                yield return finished.ToPage(cursor, lists);
            }
        }

        var progress = new ReadProgress();
        for (var above = cursor.LastId; ;)
        {
            var list = await pages.NextAsync(shop, Products(memory), above, _ => true, ct);
            var page = await CompleteAsync(shop, memory, lists, list.Records, list.Bad, ct);
            cursor = cursor.AfterPage(list.Listed, page.StillDrafts);
            progress.Add(list.Listed.Count, page.Products.Count + page.Unreadable.Count, above, cursor.LastId);
            if (!list.IsLast && progress.Newest == 0)
            {
                progress.Newest = await pages.NewestAsync(shop, "products", ct);
            }

            yield return page.ToPage(cursor, lists) with { EstimatedTotal = list.IsLast ? progress.Read : progress.Estimate };
            if (list.IsLast)
            {
                yield break;
            }

            above = cursor.LastId;
        }
    }

    private static IdList<ProductDraft> Products(ShopMemory memory) =>
        new(memory.Products, memory.ProductPage, (record, _) => ProductDraft.Parse(record), draft => draft.Id) { Note = memory.Note };

    private static IdList<Combination> Combinations(ShopMemory memory) =>
        new(memory.Combinations, memory.CombinationPage, (record, _) => Combination.Parse(record), combination => combination.Id) { Note = memory.Note };

    /// <summary>What became of drafts; those that still are none of the caller's business are left out.</summary>
    private async Task<Page> FinishedAsync(ShopAccess shop, ShopMemory memory, CatalogueLists lists, long[] drafts, CancellationToken ct)
    {
        var read = await pages.NamedAsync(shop, Products(memory), drafts, ct);
        var page = await CompleteAsync(shop, memory, lists, read.All.Where(product => !product.IsDraft), read.Bad, ct);
        return page with { StillDrafts = [.. read.All.Where(product => product.IsDraft).Select(product => product.Id)] };
    }

    private async Task<Page> CompleteAsync(
        ShopAccess shop, ShopMemory memory, CatalogueLists lists, IEnumerable<ProductDraft> read, IReadOnlyDictionary<string, BadRecord> bad, CancellationToken ct)
    {
        var drafts = read.OrderBy(draft => draft.Id).ToList();
        var combinations = await CombinationsAsync(shop, memory, drafts, ct);
        await lists.PrepareAsync(drafts, [.. combinations.All], ct);
        var unreadable = bad.Select(record => new UnreadableProduct(record.Key, record.Value.Reason, record.Value.Excerpt)).ToList();
        var products = new List<ExternalProduct>();
        foreach (var draft in drafts)
        {
            if (combinations.Bad.TryGetValue(draft.ExternalId, out var broken))
            {
                var reason = new Phrase("The product's variants cannot be read: {0}", broken.Reason.ToString());
                unreadable.Add(new UnreadableProduct(draft.ExternalId, reason, broken.Excerpt));
            }
            else
            {
                products.Add(Complete(draft, [.. combinations.Rows[draft.ExternalId].OrderBy(combination => combination.Id)], lists));
            }
        }

        return new Page(products, unreadable, [.. drafts.Where(draft => draft.IsDraft).Select(draft => draft.Id)]);
    }

    /// <summary>A combination without any option value does not exist: a shop that shows only such has left them out of a narrow answer.</summary>
    private async Task<KeyedRecords<Combination>> CombinationsAsync(ShopAccess shop, ShopMemory memory, IReadOnlyList<ProductDraft> drafts, CancellationToken ct)
    {
        while (true)
        {
            var read = await keyed.ReadManyAsync(
                shop, Combinations(memory), "id_product", drafts.Select(draft => draft.ExternalId), combination => combination.Product, ct);
            var isBare = read.Rows.Count > 0 && read.All.All(combination => combination.Values.Count == 0);
            if (!isBare || !memory.Combinations.Widen())
            {
                return read;
            }
        }
    }

    private static ExternalProduct Complete(ProductDraft draft, IReadOnlyList<Combination> combinations, CatalogueLists lists)
    {
        var settings = lists.Settings;
        var texts = draft.Texts.Select(text => text.Value with { Language = settings.IsoCodes.GetValueOrDefault(text.Key, text.Key) });
        var named = draft.Texts.GetValueOrDefault(settings.Language) is { Name.Length: > 0 } wanted ? wanted
            : draft.Texts.Values.FirstOrDefault(text => text.Name.Length > 0);
        return new ExternalProduct
        {
            ExternalId = draft.ExternalId,
            Kind = combinations.Count > 0 ? ProductKind.Variants : draft.Kind,
            IsDraft = draft.IsDraft,
            Active = draft.Active,
            Name = named?.Name ?? "",
            Texts = [.. texts.OrderBy(text => text.Language, StringComparer.Ordinal)],
            Manufacturer = lists.ManufacturerOf(draft),
            Category = lists.CategoryOf(draft),
            TaxRate = lists.TaxOf(draft),
            ImageIds = draft.Images,
            SupplierId = draft.Supplier,
            Variants = combinations.Count == 0
                ? [draft.Itself with { Weight = draft.Itself.Weight * settings.KilogramsPerUnit }]
                : [.. combinations.Select(combination => Variant(draft, combination, lists))],
        };
    }

    private static ExternalVariant Variant(ProductDraft product, Combination combination, CatalogueLists lists) => combination.Codes with
    {
        Name = lists.NameOf(combination),
        PriceNet = product.Itself.PriceNet + combination.PriceDifference,
        Weight = (product.Itself.Weight + combination.WeightDifference) * lists.Settings.KilogramsPerUnit,
    };

    private sealed record Page(IReadOnlyList<ExternalProduct> Products, IReadOnlyList<UnreadableProduct> Unreadable, IReadOnlyList<long> StillDrafts)
    {
        public ProductPage ToPage(CatalogueCursor cursor, CatalogueLists lists) =>
            new(Products, Unreadable, cursor.ToJson()) { Lacking = lists.TakeTroubles() };
    }
}
