using System.Net;
using System.Text.RegularExpressions;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>How many requests a catalogue costs, what is asked for, and what one broken record does to the others.</summary>
public sealed partial class CataloguePagingTests
{
    private readonly Rig rig = new(ShopCatalogue.Usual());

    [Fact]
    public async Task A_catalogue_costs_two_requests_a_page_and_each_list_once()
    {
        rig.Shop.With(Enumerable.Range(1, 180).Select(id => new ShopProduct(id)))
            .With(Enumerable.Range(1, 180).SelectMany(id => new[] { new ShopCombination(1000 + (id * 2), id) { Values = ["11"] }, new ShopCombination(1001 + (id * 2), id) { Values = ["12"] } }));

        var pages = await rig.ReadProductsAsync();

        Assert.Equal([50, 50, 50, 30], pages.Select(page => page.Products.Count));
        Assert.All(pages.SelectMany(page => page.Products), product => Assert.Equal(["M", "L"], product.Variants.Select(variant => variant.Name)));
        var asked = rig.Shop.Http.Sent.GroupBy(request => request.Address.AbsolutePath["/api/".Length..]).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal((5, 4), (asked["products"], asked["combinations"])); // one is for the estimate
        Assert.All(asked.Where(list => list.Key is not ("products" or "combinations")), list => Assert.Equal(1, list.Value));
        Assert.Equal(180, pages[^1].EstimatedTotal);
        Assert.Equal(180, pages[0].EstimatedTotal);
        Assert.All(rig.Shop.Requests, target => Assert.Contains("id_shop=1", target, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reading_goes_on_where_it_stopped_and_asks_for_nothing_when_nothing_is_new()
    {
        rig.Shop.With(Enumerable.Range(1, 70).Select(id => new ShopProduct(id)));
        var first = (await rig.ReadProductsAsync())[0];
        var before = rig.Shop.Requests.Count;

        var rest = await rig.ReadProductsAsync(first.Cursor);

        Assert.Equal(Enumerable.Range(51, 20).Select(id => id.ToString()), rest.SelectMany(page => page.Products).Select(product => product.ExternalId));
        before = rig.Shop.Requests.Count;
        Assert.Empty((await rig.ReadProductsAsync(rest[^1].Cursor)).SelectMany(page => page.Products));
        Assert.Equal(before + 1, rig.Shop.Requests.Count);
    }

    [Fact]
    public async Task A_plain_number_and_an_unreadable_text_are_cursors_too()
    {
        rig.Shop.With(new ShopProduct(1), new ShopProduct(2));

        Assert.Equal("2", Assert.Single((await rig.ReadProductsAsync("1")).SelectMany(page => page.Products)).ExternalId);
        Assert.Equal(2, (await rig.ReadProductsAsync("{what")).Sum(page => page.Products.Count));
    }

    [Fact]
    public async Task More_variants_than_one_answer_holds_are_paged()
    {
        rig.Shop.With(new ShopProduct(1), new ShopProduct(2))
            .With(Enumerable.Range(1, 1200).Select(id => new ShopCombination(id, 1 + (id % 2)) { Values = ["11"] }));

        var products = (await rig.ReadProductsAsync()).SelectMany(page => page.Products).ToList();

        Assert.Equal([600, 600], products.Select(product => product.Variants.Count));
        Assert.Equal(["[0]", "[500]", "[1000]"], rig.Shop.Requests.Where(target => target.StartsWith("/api/combinations", StringComparison.Ordinal)).Select(target => IdAbove().Match(target).Groups[1].Value));
    }

    [Fact]
    public async Task Variants_that_are_too_many_for_the_shop_are_asked_for_in_smaller_pages()
    {
        rig.Shop.With(new ShopProduct(1)).With(Enumerable.Range(1, 300).Select(id => new ShopCombination(id, 1) { Values = ["11"] }));
        rig.Shop.Spoil = (request, _) => request.Target.StartsWith("/api/combinations", StringComparison.Ordinal) && Limit(request) > 100
            ? StrictHttp.Answer(HttpStatusCode.InternalServerError, "") : null;

        Assert.Equal(300, (await rig.ReadOneProductAsync()).Variants.Count);
    }

    [Theory]
    [InlineData("1.6.1.23", "isbn mpn state product_type")]
    [InlineData("1.7.6.2", "mpn product_type")]
    [InlineData("1.7.7.2", "product_type")]
    [InlineData("8.1.2", "")]
    public async Task Only_fields_that_exist_in_the_version_are_asked_for(string version, string absent)
    {
        rig.Facts["version"] = rig.Shop.Version = version;
        rig.Shop.With(new ShopProduct(9) { Unknown = absent.Split(' ') });

        Assert.False((await rig.ReadOneProductAsync()).IsDraft);

        var display = DisplayOf().Match(rig.Shop.Requests.First(target => target.StartsWith("/api/products", StringComparison.Ordinal))).Groups[1].Value.Split(',');
        Assert.All(new[] { "isbn", "mpn", "state", "product_type" }, field => Assert.Equal(!absent.Contains(field, StringComparison.Ordinal), display.Contains(field)));
    }

    [Theory]
    [InlineData("products")]
    [InlineData("combinations")]
    public async Task A_shop_that_does_not_know_a_field_is_asked_for_all_it_has(string resource)
    {
        rig.Shop.With(new ShopProduct(9)).With(new ShopCombination(31, 9) { Values = ["11"] });
        rig.Shop.Spoil = (request, _) => request.Target.StartsWith($"/api/{resource}?display=[", StringComparison.Ordinal) ? rig.Shop.Error(HttpStatusCode.BadRequest, 35) : null;

        Assert.Equal("M", Assert.Single((await rig.ReadOneProductAsync()).Variants).Name);
    }

    [Fact]
    public async Task Option_values_whose_ids_stand_in_elements_named_0_are_read_from_their_links()
    {
        rig.Facts["version"] = rig.Shop.Version = "8.0.2";
        rig.Shop.With(Enumerable.Range(1, 50).Select(id => new ShopProduct(id)))
            .With(Enumerable.Range(1, 400).Select(id => new ShopCombination(id, 1 + (id % 50)) { Values = ["11", "21"], Images = ["55"] }));
        rig.Shop.Spoil = (request, body) => request.Target.StartsWith("/api/combinations", StringComparison.Ordinal)
            ? rig.Shop.Xml(EntryOf().Replace(body, "<$1 xlink:href=\"https://shop.example.com/api/x/$2\"><0><![CDATA[]]></0></$1>")) : null;

        var variants = (await rig.ReadProductsAsync()).SelectMany(page => page.Products).SelectMany(product => product.Variants).ToList();

        Assert.Equal(400, variants.Count);
        Assert.All(variants, variant => Assert.Equal(("Red, M", "55"), (variant.Name, Assert.Single(variant.ImageIds))));
        Assert.Single(rig.Shop.Requests, target => target.StartsWith("/api/combinations", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_shop_that_leaves_the_option_values_out_of_a_narrow_answer_is_asked_for_all_it_has()
    {
        rig.Shop.With(new ShopProduct(1)).With(new ShopCombination(31, 1) { Values = ["11"] });
        rig.Shop.Spoil = (request, body) => request.Target.StartsWith("/api/combinations?display=[", StringComparison.Ordinal) ? rig.Shop.Xml(EntryOf().Replace(body, "")) : null;

        Assert.Equal("M", Assert.Single((await rig.ReadOneProductAsync()).Variants).Name);
        Assert.Equal(2, rig.Shop.Requests.Count(target => target.StartsWith("/api/combinations", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task One_product_that_is_no_xml_is_reported_and_its_neighbours_arrive()
    {
        rig.Shop.With(Enumerable.Range(1, 20).Select(id => new ShopProduct(id) { Description = id == 7 ? "<script>//<![CDATA[ x() //]]><b></script>" : "fine" }));

        var page = Assert.Single(await rig.ReadProductsAsync());

        var bad = Assert.Single(page.Unreadable);
        Assert.Equal("7", bad.ExternalId);
        Assert.Contains("x()", bad.Excerpt, StringComparison.Ordinal);
        Assert.Equal(19, page.Products.Count);
        Assert.Equal(20, CatalogueCursor.Parse(page.Cursor).LastId);
    }

    [Fact]
    public async Task A_product_whose_variant_cannot_be_read_is_reported_as_a_whole()
    {
        rig.Shop.With(Enumerable.Range(1, 5).Select(id => new ShopProduct(id)))
            .With(Enumerable.Range(1, 5).Select(id => new ShopCombination(30 + id, id) { Price = id == 3 ? "free" : "0.000000", Values = ["11"] }));

        var page = Assert.Single(await rig.ReadProductsAsync());

        var bad = Assert.Single(page.Unreadable);
        Assert.Equal("3", bad.ExternalId);
        Assert.Contains("variants", bad.Reason.ToString(), StringComparison.Ordinal);
        Assert.Equal(["1", "2", "4", "5"], page.Products.Select(product => product.ExternalId));
    }

    [Fact]
    public async Task A_manufacturer_that_cannot_be_read_is_said_and_the_others_are_used()
    {
        rig.Shop.WithXml("manufacturers", "<manufacturer><id><![CDATA[4]]></id><name><![CDATA[Evil ]]> & <Co]]></name></manufacturer>")
            .With(new ShopProduct(1) { Manufacturer = "4" }, new ShopProduct(2));

        var page = Assert.Single(await rig.ReadProductsAsync());

        Assert.Equal(["", "Château d'Été"], page.Products.Select(product => product.Manufacturer));
        Assert.Contains("manufacturers", Assert.Single(page.Lacking).Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_value_added_while_the_catalogue_is_read_is_asked_for_by_name()
    {
        rig.Shop.With(Enumerable.Range(1, 60).Select(id => new ShopProduct(id)))
            .With(Enumerable.Range(1, 60).Select(id => new ShopCombination(100 + id, id) { Values = [id == 55 ? "99" : "11"] }));
        rig.Shop.Http.Asked = request =>
        {
            if (request.Target.Contains("filter[id]=>[50]", StringComparison.Ordinal) && request.Target.StartsWith("/api/products", StringComparison.Ordinal))
            {
                rig.Shop.WithXml("product_option_values", ShopCatalogue.Named("product_option_value", 99, "XXL", ("id_attribute_group", "1"), ("position", "9")));
            }
        };

        var products = (await rig.ReadProductsAsync()).SelectMany(page => page.Products).ToList();

        Assert.Equal("XXL", products[54].Variants[0].Name);
        Assert.Contains(rig.Shop.Requests, target => target.StartsWith("/api/product_option_values", StringComparison.Ordinal) && target.Contains("filter[id]=[99]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_is_too_much_for_the_shop_is_halved()
    {
        rig.Shop.With(Enumerable.Range(1, 60).Select(id => new ShopProduct(id)));
        rig.Shop.Spoil = (request, _) => request.Target.StartsWith("/api/products", StringComparison.Ordinal) && Limit(request) > 12 ? StrictHttp.Answer(HttpStatusCode.GatewayTimeout, "") : null;

        Assert.Equal(60, (await rig.ReadProductsAsync()).Sum(page => page.Products.Count));
    }

    [Fact]
    public async Task When_no_product_of_many_is_readable_it_is_the_shop_that_is_broken()
    {
        rig.Shop.With(Enumerable.Range(1, 20).Select(id => new ShopProduct(id) { Price = "n/a" }));

        var error = await Assert.ThrowsAsync<RemoteFailureException>(() => rig.ReadProductsAsync());

        Assert.Equal("malformed", error.Failure.Code);
    }

    private static int Limit(SentRequest request) => LimitOf().Match(request.Target) is { Success: true } match ? int.Parse(match.Groups[1].Value) : 1;

    [GeneratedRegex(@"<(product_option_value|image)><id><!\[CDATA\[(\d+)\]\]></id></\1>")]
    private static partial Regex EntryOf();

    [GeneratedRegex(@"limit=(\d+)")]
    private static partial Regex LimitOf();

    [GeneratedRegex(@"display=\[([^&]*)\]")]
    private static partial Regex DisplayOf();

    [GeneratedRegex(@"filter\[id\]=>(\[\d+\])")]
    private static partial Regex IdAbove();
}
