using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

internal sealed record Category(string Parent, string Name, bool IsRoot);

/// <param name="Group">Id of the option (size, colour …) it is a value of.</param>
internal sealed record OptionValue(string Group, string Name, long Position);

/// <summary>The lists products point into, for one reading of the catalogue, and the settings of the shop that say how to understand them.</summary>
internal sealed class CatalogueLists(PageReader pages, PrestaShopClient client, ShopAccess shop)
{
    private const int DeepestCategory = 20;
    private const string Separator = " > ";

    private readonly List<RemoteFailure> troubles = [];
    private LookupList<string>? manufacturers;
    private LookupList<Category>? categories;
    private LookupList<long>? options;
    private LookupList<OptionValue>? values;
    private TaxRates? taxes;

    /// <summary>Read before all others, which need the language.</summary>
    public CatalogueSettings Settings { get; private set; } = CatalogueSettings.None;

    /// <summary>What could not be had since this was last asked.</summary>
    public IReadOnlyList<RemoteFailure> TakeTroubles()
    {
        RemoteFailure[] taken = [.. troubles];
        troubles.Clear();
        return taken;
    }

    /// <summary>Reads what the products of a page point to, as far as it is not known yet.</summary>
    public async Task PrepareAsync(IReadOnlyCollection<ProductDraft> products, IReadOnlyCollection<Combination> combinations, CancellationToken ct)
    {
        if (products.Count == 0)
        {
            return;
        }

        if (manufacturers is null)
        {
            Settings = await CatalogueSettings.ReadAsync(client, shop, troubles, ct);
            MakeLists(Settings.Language);
        }

        Manufacturers = await manufacturers!.ForAsync(products.Select(product => product.Manufacturer), ct);
        Categories = await categories!.ForAsync(products.Select(product => product.Category), ct);
        Values = await values!.ForAsync(combinations.SelectMany(combination => combination.Values), ct);
        OptionPositions = await options!.ForAsync(Values.Values.Select(value => value.Group), ct);
        await taxes!.PrepareAsync(products.Select(product => product.TaxGroup), ct);
    }

    public string ManufacturerOf(ProductDraft product) => Manufacturers.GetValueOrDefault(product.Manufacturer, "");

    /// <summary>Percent; null when the shop does not say.</summary>
    public decimal? TaxOf(ProductDraft product) => taxes?.RateOf(product.TaxGroup);

    /// <summary>The default category with those above it, but without the shop's start page, which is above all.</summary>
    public string CategoryOf(ProductDraft product)
    {
        var path = new List<string>();
        for (var id = product.Category; path.Count < DeepestCategory && Categories.TryGetValue(id, out var category); id = category.Parent)
        {
            if (category.IsRoot && path.Count > 0)
            {
                break;
            }

            path.Insert(0, category.Name);
        }

        return string.Join(Separator, path);
    }

    /// <summary>What tells a variant from its sisters; its number where the names of its options cannot be had.</summary>
    public string NameOf(Combination combination)
    {
        var names = combination.Values.Select(id => (Id: id, Value: Values.GetValueOrDefault(id)))
            .Where(value => value.Value is { Name.Length: > 0 })
            .OrderBy(value => OptionPositions.GetValueOrDefault(value.Value!.Group, long.MaxValue))
            .ThenBy(value => value.Value!.Group.Length).ThenBy(value => value.Value!.Group, StringComparer.Ordinal)
            .Select(value => value.Value!.Name)
            .ToList();
        return names.Count > 0 ? string.Join(", ", names)
            : combination.Codes.Sku.Length > 0 ? combination.Codes.Sku
            : combination.Codes.ExternalId;
    }

    private IReadOnlyDictionary<string, string> Manufacturers { get; set; } = new Dictionary<string, string>();

    private IReadOnlyDictionary<string, Category> Categories { get; set; } = new Dictionary<string, Category>();

    private IReadOnlyDictionary<string, OptionValue> Values { get; set; } = new Dictionary<string, OptionValue>();

    private IReadOnlyDictionary<string, long> OptionPositions { get; set; } = new Dictionary<string, long>();

    private void MakeLists(string language)
    {
        manufacturers = new(pages, shop, troubles, "manufacturers", ["id", "name"], record => record.Text("name", language));
        categories = new(pages, shop, troubles, "categories", ["id", "id_parent", "level_depth", "is_root_category", "name"],
            record => new Category(record["id_parent"], record.Text("name", language), record.Flag("is_root_category") || record["level_depth"] is "0"));
        options = new(pages, shop, troubles, "product_options", ["id", "position"], record => record.Number("position"));
        values = new(pages, shop, troubles, "product_option_values", ["id", "id_attribute_group", "position", "name"],
            record => new OptionValue(record["id_attribute_group"], record.Text("name", language), record.Number("position")));
        taxes = new TaxRates(pages, shop, troubles, Settings.Country);
    }
}
