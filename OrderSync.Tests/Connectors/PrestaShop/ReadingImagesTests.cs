using System.Net;
using System.Net.Http.Headers;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>Which pictures there are, and how each is fetched.</summary>
public sealed class ReadingImagesTests
{
    private const string PublicPath = "/img/p/5/5/55.jpg";
    private static readonly byte[] Picture = GeneratedPicture.Png(55, 64);

    private readonly Rig rig = new(ShopCatalogue.Usual()
        .WithRow("image_types", "image_type", ("id", "1"), ("name", "small_default"), ("width", "98"), ("products", "1"))
        .WithRow("image_types", "image_type", ("id", "2"), ("name", "large_default"), ("width", "800"), ("products", "1"))
        .WithRows("images/products/9/55").WithRows("images/products/9/55/small_default"));

    private Func<HttpResponseMessage> shownInPublic = () => new HttpResponseMessage(HttpStatusCode.NotFound);

    public ReadingImagesTests() => rig.Shop.Http.On(request => request.Address.AbsolutePath.StartsWith("/img/p/", StringComparison.Ordinal), request =>
    {
        Assert.Null(request.Authorization);
        return shownInPublic();
    });

    [Fact]
    public async Task Pictures_of_products_and_variants_are_listed_with_few_requests()
    {
        rig.Shop.With(Enumerable.Range(1, 300).Select(id => new ShopProduct(id) { Images = ["54", "55", "../etc"], Cover = "55" }))
            .With(new ShopCombination(31, 9) { Images = ["54", "77"] }, new ShopCombination(32, 9));

        var products = (await ReadAsync()).SelectMany(page => page.Products).ToList();

        Assert.Equal(300, products.Count);
        Assert.Equal(["55", "54"], products[8].ImageIds);
        Assert.Equal(["54"], Assert.Single(products[8].Variants).Value);
        Assert.InRange(rig.Shop.Requests.Count, 1, 8);
    }

    [Fact]
    public async Task A_picture_is_fetched_where_everybody_may_without_the_key()
    {
        shownInPublic = () => Image(Picture);

        Assert.Equal(Picture, (await DownloadAsync()).Content);
        Assert.Equal([PublicPath], rig.Shop.Requests);
        Assert.Equal(("images", 200, (long)Picture.Length), Assert.Single(rig.Reported) is var sent ? (sent.Resource, sent.Status, sent.Bytes) : default);
        Assert.Equal(1, rig.Budgeted);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("page")]
    [InlineData("redirect")]
    public async Task Where_it_is_not_shown_in_public_the_webservice_is_asked_and_after_three_misses_at_once(string how)
    {
        await ReadAsync();
        shownInPublic = () => how switch
        {
            "page" => StrictHttp.Answer(HttpStatusCode.OK, "<html>Welcome</html>", "text/html"),
            "redirect" => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("https://shop.example.com/") } },
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        };
        FromWebservice(() => Image(Picture));

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(Picture, (await DownloadAsync()).Content);
        }

        Assert.Equal(3, rig.Shop.Requests.Count(target => target == PublicPath));
        Assert.Equal(4, rig.Shop.Requests.Count(target => target == "/api/images/products/9/55?id_shop=1"));
    }

    [Fact]
    public async Task A_thumbnail_is_the_shops_narrowest_size_that_is_wide_enough()
    {
        await ReadAsync();
        shownInPublic = () => Image(Picture);

        Assert.Equal(Picture, (await DownloadAsync(ImageSize.Thumbnail)).Content);

        Assert.Equal("/img/p/5/5/55-small_default.jpg", rig.Shop.Requests[^1]);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, 0, "image-missing")]
    [InlineData(HttpStatusCode.BadRequest, 57, "image-missing")]
    [InlineData(HttpStatusCode.BadRequest, 58, "image-missing")]
    [InlineData(HttpStatusCode.InternalServerError, 0, "image-broken")]
    [InlineData(HttpStatusCode.InternalServerError, 59, "image-broken")]
    [InlineData(HttpStatusCode.InternalServerError, 47, "image-broken")]
    public async Task What_is_wrong_with_one_picture_is_said_of_that_picture(HttpStatusCode status, int code, string failure)
    {
        FromWebservice(() => code == 0 ? rig.Shop.Xml("", status) : rig.Shop.Error(status, code));

        Assert.Equal(failure, (await DownloadAsync()).Failure?.Code);
    }

    [Fact]
    public async Task Five_pictures_in_a_row_that_break_the_shop_end_the_reading()
    {
        FromWebservice(() => rig.Shop.Xml("", HttpStatusCode.InternalServerError));
        for (var i = 0; i < 4; i++)
        {
            Assert.NotNull((await DownloadAsync()).Failure);
        }

        await Assert.ThrowsAsync<RemoteFailureException>(() => DownloadAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, 26)]
    [InlineData(HttpStatusCode.Unauthorized, 20)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 22)]
    public async Task What_is_wrong_with_the_shop_ends_the_reading(HttpStatusCode status, int code)
    {
        FromWebservice(() => rig.Shop.Error(status, code));

        await Assert.ThrowsAsync<RemoteFailureException>(() => DownloadAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_picture_with_too_many_bytes_is_cut_off_whether_or_not_its_length_is_said(bool said)
    {
        shownInPublic = () => Image(new byte[50_000], said);

        Assert.Equal("image-too-large", (await DownloadAsync(most: 40_000)).Failure?.Code);
    }

    private void FromWebservice(Func<HttpResponseMessage> answer) =>
        rig.Shop.Spoil = (request, _) => request.Target.StartsWith("/api/images/", StringComparison.Ordinal) ? answer() : null;

    private static HttpResponseMessage Image(byte[] content, bool lengthIsSaid = true)
    {
        var body = lengthIsSaid ? (HttpContent)new ByteArrayContent(content) : new StreamContent(new UnknownLength(content));
        body.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return new HttpResponseMessage { Content = body };
    }

    private async Task<(RemoteFailure? Failure, byte[] Content)> DownloadAsync(ImageSize size = ImageSize.Original, long most = 1_000_000)
    {
        using var target = new MemoryStream();
        var failure = await rig.Connector.DownloadAsync(rig.Connection, new ImageRequest("9", "55", size, most), target, CancellationToken.None);
        return (failure, target.ToArray());
    }

    private async Task<List<ImagePage>> ReadAsync()
    {
        var pages = new List<ImagePage>();
        await foreach (var page in rig.Connector.ReadImagesAsync(rig.Connection, null, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    private sealed class UnknownLength(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
