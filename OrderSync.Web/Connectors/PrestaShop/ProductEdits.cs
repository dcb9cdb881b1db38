using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>A change of one product or variant: compared with the record as it was read a moment ago.</summary>
internal abstract record ProductEdit(string ProductId)
{
    /// <summary>Of the record that is changed.</summary>
    public virtual string RecordId => ProductId;

    /// <summary>Fields a narrow look asks for.</summary>
    public abstract string[] Fields { get; }

    /// <param name="afterDoubt">A request with this change may have reached the shop already.</param>
    /// <returns>What to send; or, when there is nothing to send, the result.</returns>
    public abstract (IReadOnlyList<ProductField> Changes, CatalogWritten? Settled) Decide(WireRecord record, bool afterDoubt);

    /// <summary>The shop's answer shows the change.</summary>
    public abstract bool IsConfirmedBy(WireRecord record);

    /// <summary>The change on top of the prices the products have now.</summary>
    public virtual ProductEdit On(IReadOnlyDictionary<string, decimal> prices) => this;

    /// <summary>What the shop shows when the change is done; null where that is no price.</summary>
    public virtual decimal? Aim => null;

    public virtual CatalogWritten Result(CatalogSent result, WireRecord? record, Phrase? message = null) =>
        new(ProductId, result, record is null || record["price"].Length == 0 ? null : record.Amount("price"), message);
}

/// <summary>A price: sent when the shop shows what the decision was made on, and sells the product as it is.</summary>
internal sealed record PriceEdit(PriceWrite Write) : ProductEdit(Write.ProductId)
{
    private static readonly string[] Asked = ["id", "price", "combinations[id]"];

    public override string[] Fields => Asked;

    public override decimal? Aim => Write.Price;

    public override (IReadOnlyList<ProductField> Changes, CatalogWritten? Settled) Decide(WireRecord record, bool afterDoubt)
    {
        var shown = record.Amount("price");
        return record.Ids("combinations").Length > 0
            ? ([], Result(CatalogSent.Refused, record, new Phrase("The shop sells this product in variants by now. Update products reads them; their prices are sent after that.")))
            : shown == Write.Price ? ([], Result(afterDoubt ? CatalogSent.Written : CatalogSent.AlreadyThere, record))
            : shown != Write.Expected ? ([], Result(CatalogSent.Changed, record))
            : ([ProductField.Amount("price", Write.Price)], null);
    }

    public override bool IsConfirmedBy(WireRecord record) => record["price"].Length > 0 && record.Amount("price") == Write.Price;
}

/// <summary>The price of a variant. The shop keeps what it differs from the product's by, so the product's goes into every comparison and stays as it is.</summary>
/// <param name="ProductPrice">As it was read a moment ago; null when the shop does not show it.</param>
internal sealed record VariantPriceEdit(PriceWrite Write, decimal? ProductPrice = null) : ProductEdit(Write.ProductId)
{
    private static readonly string[] Asked = ["id", "id_product", "price"];

    public override string RecordId => Write.VariantId;

    public override string[] Fields => Asked;

    public override decimal? Aim => Write.Price;

    public override ProductEdit On(IReadOnlyDictionary<string, decimal> prices) => this with { ProductPrice = prices.TryGetValue(ProductId, out var price) ? price : null };

    public override (IReadOnlyList<ProductField> Changes, CatalogWritten? Settled) Decide(WireRecord record, bool afterDoubt)
    {
        if (ProductPrice is not { } price || record["id_product"] != ProductId)
        {
            return ([], Result(CatalogSent.NoProduct, null, new Phrase("The shop does not have this variant any more.")));
        }

        var shown = price + record.Amount("price");
        return shown == Write.Price ? ([], Result(afterDoubt ? CatalogSent.Written : CatalogSent.AlreadyThere, record))
            : shown != Write.Expected ? ([], Result(CatalogSent.Changed, record))
            : ([ProductField.Amount("price", Write.Price - price)], null);
    }

    public override bool IsConfirmedBy(WireRecord record) => record["price"].Length > 0 && ProductPrice + record.Amount("price") == Write.Price;

    public override CatalogWritten Result(CatalogSent result, WireRecord? record, Phrase? message = null) =>
        new(ProductId, result, record is null || record["price"].Length == 0 ? null : ProductPrice + record.Amount("price"), message) { VariantId = Write.VariantId };
}

/// <summary>Names and descriptions. All languages go back, as one that is left out is emptied (observed 512).</summary>
/// <param name="Languages">Ids of the shop's languages by their ISO codes; under the empty code the shop's own.</param>
internal sealed record TextEdit(TextWrite Write, IReadOnlyDictionary<string, string> Languages) : ProductEdit(Write.ProductId)
{
    public static readonly string[] Texts = ["name", "description_short", "description"];

    private static readonly string[] Asked = ["id", .. Texts];

    public override string[] Fields => Asked;

    public override (IReadOnlyList<ProductField> Changes, CatalogWritten? Settled) Decide(WireRecord record, bool afterDoubt)
    {
        var wanted = Write.Texts.Where(text => Languages.ContainsKey(text.Language)).DistinctBy(text => Languages[text.Language]).ToDictionary(text => Languages[text.Language]);
        if (wanted.Count == 0)
        {
            var named = string.Join(", ", Write.Texts.Select(text => text.Language));
            return ([], Result(CatalogSent.Refused, record, new Phrase("The shop does not have the language of these texts ({0}).", named)));
        }

        var changes = Texts.Select(field => Change(record, field, wanted)).OfType<ProductField>().ToList();
        return (changes, changes.Count > 0 ? null : Result(afterDoubt ? CatalogSent.Written : CatalogSent.AlreadyThere, record));
    }

    /// <summary>The shop may clean descriptions when it saves them, so only the answer itself counts.</summary>
    public override bool IsConfirmedBy(WireRecord record) => true;

    private static ProductField? Change(WireRecord record, string field, Dictionary<string, ProductText> wanted)
    {
        var shown = record.WholeTexts(field) ?? [];
        var languages = shown.Select(text => text.Language).Union(wanted.Keys).Select(language =>
        {
            var was = shown.FirstOrDefault(text => text.Language == language).Text ?? "";
            var wish = wanted.TryGetValue(language, out var text) ? ProductWords.Of(text, field) : "";
            return (Language: language, Text: wish.Length == 0 || wish == was.Trim() ? was : wish, Was: was);
        }).ToList();
        return languages.Exists(text => text.Text != text.Was) ? new ProductField(field, "", [.. languages.Select(text => (text.Language, text.Text))]) : null;
    }
}
