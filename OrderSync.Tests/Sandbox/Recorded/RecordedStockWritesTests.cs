using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Sandbox.Recorded;

/// <summary>Writes of stock recorded from a real PrestaShop 8.1.2, sent to the sandbox in the same order: same answers, same rows afterwards.</summary>
public sealed partial class RecordedStockWritesTests(SandboxServer server) : IClassFixture<SandboxServer>
{
    private const string Sum = "64", First = "65", Second = "66", Simple = "67";

    /// <summary>The rows after each write, as the recorded shop's database had them.</summary>
    private static readonly (string Name, (string Row, int Quantity)[] After)[] Writes =
    [
        ("450-put-stock", [(Sum, 77)]), ("451-put-stock-min", [(Sum, 77)]), ("452-put-stock-required", [(Sum, 6)]), ("453-put-stock-again", [(Sum, 78)]),
        ("454-put-stock-neg", [(Sum, -4)]), ("455-put-stock-float", [(Sum, -4)]), ("456-put-stock-empty", [(Sum, -4)]), ("457-put-stock-huge", [(Sum, -4)]),
        ("458-patch-stock", [(Sum, 12)]), ("461-put-stock-combo", [(Sum, 1004), (First, 1000), (Second, 4)]), ("462-put-stock-combo-zero", [(Sum, 5), (First, 1000), (Second, 4)]),
        ("463-put-stock-combo-2", [(Sum, 11), (First, 7), (Second, 4)]), ("466-put-stock-wrongproduct", [(Sum, 11), (Simple, 7)]),
        ("467-put-stock-bulk", [(First, 41), (Second, 42), (Simple, 43), (Sum, 83)]), ("468-put-stock-bulk-partial", [(First, 51)]),
    ];

    [RecordingsFact]
    public async Task The_sandbox_takes_writes_of_stock_like_the_recorded_shop()
    {
        await MakeAlikeAsync();
        foreach (var (name, after) in Writes)
        {
            var recorded = Exchange.Parse(Recordings.Read("prestashop", "8.1.2", name));

            var ours = await SendAsync(recorded);

            Assert.True(recorded.Answer.Status == (int)ours.StatusCode, $"{name}: {ours.StatusCode}");
            Compare(name, recorded.Answer.Body, Recorded(await ours.Content.ReadAsStringAsync()));
            Assert.Equal(after.Select(row => (name, row.Row, row.Quantity)), (await QuantitiesAsync(after.Select(row => row.Row))).Select(row => (name, row.Row, row.Quantity)));
        }
    }

    [RecordingsFact]
    public async Task A_row_written_without_its_shop_is_in_lists_and_not_found_by_its_id()
    {
        await MakeAlikeAsync();
        await SendAsync(Exchange.Parse(Recordings.Read("prestashop", "8.1.2", "452-put-stock-required")));

        Assert.Equal(404, (int)(await server.GetAsync("stock_availables/1")).StatusCode);
        Assert.Equal([(Sum, 6)], await QuantitiesAsync([Sum]));
        await SendAsync(Exchange.Parse(Recordings.Read("prestashop", "8.1.2", "453-put-stock-again")));
        Assert.Equal(200, (int)(await server.GetAsync("stock_availables/1")).StatusCode);
    }

    /// <summary>Rows 1 to 4 stand for rows 64 to 67 of the recorded shop, products 9001 and 9002 for its 25 and 26.</summary>
    private async Task MakeAlikeAsync()
    {
        (int Row, string Fields)[] rows =
        [
            (1, "9001, \"id_product_attribute\": 0, \"quantity\": 20"), (2, "9001, \"id_product_attribute\": 40, \"quantity\": 3"),
            (3, "9001, \"id_product_attribute\": 41, \"quantity\": 4"), (4, "9002, \"id_product_attribute\": 0, \"quantity\": 7"),
        ];
        foreach (var (row, fields) in rows)
        {
            using var content = new StringContent($"{{\"id_product\": {fields}, \"id_shop\": 1, \"id_shop_group\": 0}}", Encoding.UTF8, "application/json");
            (await server.Client.PatchAsync(new Uri(server.Address, $"sandbox/control/records/stock_availables/{row}"), content)).EnsureSuccessStatusCode();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Exchange recorded)
    {
        var line = recorded.RequestLine.Split(' ');
        var content = new StringContent(Here(recorded.RequestBody), new MediaTypeHeaderValue("text/xml"));
        using var request = new HttpRequestMessage(new HttpMethod(line[0]), new Uri(server.Api + line[1]["/api/".Length..])) { Content = content };
        return await server.Client.SendAsync(request);
    }

    private async Task<List<(string Row, int Quantity)>> QuantitiesAsync(IEnumerable<string> rows)
    {
        var xml = XDocument.Parse(Recorded(await (await server.GetAsync("stock_availables?filter[id]=[1|2|3|4]&display=[id,quantity]")).Content.ReadAsStringAsync()));
        var found = xml.Descendants("stock_available").ToDictionary(row => row.Element("id")!.Value, row => (int)row.Element("quantity")!);
        return [.. rows.Select(row => (row, found[row]))];
    }

    private void Compare(string name, string recorded, string ours)
    {
        var here = recorded.Replace("http://127.0.0.1:8081/", $"{server.Address}sandbox/prestashop/", StringComparison.Ordinal);
        Assert.Equal((name, here.ReplaceLineEndings("\n").TrimEnd()), (name, ours.TrimEnd()));
    }

    private static string Here(string xml) => Product().Replace(Id().Replace(xml, row => row.Groups[1].Value + (int.TryParse(row.Groups[2].Value, out var id) && id is >= 64 and <= 67 ? id - 63 : id)),
        product => product.Groups[1].Value + (product.Groups[2].Value == "25" ? "9001" : "9002"));

    private static string Recorded(string xml) => Id().Replace(xml, row => row.Groups[1].Value + (int.Parse(row.Groups[2].Value) + 63))
        .Replace("products/9001", "products/25", StringComparison.Ordinal).Replace("[9001]", "[25]", StringComparison.Ordinal)
        .Replace("products/9002", "products/26", StringComparison.Ordinal).Replace("[9002]", "[26]", StringComparison.Ordinal);

    [GeneratedRegex(@"(<id>(?:<!\[CDATA\[)?)(\d+)")]
    private static partial Regex Id();

    [GeneratedRegex(@"(<id_product(?: [^>]*)?>(?:<!\[CDATA\[)?)(25|26)")]
    private static partial Regex Product();
}
