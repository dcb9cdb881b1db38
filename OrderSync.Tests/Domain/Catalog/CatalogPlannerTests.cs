using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Domain.Catalog;

public sealed class CatalogPlannerTests
{
    [Fact]
    public void A_product_nobody_knows_is_created()
    {
        Assert.Equal(new CatalogDecision(CatalogAction.Create, "", null).Action, Decide(Shirt("A")).Action);
    }

    [Fact]
    public void The_shops_id_decides_before_any_reference()
    {
        var decision = CatalogPlanner.Decide(Shirt("A"), "new", "old", [Holder("A", 1, 1)]);

        Assert.Equal(CatalogAction.Update, decision.Action);
    }

    [Fact]
    public void The_same_content_changes_nothing()
    {
        Assert.Equal(CatalogAction.Unchanged, CatalogPlanner.Decide(Shirt("A"), "same", "same", []).Action);
    }

    [Fact]
    public void A_draft_is_left_out_and_told()
    {
        var decision = Decide(Shirt("A") with { IsDraft = true });

        Assert.Equal((CatalogAction.Skip, CatalogPlanner.Draft), (decision.Action, decision.Cause));
    }

    [Fact]
    public void A_draft_that_was_imported_before_it_became_one_is_still_updated()
    {
        Assert.Equal(CatalogAction.Update, CatalogPlanner.Decide(Shirt("A") with { IsDraft = true }, "new", "old", []).Action);
    }

    [Fact]
    public void All_references_of_another_shops_product_join_the_two()
    {
        var decision = Decide(Shirt("A", "B"), Holder("A", 11, 1, siblings: 2), Holder("B", 12, 1, siblings: 2));

        Assert.Equal((CatalogAction.Adopt, 1L), (decision.Action, decision.AdoptedProductId));
        Assert.Equal(new Dictionary<string, long> { ["1"] = 11, ["2"] = 12 }, decision.AdoptedVariants);
    }

    [Fact]
    public void Some_references_are_not_enough_to_join()
    {
        Assert.Equal((CatalogAction.Create, CatalogPlanner.RepeatedSku), Answer(Decide(Shirt("A", "B"), Holder("A", 11, 1, siblings: 2))));
    }

    [Fact]
    public void A_product_with_more_variants_than_the_shops_is_not_joined()
    {
        Assert.Equal((CatalogAction.Create, CatalogPlanner.RepeatedSku), Answer(Decide(Shirt("A"), Holder("A", 11, 1, siblings: 2))));
    }

    [Fact]
    public void References_on_two_products_join_neither()
    {
        Assert.Equal((CatalogAction.Create, CatalogPlanner.RepeatedSku), Answer(Decide(Shirt("A"), Holder("A", 11, 1), Holder("A", 21, 2))));
    }

    [Fact]
    public void A_reference_the_same_shop_uses_twice_is_kept_apart_and_told()
    {
        var decision = Decide(Shirt("A"), Holder("A", 11, 1, listedHere: true));

        Assert.Equal((CatalogAction.Create, CatalogPlanner.RepeatedSku), Answer(decision));
        Assert.Contains("A", decision.Message!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_used_twice_within_a_product_is_told()
    {
        Assert.Equal((CatalogAction.Create, CatalogPlanner.RepeatedSku), Answer(Decide(Shirt("A", "A"))));
    }

    [Fact]
    public void Empty_references_never_join_anything_and_are_told()
    {
        Assert.Equal((CatalogAction.Create, CatalogPlanner.NoSku), Answer(Decide(Shirt(""), Holder("", 11, 1))));
    }

    private static (CatalogAction, string) Answer(CatalogDecision decision) => (decision.Action, decision.Cause);

    private static CatalogDecision Decide(ExternalProduct product, params SkuHolder[] holders) =>
        CatalogPlanner.Decide(product, "hash", null, [.. holders.Where(holder => product.Variants.Any(variant => variant.Sku == holder.Sku && holder.Sku.Length > 0))]);

    private static SkuHolder Holder(string sku, long variant, long product, int siblings = 1, bool listedHere = false) =>
        new(sku, variant, product, siblings, listedHere);

    private static ExternalProduct Shirt(params string[] skus) => new()
    {
        ExternalId = "9",
        Kind = ProductKind.Variants,
        Variants = [.. skus.Select((sku, index) => new ExternalVariant { ExternalId = $"{index + 1}", Sku = sku })],
    };
}
