using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Http;
using OrderSync.Web.Sandbox.PrestaShop.Seed;

namespace OrderSync.Tests.Sandbox;

/// <summary>What the sandbox shop lists, beyond what it sells.</summary>
public sealed class CatalogueTests(SandboxServer sandbox) : IClassFixture<SandboxServer>
{
    [Fact]
    public void It_has_a_draft_a_pack_virtual_products_one_without_reference_and_two_with_the_same()
    {
        using var shop = new TestShop();

        Assert.Single(shop.Ids("products?display=[id]&filter[state]=0"));
        Assert.NotEmpty(shop.Ids("products?display=[id]&filter[is_virtual]=1"));
        var pack = shop.List("products?display=[id,type,product_bundle[id,quantity]]&filter[cache_is_pack]=1").Single();
        Assert.Equal(("pack", 3), (pack.Element("type")!.Value, pack.Descendants("quantity").Count()));
        var references = shop.List("products?display=[reference]&filter[state]=1").Select(product => product.Element("reference")!.Value).ToList();
        Assert.Single(references, reference => reference.Length == 0);
        Assert.Single(references.Where(reference => reference.Length > 0).GroupBy(reference => reference), group => group.Count() == 2);
    }

    [Fact]
    public void As_many_products_as_wanted_are_seeded_each_beyond_the_usual_with_combinations()
    {
        using var shop = new TestShop(options => options.Products = 300);

        var ids = shop.Ids("products?display=[id]");
        Assert.Equal(300, ids.Count);
        Assert.Equal(300, shop.List("products?display=[ean13]").Select(product => product.Element("ean13")!.Value).Distinct().Count());
        var owners = shop.List("combinations?display=[id_product]").Select(combination => (int)combination.Element("id_product")!).ToHashSet();
        Assert.All(ids.Where(id => id > 100), id => Assert.Contains(id, owners));
        Assert.All(owners, id => Assert.Contains(id, ids));
    }

    [Fact]
    public void Every_picture_a_product_or_combination_names_is_there_but_those_that_are_odd_on_purpose()
    {
        using var shop = new TestShop();

        var links = shop.List("products?display=[id,images[id]]").Concat(shop.List("combinations?display=[id,images[id]]"))
            .SelectMany(record => record.Descendants("image")).Select(image => image.Attributes().Single().Value).Distinct().ToList();

        Assert.True(links.Count > 50);
        Assert.All(
            links.Where(link => Oddities.PictureOf(int.Parse(link.Split('/')[^1])) == PictureOddity.None),
            link => Assert.Equal(StatusCodes.Status200OK, shop.Ask(link.Split("/api/")[1]).Status));
    }

    [Theory]
    [InlineData("images/products/61/122", 400, 0)]
    [InlineData("images/products/62/123", 200, 0)]
    [InlineData("images/products/63/125", 200, 11_000_000)]
    [InlineData("images/products/63/126", 500, 0)]
    [InlineData("images/products/64/127", 500, 0)]
    public void Odd_pictures_are_missing_a_page_too_large_or_break_the_shop(string path, int status, int atLeast)
    {
        using var shop = new TestShop();
        var answer = shop.Ask(path);

        Assert.Equal(status, answer.Status);
        Assert.True(answer.Body.Length >= atLeast);
    }

    [Theory]
    [InlineData("images/products/1/2", 600)]
    [InlineData("images/products/1/2/small_default", 98)]
    public async Task A_picture_is_a_png_of_its_size_and_the_same_each_time(string path, int size)
    {
        using var answer = await sandbox.GetAsync(path);
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal((HttpStatusCode.OK, "image/png"), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
        Assert.Equal((size, size), (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20))));
        Assert.InRange(bytes.Length, 100, 60_000);
        using var again = await sandbox.GetAsync(path);
        Assert.Equal(bytes, await again.Content.ReadAsByteArrayAsync());
        using var other = await sandbox.GetAsync(path.Replace("/1/2", "/1/1", StringComparison.Ordinal));
        Assert.NotEqual(bytes, await other.Content.ReadAsByteArrayAsync());
    }
}
