using System.Net.Http.Headers;
using System.Xml.Linq;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Sandbox.Recorded;

/// <summary>Writes of products recorded from a real PrestaShop 8.1.2, sent to the sandbox in the same order: same answers, same losses.</summary>
public sealed class RecordedProductWritesTests(SandboxServer server) : IClassFixture<SandboxServer>
{
    [RecordingsFact]
    public async Task The_sandbox_takes_writes_of_products_like_the_recorded_shop()
    {
        string[] writes =
        [
            "500-put-product-asis", "501-put-product-drop1", "502-put-product-drop2", "503-put-product-drop3", "504-put-product-price", "505-put-product-price-comma",
            "506-patch-product-price", "507-put-product-min", "509-put-product-badname", "510-put-product-badean", "511-put-product-langless", "512-put-product-onelang",
            "513-post-product", "514-post-product-noname", "515-post-product-noprice", "534-image-upload-wrongfield", "535-image-upload-raw",
        ];
        foreach (var name in writes)
        {
            var recorded = Exchange.Parse(Recordings.Read("prestashop", "8.1.2", name));

            var ours = await SendAsync(recorded);

            var body = await ours.Content.ReadAsStringAsync();
            Assert.Equal((name, recorded.Answer.Status), (name, (int)ours.StatusCode));
            Assert.Equal((name, Error(recorded.Answer.Body)), (name, Error(body)));
            Assert.Equal((name, Shown(recorded.Answer.Body, "price")), (name, Shown(body, "price")));
            if (name != "511-put-product-langless")
            {
                Assert.Equal((name, Shown(recorded.Answer.Body, "name")), (name, Shown(body, "name"))); // of 511 PHP echoes single letters
            }
        }
    }

    [RecordingsFact]
    public async Task What_the_recorded_shop_lost_by_a_put_and_kept_by_a_patch_is_lost_and_kept_here()
    {
        await SendAsync(Exchange.Parse(Recordings.Read("prestashop", "8.1.2", "504-put-product-price")));
        await SendAsync(Exchange.Parse(Recordings.Read("prestashop", "8.1.2", "506-patch-product-price")));
        var patched = await ProductAsync(26);
        await SendAsync(Exchange.Parse(Recordings.Read("prestashop", "8.1.2", "507-put-product-min")));
        var put = await ProductAsync(26);

        Assert.Equal(["21.500000", "RIG-00007", "1"], Values(patched, "price", "reference", "active"));
        Assert.Contains("Sofa", patched.Element("name")!.Value, StringComparison.Ordinal);
        Assert.Equal(["22.000000", "", "0", "both"], Values(put, "price", "reference", "active", "visibility"));
        Assert.Equal("", put.Element("name")!.Value);
        Assert.Equal(Categories(patched), Categories(put));
        Assert.NotEmpty(Categories(put));
    }

    private static string[] Values(XElement product, params string[] fields) => [.. fields.Select(field => product.Element(field)!.Value)];

    private static string[] Categories(XElement product) => [.. product.Element("associations")!.Element("categories")!.Elements().Select(category => category.Element("id")!.Value)];

    private async Task<XElement> ProductAsync(int id) =>
        XDocument.Parse(await (await server.GetAsync($"products/{id}")).Content.ReadAsStringAsync()).Root!.Element("product")!;

    private static string Error(string body) => body.Length == 0 ? "" : XDocument.Parse(body).Descendants("code").FirstOrDefault()?.Value ?? "";

    private static string Shown(string body, string field) => body.Length == 0 ? "" : XDocument.Parse(body).Root!.Element("product")?.Element(field)?.Value ?? "";

    private async Task<HttpResponseMessage> SendAsync(Exchange recorded)
    {
        var line = recorded.RequestLine.Split(' ');
        var type = recorded.RequestHeaders["Content-Type"];
        var content = new StringContent(type.StartsWith("multipart", StringComparison.Ordinal) ? Form : recorded.RequestBody);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var request = new HttpRequestMessage(new HttpMethod(line[0]), new Uri(server.Api + line[1]["/api/".Length..].Replace("/540", "/26", StringComparison.Ordinal))) { Content = content };
        return await server.Client.SendAsync(request);
    }

    /// <summary>Stands for the binary body, which the recording leaves out.</summary>
    private const string Form = "------rig7d1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.png\"\r\nContent-Type: image/png\r\n\r\nabc\r\n------rig7d1--\r\n";
}
