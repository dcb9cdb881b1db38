using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>A variant as far as its price goes.</summary>
/// <param name="Difference">To the product's price.</param>
internal sealed record PricedCombination(long Id, string Product, decimal Difference)
{
    public static readonly string[] Fields = ["id", "id_product", "price"];

    /// <exception cref="FormatException">A number in it is none.</exception>
    public static PricedCombination Parse(WireRecord record) => new(record.Id, record["id_product"], record.Amount("price"));
}

/// <summary>Reads what the shop shows of named products, as far as it may be changed: one request for up to two hundred of them, one more for their variants.</summary>
internal sealed class CatalogLook(PrestaShopClient client, KeyedReader keyed, PageReader pages, TimeProvider clock)
{
    private static readonly string[] Fields = ["id", "price", "id_tax_rules_group", "name", "description", "description_short", "images[id]", "combinations[id]"];

    public Task<CatalogTerms> TermsAsync(ShopAccess shop, ShopMemory memory, CancellationToken ct) => CatalogTerms.ForAsync(client, pages, shop, memory, clock, ct);

    public async Task<IReadOnlyList<ShownProduct>> ReadAsync(ShopAccess shop, ShopMemory memory, IEnumerable<string> ids, CancellationToken ct)
    {
        var terms = await TermsAsync(shop, memory, ct);
        var numbers = ids.Where(id => id.Length > 0 && id.All(char.IsAsciiDigit));
        var read = await keyed.ReadAsync(shop, ShopQuery.Of("products").Display(Fields), "id", numbers, (record, answer) => Note(memory, answer, record), record => record["id"], ct);
        var variants = await VariantsAsync(shop, memory, [.. read.All.Where(record => record.Ids("combinations").Length > 0).Select(record => record["id"])], ct);
        var products = new List<ShownProduct>();
        foreach (var record in read.All)
        {
            var rate = await terms.RateAsync(OrderDraft.Reference(record, "id_tax_rules_group"), ct);
            products.Add(new ShownProduct(record["id"], record.Amount("price"), rate, Texts(record, terms), record.Ids("images"))
            {
                Variants = [.. variants[record["id"]].Select(variant => new ShownVariant(PageReader.Text(variant.Id), record.Amount("price") + variant.Difference))],
            });
        }

        return products;
    }

    private async Task<ILookup<string, PricedCombination>> VariantsAsync(ShopAccess shop, ShopMemory memory, IReadOnlyCollection<string> products, CancellationToken ct)
    {
        if (products.Count == 0)
        {
            return Enumerable.Empty<PricedCombination>().ToLookup(variant => variant.Product);
        }

        var list = new IdList<PricedCombination>(memory.PricedCombinations, memory.CombinationPage, (record, _) => PricedCombination.Parse(record), variant => variant.Id);
        return (await keyed.ReadManyAsync(shop, list, "id_product", products, variant => variant.Product, ct)).Rows;
    }

    /// <summary>Pictures the shop shows of a product; null when it does not have the product.</summary>
    public async Task<IReadOnlyList<string>?> ImagesAsync(ShopAccess shop, string id, CancellationToken ct)
    {
        var read = await keyed.ReadAsync(
            shop, ShopQuery.Of("products").Display("id", "images[id]"), "id", [id], (record, _) => record, record => record["id"], ct);
        return read.Rows[id].FirstOrDefault()?.Ids("images");
    }

    /// <summary>Products with a reference, the oldest first.</summary>
    public async Task<IReadOnlyList<string>> WithReferenceAsync(ShopAccess shop, string reference, CancellationToken ct)
    {
        var query = ShopQuery.Of("products").Display("id", "reference").AnyOf("reference", [reference]).Sort("id");
        var found = await client.ListAsync(shop, query, record => (record.Id, Reference: record["reference"]), ct);
        return [.. found.Where(product => product.Reference.Equals(reference, StringComparison.OrdinalIgnoreCase)).Select(product => PageReader.Text(product.Id))];
    }

    private static WireRecord Note(ShopMemory memory, ShopAnswer answer, WireRecord record)
    {
        memory.Note(answer);
        return record;
    }

    private static List<ProductText> Texts(WireRecord record, CatalogTerms terms)
    {
        var (names, summaries, descriptions) = (record.Texts("name"), record.Texts("description_short"), record.Texts("description"));
        return
        [
            .. names.Concat(summaries).Concat(descriptions).Where(text => text.Text.Length > 0).Select(text => text.Language).Distinct()
                .Select(language => new ProductText(terms.Settings.IsoCodes.GetValueOrDefault(language, language), Of(names, language), Of(summaries, language), Of(descriptions, language))),
        ];
    }

    private static string Of(IReadOnlyList<(string Language, string Text)> texts, string language) => texts.FirstOrDefault(text => text.Language == language).Text ?? "";
}
