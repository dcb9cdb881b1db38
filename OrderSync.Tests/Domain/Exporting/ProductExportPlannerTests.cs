using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Domain.Exporting;

public sealed class ProductExportPlannerTests
{
    private const long Shop = 5, Pharmacy = 9;
    private static readonly DateTime Now = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);
    private static readonly CatalogExport All = new(Prices: true, Texts: true, Photos: true, NewProducts: true, new PriceGuardLimits());
    private static readonly ShownProduct Shown = new("1", 10m, 23m, [new("pl", "Stara", "", "")], []);

    [Fact]
    public void What_another_integration_masters_and_the_shop_shows_otherwise_is_sent()
    {
        var decision = Decide(Product());

        Assert.Equal(new PriceChange(10m, 8.121951m), Assert.Single(decision.Prices).Change);
        Assert.Equal("Maść", decision.Texts!.Texts[0].Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Shop)]
    public void What_a_person_or_the_shop_itself_wrote_last_is_never_sent(long? writer)
    {
        var decision = Decide(Product() with { Writers = Writers(writer) });

        Assert.Equal((0, null, 0), (decision.Prices.Count, decision.Texts, decision.PricesCompared));
    }

    [Theory]
    [InlineData(LockKind.Price, "price")]
    [InlineData(LockKind.Texts, "texts")]
    [InlineData(LockKind.All, "price texts photos")]
    [InlineData(LockKind.Stock, "")]
    [InlineData(LockKind.Couriers, "")]
    public void A_lock_holds_its_group_and_says_so(LockKind kind, string held)
    {
        var decision = Decide(Product() with { Locks = Lock(kind) });

        Assert.Equal((held.Contains("price", StringComparison.Ordinal), held.Contains("texts", StringComparison.Ordinal)), (decision.Prices.Count == 0, decision.Texts is null));
        Assert.Equal(held.Contains("photos", StringComparison.Ordinal), !decision.SendsPhotos);
        Assert.Equal(decision.Held.Count, decision.Obstacles.Count(obstacle => obstacle is { Cause: "locked", IsHeld: true }));
    }

    [Fact]
    public void A_lock_on_what_does_not_differ_is_not_told() =>
        Assert.Empty(Decide(Product() with { Locks = Lock(LockKind.Price), Variants = Sold(10m) }).Held);

    [Fact]
    public void A_switch_that_is_off_sends_nothing_and_complains_of_nothing()
    {
        var decision = ProductExportPlanner.Decide(
            Product() with { Locks = Lock(LockKind.All) }, Shown, null, new CatalogExport(false, false, false, false, new PriceGuardLimits()), Shop);

        Assert.Equal((0, null, false, 0), (decision.Prices.Count, decision.Texts, decision.SendsPhotos, decision.Obstacles.Count));
    }

    [Fact]
    public void Prices_are_compared_by_what_customers_pay() => Assert.Empty(Decide(Product() with { Variants = Sold(10.000004m) }).Prices);

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(23)]
    public void The_gross_shown_is_the_gross_sent_to_the_grosz(int rate)
    {
        for (var grosze = 1; grosze <= 50_000; grosze++)
        {
            var gross = grosze / 100m;
            var net = Math.Round(gross / (1 + (rate / 100m)), 6);
            var sent = Assert.Single(Decide(Product() with { Variants = Sold(net), TaxRate = rate }, Shown with { PriceNet = 9999m, TaxRate = rate }).Prices).Change.After;
            Assert.Equal(gross, Math.Round(sent * (1 + (rate / 100m)), 2, MidpointRounding.AwayFromZero));
        }
    }

    [Fact]
    public void Another_tax_in_the_shop_stops_the_price_and_not_the_texts()
    {
        var decision = Decide(Product() with { TaxRate = 8m });

        Assert.Equal((0, "tax-differs"), (decision.Prices.Count, Assert.Single(decision.Obstacles).Cause));
        Assert.NotNull(decision.Texts);
    }

    [Fact]
    public void A_price_is_not_sent_where_nobody_knows_the_tax_here_or_in_the_shop()
    {
        foreach (var decision in (ProductExportDecision[])[Decide(Product() with { TaxRate = null }), Decide(Product(), Shown with { TaxRate = null })])
        {
            Assert.Equal((0, "tax-unknown"), (decision.Prices.Count, Assert.Single(decision.Obstacles).Cause));
            Assert.NotNull(decision.Texts);
        }
    }

    [Fact]
    public void Each_variant_is_compared_with_what_it_is_sold_at()
    {
        var decision = Decide(
            Product() with { Variants = [new(11, "31", "M", 12m), new(12, "32", "L", 15m)] },
            Shown with { PriceNet = 7m, Variants = [new("31", 12m), new("32", 14m)] });

        Assert.Equal(("L", new PriceChange(14m, 15m)), (Assert.Single(decision.Prices).Variant.Name, decision.Prices[0].Change));
        Assert.Equal((2, 0), (decision.PricesCompared, decision.Obstacles.Count));
    }

    [Fact]
    public void A_products_price_is_left_alone_where_the_shop_sells_variants_that_are_not_known_here()
    {
        var split = Decide(Product(), Shown with { Variants = [new("31", 10m)] });
        var joined = Decide(Product() with { Variants = [new(11, "31", "M", 12m)] });
        var lost = Decide(Product() with { Variants = [new(11, "31", "M", 12m), new(12, "32", "L", 15m)] }, Shown with { Variants = [new("31", 10m)] });

        Assert.All([split, joined, lost], decision => Assert.Equal("other-variants", Assert.Single(decision.Obstacles).Cause));
        Assert.Equal((0, 0, 11L), (split.Prices.Count, joined.Prices.Count, Assert.Single(lost.Prices).Variant.VariantId));
    }

    [Fact]
    public void A_price_below_zero_holds_up_no_other_variant()
    {
        var decision = Decide(Product() with { Variants = [new(11, "31", "M", -1m), new(12, "32", "L", 15m)] }, Shown with { Variants = [new("31", 10m), new("32", 10m)] });

        Assert.Equal((12L, "bad-price"), (Assert.Single(decision.Prices).Variant.VariantId, Assert.Single(decision.Obstacles).Cause));
    }

    [Fact]
    public void Of_whoever_masters_one_language_only_that_one_is_sent_and_looked_at()
    {
        var product = Product() with { Language = "pl", Texts = [new("en", "Ointment", "", ""), new("pl", "Maść", "", "")] };
        var shown = Shown with { Texts = [new("en", "Balm", "", ""), new("pl", "Maść", "", "")] };
        var known = new ProductExport { IntegrationId = Shop, ListingId = 1, TextsSent = ProductExportPlanner.Fingerprint(product.Wanted), TextsShown = ProductExportPlanner.Fingerprint(product.Compared(shown.Texts)) };

        Assert.Equal("pl", Assert.Single(Decide(product, shown).Texts!.Texts).Language);
        Assert.Null(Decide(product, shown with { Texts = [new("en", "Edited in the shop", "", ""), shown.Texts[1]] }, known).Texts);
        Assert.Null(Decide(product with { Texts = [new("en", "Ointment", "", "")] }, shown).Texts);
    }

    [Fact]
    public void Texts_the_shop_cleaned_when_it_saved_them_are_not_sent_again_until_one_side_changes()
    {
        var product = Product();
        var known = new ProductExport { IntegrationId = Shop, ListingId = 1, TextsSent = ProductExportPlanner.Fingerprint(product.Wanted), TextsShown = ProductExportPlanner.Fingerprint(Shown.Texts) };

        Assert.Null(Decide(product, Shown, known).Texts);
        Assert.NotNull(Decide(product, Shown with { Texts = [new("pl", "Edited in the shop", "", "")] }, known).Texts);
        Assert.NotNull(Decide(product with { Texts = [new("pl", "Nowa", "", "")] }, Shown, known).Texts);
    }

    [Fact]
    public void Without_texts_of_its_own_a_products_name_is_meant_for_the_shops_language() =>
        Assert.Equal([new ProductText("", "Ointment", "", "")], Decide(Product() with { Texts = [] }).Texts!.Texts);

    [Fact]
    public void A_product_the_shop_lost_is_told() =>
        Assert.Equal("no-product", Assert.Single(ProductExportPlanner.Decide(Product(), null, null, All, Shop).Obstacles).Cause);

    private static ProductExportDecision Decide(ExportedProduct product, ShownProduct? shown = null, ProductExport? known = null) =>
        ProductExportPlanner.Decide(product, shown ?? Shown, known, All, Shop);

    private static ExportedProduct Product() => new(1, 1, "1", "Ointment")
    {
        Variants = Sold(8.121951m),
        TaxRate = 23m,
        Texts = [new("pl", "Maść", "", "<p>x</p>")],
        Writers = Writers(Pharmacy),
        Locks = LockSet.None,
    };

    private static ExportedVariant[] Sold(decimal price) => [new(11, "", "", price)];

    private static FieldWriter[] Writers(long? owner) => [new(FieldGroup.Price, owner, "x", Now), new(FieldGroup.Texts, owner, "x", Now)];

    private static LockSet Lock(LockKind kind) => LockSet.At([new ProductLock { ProductId = 1, Kind = kind, Owner = "x", Since = Now }], Now);
}
