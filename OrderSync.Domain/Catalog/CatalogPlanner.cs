using OrderSync.Domain.Integrations;

namespace OrderSync.Domain.Catalog;

public enum CatalogAction
{
    /// <summary>New in the hub.</summary>
    Create,

    /// <summary>The hub has it from another shop: the same product gets another listing.</summary>
    Adopt,

    /// <summary>Listed already; take over what changed.</summary>
    Update,

    /// <summary>Listed already, with this very content.</summary>
    Unchanged,

    /// <summary>Not to be imported.</summary>
    Skip,
}

/// <summary>What is to become of a product a shop showed.</summary>
/// <param name="Cause">Kebab-case; empty when there is nothing to tell.</param>
/// <param name="Message">What a person should know about it, for example a repeated reference.</param>
/// <param name="AdoptedProductId">The hub's product, when <paramref name="Action"/> is Adopt.</param>
public sealed record CatalogDecision(CatalogAction Action, string Cause, Phrase? Message, long? AdoptedProductId = null)
{
    /// <summary>The hub's variant for each of the shop's, when adopted.</summary>
    public IReadOnlyDictionary<string, long> AdoptedVariants { get; init; } = new Dictionary<string, long>();
}

/// <summary>A variant of the hub that carries a SKU.</summary>
/// <param name="SiblingCount">How many variants its product has.</param>
/// <param name="ListedHere">Whether the shop that is being read lists it already.</param>
public sealed record SkuHolder(string Sku, long VariantId, long ProductId, int SiblingCount, bool ListedHere);

/// <summary>
/// Decides which product of the hub a shop's product is. The shop's id decides first; a reference only joins two shops when it leaves
/// no doubt, since references repeat by mistake. Doubt makes a product of its own, and is told.
/// </summary>
public static class CatalogPlanner
{
    public const string Draft = "draft";
    public const string NoSku = "no-sku";
    public const string RepeatedSku = "repeated-sku";

    /// <param name="knownHash">Fingerprint last taken over when the product is listed; null when it is not.</param>
    /// <param name="holders">Variants of the hub that carry one of the product's SKUs.</param>
    public static CatalogDecision Decide(ExternalProduct product, string hash, string? knownHash, IReadOnlyCollection<SkuHolder> holders)
    {
        if (knownHash is not null)
        {
            return new(knownHash == hash ? CatalogAction.Unchanged : CatalogAction.Update, "", null);
        }

        if (product.IsDraft)
        {
            return new(CatalogAction.Skip, Draft, new Phrase("A draft that was never saved in the shop. It is imported once somebody saves it there."));
        }

        return Adoption(product, holders) ?? Creation(product, holders);
    }

    private static CatalogDecision? Adoption(ExternalProduct product, IReadOnlyCollection<SkuHolder> holders)
    {
        var free = holders.Where(holder => !holder.ListedHere).ToLookup(holder => holder.Sku, StringComparer.Ordinal);
        var taken = holders.Where(holder => holder.ListedHere).Select(holder => holder.Sku).ToHashSet(StringComparer.Ordinal);
        var matches = product.Variants
            .Select(variant => (variant.ExternalId, Holder: variant.Sku.Length > 0 && !taken.Contains(variant.Sku) && free[variant.Sku].Count() == 1 ? free[variant.Sku].First() : null))
            .ToList();
        var sameProduct = matches.Select(match => match.Holder?.ProductId).Distinct().Count() == 1;
        var eachItsOwn = matches.Select(match => match.Holder?.VariantId).Distinct().Count() == matches.Count;
        return sameProduct && eachItsOwn && matches[0].Holder is { } first && first.SiblingCount == matches.Count
            ? new CatalogDecision(CatalogAction.Adopt, "", new Phrase("Joined with the product another shop lists with the same references"), first.ProductId)
            {
                AdoptedVariants = matches.ToDictionary(match => match.ExternalId, match => match.Holder!.VariantId),
            }
            : null;
    }

    private static CatalogDecision Creation(ExternalProduct product, IReadOnlyCollection<SkuHolder> holders)
    {
        var skus = product.Variants.Select(variant => variant.Sku).ToList();
        var repeated = skus.Where(sku => sku.Length > 0).GroupBy(sku => sku, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key)
            .Concat(holders.Select(holder => holder.Sku)).FirstOrDefault();
        if (repeated is not null)
        {
            return new(CatalogAction.Create, RepeatedSku, new Phrase("Reference {0} is carried by more than one product. They are kept apart; give each its own reference in the shop.", repeated));
        }

        return skus.Any(sku => sku.Length == 0)
            ? new(CatalogAction.Create, NoSku, new Phrase("At least one variant has no reference. It is told apart by the shop's id only; give it a reference in the shop."))
            : new(CatalogAction.Create, "", null);
    }
}
