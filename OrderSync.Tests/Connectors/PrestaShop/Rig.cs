using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>The connector in front of a fake shop.</summary>
internal sealed class Rig : IRequestBudget, IRequestObserver
{
    public Rig(FakeShop? shop = null)
    {
        Shop = shop ?? FakeShop.Usual();
        Client = new PrestaShopClient(new HttpClient(Shop.Http), this, Clock, NullLogger<PrestaShopClient>.Instance);
        Connector = new PrestaShopConnector(Client, Clock);
    }

    public HurryingClock Clock { get; } = new();

    public FakeShop Shop { get; }

    public PrestaShopClient Client { get; }

    public PrestaShopConnector Connector { get; }

    public PrestaShopSettings Settings { get; set; } = new() { Url = FakeShop.Url, ApiKey = FakeShop.Key };

    public Dictionary<string, string> Facts { get; } = new()
    {
        ["version"] = "8.1.2",
        ["shopId"] = "1",
        ["timeZone"] = "Europe/Warsaw",
    };

    /// <summary>Requests as they were reported.</summary>
    public List<RequestRecord> Reported { get; } = [];

    public int Budgeted { get; private set; }

    public Connection Connection => new(5, "Shop", Settings, Facts, this) { RequestsPerMinute = Settings.RequestsPerMinute };

    public async Task<List<OrderPage>> ReadNewAsync(string? cursor = null)
    {
        var pages = new List<OrderPage>();
        await foreach (var page in Connector.ReadNewAsync(Connection, cursor, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    public async Task<List<OrderPage>> ReadAsync(params string[] ids)
    {
        var pages = new List<OrderPage>();
        await foreach (var page in Connector.ReadAsync(Connection, ids, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    public async Task<List<OrderPage>> ReadChangedAsync(string? cursor, DateTime since)
    {
        var pages = new List<OrderPage>();
        await foreach (var page in Connector.ReadChangedAsync(Connection, cursor, since, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    public async Task<List<ProductPage>> ReadProductsAsync(string? cursor = null)
    {
        var pages = new List<ProductPage>();
        await foreach (var page in Connector.ReadProductsAsync(Connection, cursor, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    public async Task<List<StockPage>> ReadStockAsync()
    {
        var pages = new List<StockPage>();
        await foreach (var page in Connector.ReadStockAsync(Connection, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    /// <summary>The results, and the failure that ended the writing.</summary>
    public async Task<(IReadOnlyList<StockWritten> Results, RemoteFailure? Failure)> WriteStockAsync(params StockWrite[] writes)
    {
        var results = new List<StockWritten>();
        try
        {
            await foreach (var part in Connector.WriteStockAsync(Connection, writes, CancellationToken.None))
            {
                results.AddRange(part);
            }
        }
        catch (RemoteFailureException error)
        {
            return (results, error.Failure);
        }

        return (results, null);
    }

    public async Task<ExternalProduct> ReadOneProductAsync() => Assert.Single((await ReadProductsAsync()).SelectMany(page => page.Products));

    public async Task<ExternalOrder> ReadOneAsync() => Assert.Single((await ReadNewAsync()).SelectMany(page => page.Orders));

    public Task<ConnectionReport> TestAsync() => Connector.TestAsync(Connection, CancellationToken.None);

    ValueTask IRequestBudget.WaitAsync(long integrationId, int perMinute, CancellationToken ct)
    {
        Budgeted++;
        return ValueTask.CompletedTask;
    }

    void IRequestObserver.Sent(RequestRecord request)
    {
        lock (Reported)
        {
            Reported.Add(request);
        }
    }
}
