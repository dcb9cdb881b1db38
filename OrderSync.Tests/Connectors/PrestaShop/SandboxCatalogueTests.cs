using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Sandbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.Faults;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>A sandbox with a catalogue of the size that figures are promised for.</summary>
public sealed class LargeCatalogueServer() : SandboxServer("--orders", "10", "--products", "5000");

/// <summary>The catalogue over real HTTP from the sandbox's shop.</summary>
public sealed class SandboxCatalogueTests(LargeCatalogueServer sandbox) : IClassFixture<LargeCatalogueServer>, IRequestBudget, IRequestObserver, IDisposable
{
    private const int Products = 5000;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly List<RequestRecord> requests = [];

    private PrestaShopConnector Connector => new(new PrestaShopClient(http, this, new HurryingClock(TimeProvider.System.GetUtcNow()), NullLogger<PrestaShopClient>.Instance), TimeProvider.System);

    private Connection Connection => new(
        1, "Sandbox", new PrestaShopSettings { Url = $"{sandbox.Address}sandbox/prestashop", ApiKey = SandboxOptions.DefaultApiKey },
        new Dictionary<string, string> { ["version"] = "8.1.2", ["shopId"] = "1" }, this);

    public void Dispose()
    {
        sandbox.Get<SandboxFaults>().Clear();
        http.Dispose();
    }

    [Fact]
    public async Task Five_thousand_products_arrive_whole_with_few_requests()
    {
        var pages = await ReadAsync();

        var products = pages.SelectMany(page => page.Products).ToList();
        Assert.Equal(Enumerable.Range(1, Products).Select(id => id.ToString()), products.Select(product => product.ExternalId));
        Assert.Empty(pages.SelectMany(page => page.Unreadable));
        Assert.Empty(pages.SelectMany(page => page.Lacking).Select(failure => failure.Message.ToString()));
        var finished = products.Where(product => !product.IsDraft).ToList();
        Assert.Equal(Products - 1, finished.Count);
        Assert.All(finished, product => Assert.NotEmpty(product.Name));
        Assert.All(finished, product => Assert.Equal(["en", "pl", "ru"], product.Texts.Select(text => text.Language)));
        Assert.All(products, product => Assert.True(product.Manufacturer.Length > 0 && product.Category.Length > 0 && product.TaxRate == 23));
        Assert.Contains(products, product => product.Kind == ProductKind.Pack);
        Assert.Contains(products, product => product.Kind == ProductKind.Virtual);
        Assert.InRange(requests.Count / (double)Products, 0, 0.03); // 0.15 are promised
    }

    [Fact]
    public async Task Variants_have_the_names_of_their_options_and_prices_of_their_own()
    {
        var shirt = (await ReadAsync()).SelectMany(page => page.Products).First();

        Assert.Equal(("SB-TSH-FOR", ProductKind.Variants, "Clothes"), (shirt.Variants[0].Sku[..10], shirt.Kind, shirt.Category));
        Assert.Equal(["S, Black", "S, Green", "M, Black", "M, Green", "L, Black", "L, Green", "XL, Black", "XL, Green"], shirt.Variants.Select(variant => variant.Name));
        Assert.Equal([17.95m, 19.95m], shirt.Variants.Select(variant => Math.Round(variant.PriceNet * 1.23m, 2)).Distinct());
        Assert.Equal(["1", "2"], shirt.ImageIds);
    }

    [Theory]
    [InlineData(FaultKind.PhpNotice, null)]
    [InlineData(FaultKind.ServerError, 3)]
    public async Task A_fault_that_can_be_got_over_loses_nothing(FaultKind kind, int? times)
    {
        sandbox.Get<SandboxFaults>().Set(new Fault(kind) { Requests = times });

        Assert.Equal(Products, (await ReadAsync()).Sum(page => page.Products.Count));
    }

    [Fact]
    public async Task Its_malformed_product_is_reported_and_all_others_arrive()
    {
        sandbox.Get<SandboxFaults>().Set(new Fault(FaultKind.MalformedRecord) { Resource = "products", Value = 20 });
        var pages = await ReadAsync();

        Assert.Equal("20", Assert.Single(pages.SelectMany(page => page.Unreadable)).ExternalId);
        Assert.Equal(Products - 1, pages.Sum(page => page.Products.Count));
    }

    [Fact]
    public async Task A_reading_that_is_cut_off_goes_on_behind_its_last_page()
    {
        string? cursor = null;
        var read = 0;
        await foreach (var page in Connector.ReadProductsAsync(Connection, null, CancellationToken.None))
        {
            (cursor, read) = (page.Cursor, read + page.Products.Count);
            if (read > 200)
            {
                break;
            }
        }

        Assert.Equal(Products, read + (await ReadAsync(cursor)).Sum(page => page.Products.Count));
    }

    ValueTask IRequestBudget.WaitAsync(long integrationId, int perMinute, CancellationToken ct) => ValueTask.CompletedTask;

    void IRequestObserver.Sent(RequestRecord request)
    {
        lock (requests)
        {
            requests.Add(request);
        }
    }

    private async Task<List<ProductPage>> ReadAsync(string? cursor = null)
    {
        var pages = new List<ProductPage>();
        await foreach (var page in Connector.ReadProductsAsync(Connection, cursor, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }
}
