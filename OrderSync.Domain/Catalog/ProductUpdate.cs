using OrderSync.Domain.Integrations;

namespace OrderSync.Domain.Catalog;

/// <summary>Takes over what a shop says of a product, except what a lock holds or another integration masters.</summary>
public static class ProductUpdate
{
    /// <summary>Groups of fields a catalogue brings.</summary>
    private static readonly FieldGroup[] Brought = [FieldGroup.Texts, FieldGroup.Price];

    /// <returns>Groups that stayed as they were because of a lock, although the shop says something else.</returns>
    public static IReadOnlyList<FieldGroup> Apply(
        Product product, IReadOnlyDictionary<string, Variant> variants, ExternalProduct shown, LockSet locks, FieldWriter writer)
    {
        product.Kind = shown.Kind;
        product.UpdatedAt = writer.At;
        product.Stamp = Guid.NewGuid();
        foreach (var (variant, external) in Pairs(variants, shown))
        {
            CopyIdentity(variant, external);
        }

        var held = new List<FieldGroup>();
        foreach (var group in Brought.Where(group => IsMine(product, group, writer) && Differs(product, variants, shown, group)))
        {
            if (locks.Holds(group))
            {
                held.Add(group);
            }
            else
            {
                Copy(product, variants, shown, group);
                product.Writers = [.. product.Writers.Where(last => last.Group != group), writer with { Group = group }];
            }
        }

        return held;
    }

    private static bool IsMine(Product product, FieldGroup group, FieldWriter writer) =>
        product.Writers.FirstOrDefault(last => last.Group == group)?.IntegrationId is not { } owner || owner == writer.IntegrationId;

    private static bool Differs(Product product, IReadOnlyDictionary<string, Variant> variants, ExternalProduct shown, FieldGroup group) => group switch
    {
        FieldGroup.Price => product.TaxRate != shown.TaxRate || Pairs(variants, shown).Any(pair => pair.Variant.PriceNet != pair.External.PriceNet),
        _ => product.Name != NameOf(shown) || product.Manufacturer != shown.Manufacturer || product.Category != shown.Category
            || !product.Texts.SequenceEqual(shown.Texts) || Pairs(variants, shown).Any(pair => pair.Variant.Name != pair.External.Name),
    };

    private static void Copy(Product product, IReadOnlyDictionary<string, Variant> variants, ExternalProduct shown, FieldGroup group)
    {
        if (group == FieldGroup.Price)
        {
            product.TaxRate = shown.TaxRate;
            foreach (var (variant, external) in Pairs(variants, shown))
            {
                variant.PriceNet = external.PriceNet;
            }

            return;
        }

        product.Name = NameOf(shown);
        product.Manufacturer = shown.Manufacturer;
        product.Category = shown.Category;
        product.Texts = shown.Texts;
        foreach (var (variant, external) in Pairs(variants, shown))
        {
            variant.Name = external.Name;
        }
    }

    /// <summary>What tells variants apart is the shop's to say; no lock is about it.</summary>
    private static void CopyIdentity(Variant variant, ExternalVariant external)
    {
        variant.Sku = external.Sku;
        variant.Ean = external.Ean;
        variant.Upc = external.Upc;
        variant.Isbn = external.Isbn;
        variant.Mpn = external.Mpn;
        variant.Weight = external.Weight;
        variant.GoneAt = null;
    }

    private static IEnumerable<(Variant Variant, ExternalVariant External)> Pairs(IReadOnlyDictionary<string, Variant> variants, ExternalProduct shown) =>
        shown.Variants.Where(external => variants.ContainsKey(external.ExternalId)).Select(external => (variants[external.ExternalId], external));

    public static string NameOf(ExternalProduct shown) => shown.Name.Length > 0 ? shown.Name : "#" + shown.ExternalId;
}
