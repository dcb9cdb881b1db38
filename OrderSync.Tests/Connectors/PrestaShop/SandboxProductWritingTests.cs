using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Sandbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.Faults;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>Products over real HTTP, written to the sandbox's shop.</summary>
public sealed class SandboxProductWritingTests : IClassFixture<SandboxServer>, IRequestBudget, IRequestObserver, IDisposable
{
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly List<RequestRecord> requests = [];
    private readonly HurryingClock clock = new(TimeProvider.System.GetUtcNow());
    private readonly SandboxServer sandbox;
    private readonly PrestaShopConnector connector;

    public SandboxProductWritingTests(SandboxServer sandbox)
    {
        this.sandbox = sandbox;
        connector = NewConnector();
    }

    public void Dispose()
    {
        sandbox.Get<SandboxFaults>().Clear();
        http.Dispose();
    }

    [Theory]
    [InlineData("8.1.2", "PATCH", "7")]
    [InlineData("1.7.7.2", "PUT", "8")]
    public async Task A_price_and_a_text_change_nothing_else_of_the_product(string version, string method, string id)
    {
        var connection = Connection(version);
        var before = await WireAsync(id);
        var price = (decimal)before.Element("price")!;

        await foreach (var part in connector.WritePricesAsync(connection, [new(id, price, 4.065041m)], CancellationToken.None))
        {
            Assert.Equal(CatalogSent.Written, Assert.Single(part).Result);
        }

        await foreach (var part in connector.WriteTextsAsync(connection, [new(id, [new("pl", "Nowa nazwa", "", "")])], CancellationToken.None))
        {
            Assert.Equal(CatalogSent.Written, Assert.Single(part).Result);
        }

        var after = await WireAsync(id);
        Assert.Equal(["price", "date_upd", "name"], before.Elements().Where(field => !XNode.DeepEquals(field, after.Element(field.Name))).Select(field => field.Name.LocalName).OrderBy(name => Array.IndexOf(["price", "date_upd", "name"], name)));
        Assert.Equal("4.065041", after.Element("price")!.Value);
        Assert.Equal([before.Element("name")!.Elements().First().Value, "Nowa nazwa"], after.Element("name")!.Elements().Take(2).Select(text => text.Value));
        Assert.Equal(2, requests.Count(request => request.Method == method));
    }

    [Theory]
    [InlineData("8.1.2", "PATCH")]
    [InlineData("1.7.7.2", "PUT")]
    public async Task The_price_of_a_variant_changes_nothing_else_of_it_and_nothing_of_its_product(string version, string method)
    {
        var connection = Connection(version);
        var shown = await ShirtAsync();
        var (product, variant) = (await WireAsync("1"), shown.Variants[0]);
        var before = await CombinationAsync(variant.VariantId);
        requests.Clear();

        var results = (await PricesAsync(
            connection,
            new("1", variant.PriceNet, shown.PriceNet - 1.5m) { VariantId = variant.VariantId },
            new("1", shown.Variants[1].PriceNet + 1, 3m) { VariantId = shown.Variants[1].VariantId },
            new("2", 1m, 3m) { VariantId = shown.Variants[2].VariantId })).OrderBy(result => int.Parse(result.VariantId)).ToList();

        Assert.Equal([CatalogSent.Written, CatalogSent.Changed, CatalogSent.NoProduct], results.Select(result => result.Result));
        Assert.Equal([shown.PriceNet - 1.5m, shown.Variants[1].PriceNet, null], results.Select(result => result.PriceNow));
        Assert.Equal(["GET", "GET", method], requests.Select(request => request.Method));
        var after = await CombinationAsync(variant.VariantId);
        Assert.Equal(["price"], before.Elements().Where(field => !XNode.DeepEquals(field, after.Element(field.Name))).Select(field => field.Name.LocalName));
        Assert.Equal("-1.500000", after.Element("price")!.Value);
        Assert.True(XNode.DeepEquals(product, await WireAsync("1")));

        var again = await PricesAsync(connection, new PriceWrite("1", shown.PriceNet - 1.5m, variant.PriceNet) { VariantId = variant.VariantId });
        Assert.Equal(CatalogSent.Written, Assert.Single(again).Result);
        Assert.True(XNode.DeepEquals(before, await CombinationAsync(variant.VariantId)));
    }

    [Fact]
    public async Task A_product_the_shop_sells_in_variants_by_now_keeps_its_price()
    {
        var shown = await ShirtAsync();

        var results = await PricesAsync(Connection("8.1.2"), new PriceWrite("1", shown.PriceNet, 3m));

        Assert.Contains("in variants by now", Assert.Single(results).Message!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(requests, request => request.Method != "GET");
    }

    [Theory]
    [InlineData(FaultKind.SavedButServerError)]
    [InlineData(FaultKind.TimeOutAfterSave)]
    public async Task After_a_lost_answer_there_is_one_product_and_one_picture(FaultKind kind)
    {
        var faults = sandbox.Get<SandboxFaults>();
        clock.LimitsPass = () => faults.Find(FaultKind.TimeOutAfterSave) is not null;
        var (connection, reference) = (Connection("8.1.2"), $"OS-{kind}");
        await connector.ReadShownAsync(connection, ["1"], CancellationToken.None);

        faults.Set(new Fault(kind) { Requests = 1, Resource = "products" });
        var added = await connector.AddProductAsync(connection, new(reference, "", 5m, 0, 0, [new("pl", "Maść", "", "")]), CancellationToken.None);
        faults.Set(new Fault(kind) { Requests = 1, Resource = "images" });
        var picture = await connector.AddImageAsync(connection, new(added.Id, ImageFormat.Png, []), () => new MemoryStream(Picture), CancellationToken.None);

        Assert.Equal([CatalogSent.Written, CatalogSent.Written], [added.Result, picture.Result]);
        Assert.Single(await ListAsync($"products?filter[reference]=[{reference}]&display=[id]"));
        Assert.Equal([picture.Id], Assert.Single(await connector.ReadShownAsync(connection, [added.Id], CancellationToken.None)).ImageIds);
        Assert.Equal(Picture, await sandbox.Client.GetByteArrayAsync(new Uri($"{sandbox.Api}images/products/{added.Id}/{picture.Id}")));
        var made = await WireAsync(added.Id);
        Assert.Equal(["0", "1", "1"], ((string[])["active", "state", "show_price"]).Select(field => made.Element(field)!.Value));
        Assert.Single(made.Element("associations")!.Element("stock_availables")!.Elements());
    }

    [Fact]
    public async Task A_product_whose_tax_nobody_knows_is_not_made()
    {
        var added = await connector.AddProductAsync(Connection("8.1.2"), new("OS-no-tax", "", 5m, null, 0, [new("pl", "Maść", "", "")]), CancellationToken.None);

        Assert.Equal(CatalogSent.Refused, added.Result);
        Assert.DoesNotContain(requests, request => request.Method != "GET");
    }

    /// <summary>A product with variants, seen by somebody who learns the shop's version from it.</summary>
    private async Task<ShownProduct> ShirtAsync() => Assert.Single(await NewConnector().ReadShownAsync(Connection("8.1.2"), ["1"], CancellationToken.None));

    private PrestaShopConnector NewConnector() => new(new PrestaShopClient(http, this, clock, NullLogger<PrestaShopClient>.Instance), clock);

    private async Task<List<CatalogWritten>> PricesAsync(Connection connection, params PriceWrite[] writes)
    {
        var results = new List<CatalogWritten>();
        await foreach (var part in connector.WritePricesAsync(connection, writes, CancellationToken.None))
        {
            results.AddRange(part);
        }

        return results;
    }

    private async Task<XElement> CombinationAsync(string id) =>
        XDocument.Parse(await (await sandbox.GetAsync($"combinations/{id}")).Content.ReadAsStringAsync()).Root!.Element("combination")!;

    private async Task<IReadOnlyList<XElement>> ListAsync(string query) =>
        [.. XDocument.Parse(await (await sandbox.GetAsync(query)).Content.ReadAsStringAsync()).Root!.Elements().Single().Elements()];

    private async Task<XElement> WireAsync(string id) =>
        XDocument.Parse(await (await sandbox.GetAsync($"products/{id}")).Content.ReadAsStringAsync()).Root!.Element("product")!;

    private Connection Connection(string version) => new(
        1, "Sandbox",
        new PrestaShopSettings { Url = $"{sandbox.Address}sandbox/prestashop", ApiKey = SandboxOptions.DefaultApiKey, NewProductCategory = "5" },
        new Dictionary<string, string> { ["version"] = version, ["shopId"] = "1" }, this);

    ValueTask IRequestBudget.WaitAsync(long integrationId, int perMinute, CancellationToken ct) => ValueTask.CompletedTask;

    void IRequestObserver.Sent(RequestRecord request)
    {
        lock (requests)
        {
            requests.Add(request);
        }
    }
}
