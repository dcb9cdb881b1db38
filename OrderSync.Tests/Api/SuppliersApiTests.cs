using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrderSync.Tests.Support;
using OrderSync.Web.Data.Images;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;

namespace OrderSync.Tests.Api;

/// <summary>Suppliers and pictures, as scripts and browsers get them.</summary>
public sealed class SuppliersApiTests : IAsyncLifetime
{
    private static readonly byte[] Picture = GeneratedPicture.Png(3, 40);

    private TestApp app = null!;
    private HttpClient api = null!;
    private long shop;
    private long product;
    private string hash = "";

    public async Task InitializeAsync()
    {
        app = await TestApp.StartAsync();
        api = app.Api();
        shop = await Rows.IntegrationAsync(app.Databases);
        product = await app.Databases.AddProductAsync("Mug", ["MUG"], (shop, "9"));
        hash = (await app.Get<ImageStore>().ReceiveAsync(target => target.WriteAsync(Picture).AsTask(), default)).File!.Hash;
        await app.Databases.AddImageAsync(shop, product, hash);
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Suppliers_are_listed_and_a_product_names_its_own_and_its_pictures()
    {
        var nordic = await app.Databases.AddSupplierAsync(shop, "4", "Nordic");
        await app.Databases.AddSupplierAsync(shop, "5", "Other");
        await app.Databases.AddOfferAsync(shop, nordic, product, "M-1", 4.5m);

        var list = (await api.GetFromJsonAsync<JsonObject>("/api/v1/suppliers?search=nor"))!;
        var json = (await api.GetFromJsonAsync<JsonObject>($"/api/v1/products/{product}"))!;

        Assert.Equal((1, "Nordic", 1), ((int)list["total"]!, (string?)list["items"]![0]!["name"], (int)list["items"]![0]!["products"]!));
        Assert.Equal(("Nordic", "M-1", "4.50", "EUR"),
            ((string?)json["suppliers"]![0]!["supplier"], (string?)json["suppliers"]![0]!["reference"], (string?)json["suppliers"]![0]!["price"], (string?)json["suppliers"]![0]!["currency"]));
        Assert.Equal((1, true, $"/api/v1/images/{hash}"), ((int)json["images"]![0]!["position"]!, (bool)json["images"]![0]!["cover"]!, (string?)json["images"]![0]!["url"]));
        Assert.Equal(Picture, await api.GetByteArrayAsync((string)json["images"]![0]!["url"]!));
    }

    [Fact]
    public async Task A_picture_is_for_those_who_are_signed_in_and_may_be_kept_for_ever()
    {
        using var signedIn = await app.SignInAsync();
        using var stranger = app.CreateClient(new() { AllowAutoRedirect = false });

        using var answer = await signedIn.GetAsync($"/images/{hash}");
        using var refused = await stranger.GetAsync($"/images/{hash}");

        Assert.Equal((HttpStatusCode.OK, "image/png", "nosniff"), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), Assert.Single(answer.Headers.GetValues("X-Content-Type-Options"))));
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl.Private);
        Assert.Equal(Picture, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("..%2F..%2Fordersync.db")]
    [InlineData("x")]
    public async Task What_no_row_names_is_not_given_out(string name)
    {
        using var answer = await api.GetAsync($"/api/v1/images/{name}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
