using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>A product as the list of products shows it, still without what stands in other lists (variants, manufacturer, category, tax).</summary>
internal sealed record ProductDraft(long Id)
{
    /// <summary>What is asked for in every version; later ones know more.</summary>
    public static readonly string[] Fields =
    [
        "id", "id_manufacturer", "id_supplier", "id_category_default", "id_default_image", "id_tax_rules_group", "type", "reference", "ean13", "upc",
        "weight", "price", "cache_is_pack", "is_virtual", "active", "name", "description", "description_short", "images[id]",
    ];

    /// <summary>What it is when it has no variants.</summary>
    public required ProductKind Kind { get; init; }
    public required bool IsDraft { get; init; }
    public required bool Active { get; init; }
    public required string Manufacturer { get; init; }
    public required string Supplier { get; init; }
    public required string Category { get; init; }
    public required string TaxGroup { get; init; }

    /// <summary>By id of the language.</summary>
    public required IReadOnlyDictionary<string, ProductText> Texts { get; init; }
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Sold as it is when there are no variants; else what the variants differ from.</summary>
    public required ExternalVariant Itself { get; init; }

    public string ExternalId => PageReader.Text(Id);

    /// <exception cref="FormatException">A number in it is none.</exception>
    public static ProductDraft Parse(WireRecord record) => new(record.Id)
    {
        Kind = record["type"] is "pack" || record["product_type"] is "pack" || record.Flag("cache_is_pack") ? ProductKind.Pack
            : record["type"] is "virtual" || record["product_type"] is "virtual" || record.Flag("is_virtual") ? ProductKind.Virtual
            : ProductKind.Simple,
        IsDraft = record["state"] is "0", // versions without drafts have no such field
        Active = record.Flag("active"),
        Manufacturer = OrderDraft.Reference(record, "id_manufacturer"),
        Supplier = OrderDraft.Reference(record, "id_supplier"),
        Category = OrderDraft.Reference(record, "id_category_default"),
        TaxGroup = OrderDraft.Reference(record, "id_tax_rules_group"),
        Texts = ReadTexts(record),
        Images = ReadImages(record),
        Itself = Codes(record, "") with { PriceNet = record.Amount("price"), Weight = record.Amount("weight") },
    };

    public static ExternalVariant Codes(WireRecord record, string externalId) => new()
    {
        ExternalId = externalId,
        Sku = record["reference"],
        Ean = record["ean13"],
        Upc = record["upc"],
        Isbn = record["isbn"],
        Mpn = record["mpn"],
    };

    /// <summary>The cover first; else in the order of the shop.</summary>
    public static string[] ReadImages(WireRecord record)
    {
        var cover = OrderDraft.Reference(record, "id_default_image");
        return [.. record.Ids("images").OrderBy(id => id != cover)];
    }

    private static Dictionary<string, ProductText> ReadTexts(WireRecord record)
    {
        var (names, summaries, descriptions) = (ByLanguage(record, "name"), ByLanguage(record, "description_short"), ByLanguage(record, "description"));
        return names.Keys.Union(summaries.Keys).Union(descriptions.Keys).ToDictionary(language => language, language => new ProductText(
            language, names.GetValueOrDefault(language, ""), summaries.GetValueOrDefault(language, ""), descriptions.GetValueOrDefault(language, "")));
    }

    private static Dictionary<string, string> ByLanguage(WireRecord record, string field) =>
        record.Texts(field).Where(text => text.Text.Length > 0).GroupBy(text => text.Language).ToDictionary(group => group.Key, group => group.First().Text);
}

/// <summary>A variant as the shop keeps it: price and weight are differences to the product's.</summary>
internal sealed record Combination(long Id, string Product, ExternalVariant Codes, decimal PriceDifference, decimal WeightDifference)
{
    public static readonly string[] Fields =
    [
        "id", "id_product", "reference", "ean13", "upc", "price", "weight", "product_option_values[id]", "images[id]",
    ];

    public required IReadOnlyList<string> Values { get; init; }

    /// <exception cref="FormatException">A number in it is none.</exception>
    public static Combination Parse(WireRecord record) => new(
        record.Id,
        record["id_product"],
        ProductDraft.Codes(record, record["id"]) with { ImageIds = record.Ids("images") },
        record.Amount("price"),
        record.Amount("weight"))
    {
        Values = record.Ids("product_option_values"),
    };
}
