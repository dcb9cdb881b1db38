using System.Net;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>What a product of a shop looks like when it arrives.</summary>
public sealed class ReadingProductsTests
{
    private readonly Rig rig = new(ShopCatalogue.Usual());

    [Fact]
    public async Task A_product_without_variants_is_its_own_only_variant()
    {
        rig.Shop.With(new ShopProduct(9) { Images = ["54", "55"], Cover = "55" });

        var product = await rig.ReadOneProductAsync();

        Assert.Equal(("9", ProductKind.Simple, true, false, "T-shirt"), (product.ExternalId, product.Kind, product.Active, product.IsDraft, product.Name));
        Assert.Equal(("Château d'Été", "Clothes > Men", 23m, "2"), (product.Manufacturer, product.Category, product.TaxRate, product.SupplierId));
        Assert.Equal(["55", "54"], product.ImageIds);
        var variant = Assert.Single(product.Variants);
        Assert.Equal(("", "TS", "5900000000077", "123", "978", "M-1"), (variant.ExternalId, variant.Sku, variant.Ean, variant.Upc, variant.Isbn, variant.Mpn));
        Assert.Equal(("", 18.125m, 0.2m), (variant.Name, variant.PriceNet, variant.Weight));
    }

    [Fact]
    public async Task A_combination_is_a_variant_with_the_products_price_and_weight_plus_its_own_difference()
    {
        rig.Shop.With(new ShopProduct(9)).With(
            new ShopCombination(31, 9) { Values = ["11", "21"], Price = "2.000000", Weight = "-0.050000", Images = ["55"] },
            new ShopCombination(32, 9) { Values = ["12", "21"], Price = "-3.125000" });

        var product = await rig.ReadOneProductAsync();

        Assert.Equal(ProductKind.Variants, product.Kind);
        Assert.Equal([("31", "TS-31", "Red, M", 20.125m, 0.15m), ("32", "TS-32", "Red, L", 15m, 0.2m)],
            product.Variants.Select(variant => (variant.ExternalId, variant.Sku, variant.Name, variant.PriceNet, variant.Weight)));
        Assert.Equal("55", Assert.Single(product.Variants[0].ImageIds));
        Assert.Empty(product.Variants[1].ImageIds);
    }

    [Fact]
    public async Task Texts_come_in_every_language_under_its_iso_code_and_the_name_in_the_wanted_one()
    {
        rig.Shop.With(new ShopProduct(9));
        rig.Settings = rig.Settings with { Language = "PL" };

        var product = await rig.ReadOneProductAsync();

        Assert.Equal("Koszulka", product.Name);
        Assert.Equal([new ProductText("en", "T-shirt", "", "<p>Soft</p>"), new ProductText("pl", "Koszulka", "", "")], product.Texts);
    }

    [Theory]
    [InlineData("2", "")]
    [InlineData("pl", "")]
    [InlineData("", "1")]
    public async Task A_name_missing_in_the_wanted_language_is_taken_from_another(string language, string emptyName)
    {
        rig.Shop.With(emptyName.Length > 0 ? new ShopProduct(9) { Name = "", PolishName = "Only name" } : new ShopProduct(9) { Name = "Only name", PolishName = "" });
        rig.Settings = rig.Settings with { Language = language };

        Assert.Equal("Only name", (await rig.ReadOneProductAsync()).Name);
    }

    [Theory]
    [InlineData("simple", "standard", "0", "0", ProductKind.Simple)]
    [InlineData("simple", "", "0", "0", ProductKind.Simple)]
    [InlineData("simple", "combinations", "0", "0", ProductKind.Simple)]
    [InlineData("pack", "pack", "1", "0", ProductKind.Pack)]
    [InlineData("simple", "", "1", "0", ProductKind.Pack)]
    [InlineData("virtual", "virtual", "0", "1", ProductKind.Virtual)]
    [InlineData("simple", "", "0", "1", ProductKind.Virtual)]
    public async Task The_kind_follows_from_whatever_field_the_version_has_for_it(string type, string productType, string isPack, string isVirtual, ProductKind kind)
    {
        rig.Shop.With(new ShopProduct(9) { Type = type, ProductType = productType, IsPack = isPack, IsVirtual = isVirtual });

        Assert.Equal(kind, (await rig.ReadOneProductAsync()).Kind);
    }

    [Fact]
    public async Task A_product_begun_and_never_saved_is_a_draft_and_delivered_again_once_it_is_saved()
    {
        rig.Shop.With(new ShopProduct(9) { State = "0" }, new ShopProduct(10));
        var first = Assert.Single(await rig.ReadProductsAsync());
        Assert.Equal([true, false], first.Products.Select(product => product.IsDraft));

        Assert.Empty((await rig.ReadProductsAsync(first.Cursor)).SelectMany(page => page.Products));
        rig.Shop.Without("products").WithRows("products").With(new ShopProduct(9), new ShopProduct(10));
        var later = await rig.ReadProductsAsync(first.Cursor);

        var saved = Assert.Single(later.SelectMany(page => page.Products));
        Assert.Equal(("9", false), (saved.ExternalId, saved.IsDraft));
        rig.Shop.Http.Asked = request => Assert.DoesNotContain("[9]", request.Target);
        Assert.Empty((await rig.ReadProductsAsync(later[^1].Cursor)).SelectMany(page => page.Products));
    }

    [Fact]
    public async Task A_weight_in_the_shops_own_unit_arrives_in_kilograms()
    {
        rig.Shop.WithRow("configurations", "configuration", ("id", "9"), ("name", "PS_WEIGHT_UNIT"), ("value", "g"), ("id_shop", "1"));
        rig.Shop.With(new ShopProduct(9) { Weight = "250.000000" });

        Assert.Equal(0.25m, Assert.Single((await rig.ReadOneProductAsync()).Variants).Weight);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 23)]
    [InlineData("7", 0)]
    public async Task The_tax_is_that_of_the_shops_own_country(string group, int percent)
    {
        rig.Shop.With(new ShopProduct(9) { TaxGroup = group });

        Assert.Equal(percent, (await rig.ReadOneProductAsync()).TaxRate);
    }

    [Theory]
    [InlineData("1", "15.00")]
    [InlineData("2", "15.500")]
    public async Task Taxes_on_top_of_one_another_are_joined_as_the_shop_does(string behavior, string percent)
    {
        rig.Shop.WithRow("taxes", "tax", ("id", "7"), ("rate", "10.000")).WithRow("taxes", "tax", ("id", "8"), ("rate", "5.000"));
        foreach (var tax in new[] { "7", "8" })
        {
            rig.Shop.WithRow("tax_rules", "tax_rule", ("id", "1" + tax), ("id_tax_rules_group", "4"), ("id_country", "14"), ("id_state", "0"), ("zipcode_from", "0"), ("id_tax", tax), ("behavior", behavior));
        }

        rig.Shop.With(new ShopProduct(9) { TaxGroup = "4" });

        Assert.Equal(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture), (await rig.ReadOneProductAsync()).TaxRate);
    }

    [Fact]
    public async Task Empty_and_repeated_references_arrive_as_they_are()
    {
        rig.Shop.With(new ShopProduct(1) { Reference = "" }, new ShopProduct(2) { Reference = "SAME" }, new ShopProduct(3) { Reference = "SAME" });

        var products = (await rig.ReadProductsAsync()).SelectMany(page => page.Products);

        Assert.Equal([("1", ""), ("2", "SAME"), ("3", "SAME")], products.Select(product => (product.ExternalId, product.Variants[0].Sku)));
    }

    [Theory]
    [InlineData("manufacturers")]
    [InlineData("categories")]
    [InlineData("taxes")]
    [InlineData("tax_rules")]
    [InlineData("product_options")]
    [InlineData("product_option_values")]
    [InlineData("configurations")]
    public async Task A_list_the_key_may_not_read_is_said_once_and_products_arrive_without_it(string resource)
    {
        rig.Shop.With(Enumerable.Range(1, 120).Select(id => new ShopProduct(id))).With(new ShopCombination(31, 9) { Values = ["11", "21"] });
        rig.Shop.Spoil = (request, _) => request.Target.StartsWith($"/api/{resource}?", StringComparison.Ordinal) ? rig.Shop.Error(HttpStatusCode.Unauthorized, 26) : null;

        var pages = await rig.ReadProductsAsync();

        Assert.Equal(120, pages.Sum(page => page.Products.Count));
        var failure = Assert.Single(pages.SelectMany(page => page.Lacking));
        Assert.Equal((RemoteFailureKind.Forbidden, "permission-missing"), (failure.Kind, failure.Code));
        Assert.Contains(resource, failure.Message.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, rig.Shop.Requests.Count(target => target.StartsWith($"/api/{resource}?", StringComparison.Ordinal)));
        var product = pages[0].Products[8];
        Assert.Equal(resource is "taxes" or "tax_rules" or "configurations" ? null : 23m, product.TaxRate);
        Assert.Equal(resource == "product_option_values" ? "TS-31" : "M Red", string.Join(' ', product.Variants[0].Name.Split(", ").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Without_the_permission_to_read_combinations_nothing_is_imported()
    {
        rig.Shop.With(new ShopProduct(9));
        rig.Shop.Spoil = (request, _) => request.Target.StartsWith("/api/combinations", StringComparison.Ordinal) ? rig.Shop.Error(HttpStatusCode.Unauthorized, 26) : null;

        var error = await Assert.ThrowsAsync<RemoteFailureException>(() => rig.ReadProductsAsync());

        Assert.Equal("permission-missing", error.Failure.Code);
    }
}
