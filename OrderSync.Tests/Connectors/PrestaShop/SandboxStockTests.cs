using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Sandbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.PrestaShop;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>Stock over real HTTP, read from the sandbox's shop and written to it.</summary>
public sealed class SandboxStockTests : IClassFixture<SandboxStockTests.Server>, IRequestBudget, IRequestObserver, IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly List<RequestRecord> requests = [];
    private readonly HurryingClock clock = new(TimeProvider.System.GetUtcNow());
    private readonly Server sandbox;
    private readonly PrestaShopConnector connector;

    public SandboxStockTests(Server sandbox)
    {
        this.sandbox = sandbox;
        connector = new PrestaShopConnector(new PrestaShopClient(http, this, clock, NullLogger<PrestaShopClient>.Instance), clock);
    }

    private Connection Connection => new(
        1, "Sandbox", new PrestaShopSettings { Url = $"{sandbox.Address}sandbox/prestashop", ApiKey = SandboxOptions.DefaultApiKey },
        new Dictionary<string, string> { ["version"] = "8.1.2", ["shopId"] = "1" }, this);

    public void Dispose()
    {
        sandbox.Get<SandboxFaults>().Clear();
        http.Dispose();
    }

    [Fact]
    public async Task A_write_changes_the_quantity_of_its_rows_and_the_sums_and_nothing_else()
    {
        var rows = await ReadAsync();
        var chosen = rows.Where(row => row.Oddity is null).Take(100).ToList();
        var before = await WireAsync();
        requests.Clear();

        var results = await WriteAsync([.. chosen.Select(row => new StockWrite(new VariantKey(row.ProductId, row.VariantId), row.Quantity, row.Quantity + 3))]);

        Assert.All(results, result => Assert.Equal(StockSent.Written, result.Result));
        Assert.InRange(requests.Count, 2, 6);
        var after = await WireAsync();
        var wanted = chosen.ToDictionary(row => row.RowId, row => row.Quantity + 3);
        foreach (var (id, row) in after)
        {
            Assert.Equal(before[id].Where(field => field.Name != "quantity"), row.Where(field => field.Name != "quantity"));
            Assert.True(!wanted.TryGetValue(id, out var quantity) || row.Contains(("quantity", $"{quantity}")));
        }

        var read = await ReadAsync();
        foreach (var sum in read.Where(row => row.Oddity == StockOddity.Sum))
        {
            Assert.Equal(read.Where(row => row.ProductId == sum.ProductId && row.Oddity is null).Sum(row => row.Quantity), sum.Quantity);
        }
    }

    [Fact]
    public async Task Every_product_has_its_sum_or_one_row_of_its_own()
    {
        var rows = await ReadAsync();

        Assert.Equal(rows.Count, rows.Select(row => row.RowId).Distinct().Count());
        Assert.All(rows.GroupBy(row => row.ProductId), product => Assert.Equal(
            product.Count() > 1, product.Any(row => row.Oddity == StockOddity.Sum)));
        Assert.InRange(requests.Count, 1, (rows.Count / 400) + 3);
    }

    [Theory]
    [InlineData(FaultKind.SavedButServerError)]
    [InlineData(FaultKind.TimeOutAfterSave)]
    public async Task What_was_saved_without_a_good_answer_is_found_and_not_sent_again(FaultKind kind)
    {
        var faults = sandbox.Get<SandboxFaults>();
        clock.LimitsPass = () => faults.Find(FaultKind.TimeOutAfterSave) is not null;
        var chosen = (await ReadAsync()).Where(row => row.Oddity is null).TakeLast(10).ToList();
        faults.Set(new Fault(kind) { Requests = 1 });
        requests.Clear();

        var results = await WriteAsync([.. chosen.Select(row => new StockWrite(new VariantKey(row.ProductId, row.VariantId), row.Quantity, row.Quantity + 1))]);

        Assert.All(results, result => Assert.Equal(StockSent.Written, result.Result));
        Assert.Single(requests, request => request.Method == "PUT");
    }

    [Fact]
    public async Task A_piece_sold_since_the_decision_is_not_given_back()
    {
        var rows = (await ReadAsync()).Where(row => row.Oddity is null).ToList();
        sandbox.Get<SandboxShop>().AddOrders(5);
        var now = (await ReadAsync()).ToDictionary(row => row.RowId);
        var sold = rows.First(row => now[row.RowId].Quantity < row.Quantity);

        var result = Assert.Single(await WriteAsync(new StockWrite(new VariantKey(sold.ProductId, sold.VariantId), sold.Quantity, sold.Quantity + 9)));

        Assert.Equal((StockSent.Changed, now[sold.RowId].Quantity), (result.Result, result.ShopNow));
    }

    private async Task<List<ExternalStock>> ReadAsync()
    {
        var rows = new List<ExternalStock>();
        await foreach (var page in connector.ReadStockAsync(Connection, CancellationToken.None))
        {
            rows.AddRange(page.Rows);
        }

        return rows;
    }

    private async Task<List<StockWritten>> WriteAsync(params StockWrite[] writes)
    {
        var results = new List<StockWritten>();
        await foreach (var part in connector.WriteStockAsync(Connection, writes, CancellationToken.None))
        {
            results.AddRange(part);
        }

        return results;
    }

    private async Task<Dictionary<string, List<(string Name, string Value)>>> WireAsync()
    {
        var answer = await sandbox.GetAsync("stock_availables?display=full");
        return XDocument.Parse(await answer.Content.ReadAsStringAsync()).Descendants("stock_available").ToDictionary(
            row => row.Element("id")!.Value, row => row.Elements().Select(field => (field.Name.LocalName, field.Value)).ToList());
    }

    ValueTask IRequestBudget.WaitAsync(long integrationId, int perMinute, CancellationToken ct) => ValueTask.CompletedTask;

    void IRequestObserver.Sent(RequestRecord request)
    {
        lock (requests)
        {
            requests.Add(request);
        }
    }

    /// <summary>A sandbox with stock enough for several pages.</summary>
    public sealed class Server() : SandboxServer("--orders", "10", "--products", "300");
}
