using System.Net;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.PrestaShop;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class AddingProductsTests
{
    private readonly Rig rig = new();

    public AddingProductsTests() => rig.Settings = rig.Settings with { ExportNewProducts = true, NewProductCategory = "4", NewProductTaxGroup = "3" };

    private static NewProduct Ointment => new("OS-7", "5901234567890", 8.121951m, 23m, 0.1m, [new("pl", "Maść żółta; 20 g", "krótko", "<p>długo</p>")]);

    [Fact]
    public async Task A_new_product_is_switched_off_and_has_name_and_address_in_every_language()
    {
        var shop = new FakeCatalogue(rig.Shop, 1);

        var added = await AddAsync(Ointment);

        Assert.Equal((CatalogSent.Written, "2"), (added.Result, added.Id));
        var made = shop.Products[2];
        Assert.Equal(["0", "1", "OS-7", "8.121951", "4", "3", "5901234567890", "1"],
            ((string[])["active", "state", "reference", "price", "id_category_default", "id_tax_rules_group", "ean13", "show_price"]).Select(field => made.Element(field)!.Value));
        Assert.Equal(["Maść żółta 20 g", "Maść żółta 20 g", "masc-zolta-20-g"], [shop.Text(2, "name", 1), shop.Text(2, "name"), shop.Text(2, "link_rewrite")]);
        Assert.Equal("4", made.Element("associations")!.Element("categories")!.Element("category")!.Element("id")!.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_product_that_was_made_though_no_good_answer_came_is_found_by_its_reference(bool lost)
    {
        var shop = new FakeCatalogue(rig.Shop, 1) { AfterWrite = _ => lost ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone") : rig.Shop.Error(HttpStatusCode.InternalServerError, 2) };

        Assert.Equal((CatalogSent.Written, "2"), Found(await AddAsync(Ointment)));
        Assert.Single(shop.Writes);
    }

    [Fact]
    public async Task Nobody_claims_to_know_while_the_request_may_still_be_at_work_and_a_repeat_finds_what_came_late()
    {
        var shop = new FakeCatalogue(rig.Shop, 1);
        shop.Instead = request => request.Method == "POST" ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone") : null;

        var first = await AddAsync(Ointment);
        shop.Instead = _ => null;
        await AddAsync(Ointment); // what arrives late
        var again = await AddAsync(Ointment with { IsRepeat = true });

        Assert.Equal((CatalogSent.Unknown, ""), Found(first));
        Assert.Equal((CatalogSent.Written, "2"), Found(again));
        Assert.Equal(2, shop.Products.Count);
    }

    [Fact]
    public async Task A_product_of_somebody_elses_making_with_the_reference_is_not_doubled_and_not_taken()
    {
        var shop = new FakeCatalogue(rig.Shop, 1);
        shop.Products[1].Element("reference")!.Value = "OS-7";

        Assert.Equal((CatalogSent.AlreadyThere, "1"), Found(await AddAsync(Ointment)));
        Assert.Empty(shop.Writes);
    }

    [Fact]
    public async Task Another_tax_than_that_of_new_products_is_refused_before_anything_is_sent()
    {
        var shop = new FakeCatalogue(rig.Shop, 1);

        Assert.Equal(CatalogSent.Refused, (await AddAsync(Ointment with { TaxRate = 8m })).Result);
        Assert.Empty(shop.Writes);
    }

    [Fact]
    public async Task A_picture_travels_as_a_form_and_is_never_sent_twice()
    {
        var shop = new FakeCatalogue(rig.Shop, 1);
        var lost = 1;
        shop.AfterWrite = answer => lost-- > 0 ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone") : answer;

        var first = await PictureAsync(new ImageAdd("1", ImageFormat.Png, ["10"]));
        var repeated = await PictureAsync(new ImageAdd("1", ImageFormat.Png, ["10"]) { IsRepeat = true });
        var second = await PictureAsync(new ImageAdd("1", ImageFormat.Png, ["10", "11"]));

        Assert.Equal([(CatalogSent.Written, "11"), (CatalogSent.Written, "11"), (CatalogSent.Written, "12")], [Found(first), Found(repeated), Found(second)]);
        Assert.Equal(["10", "11", "12"], shop.Images(1));
        Assert.Contains(rig.Reported, request => request is { Method: "POST", Resource: "images" });
    }

    [Fact]
    public async Task A_picture_the_shop_does_not_take_is_refused_with_its_reason()
    {
        var shop = new FakeCatalogue(rig.Shop, 1);
        shop.Instead = request => request.Method == "POST" ? rig.Shop.Error(HttpStatusCode.BadRequest, 72, "The image size is too large") : null;

        var added = await PictureAsync(new ImageAdd("1", ImageFormat.Png, []));

        Assert.Equal(CatalogSent.Refused, added.Result);
        Assert.Contains("too large", added.Message!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Żel pod prysznic „Świt”", "zel-pod-prysznic-swit")]
    [InlineData("Łódź & słońce", "lodz-slonce")]
    [InlineData("№", "product")]
    [InlineData("Лампа", "product")]
    public void An_address_is_made_of_plain_letters(string name, string link) => Assert.Equal(link, ProductWords.Link(name, "product"));

    private Task<CatalogAdded> AddAsync(NewProduct product) => rig.Connector.AddProductAsync(rig.Connection, product, CancellationToken.None);

    private Task<CatalogAdded> PictureAsync(ImageAdd image) => rig.Connector.AddImageAsync(rig.Connection, image, () => new MemoryStream([1, 2, 3]), CancellationToken.None);

    private static (CatalogSent Result, string Id) Found(CatalogAdded added) => (added.Result, added.Id);
}
