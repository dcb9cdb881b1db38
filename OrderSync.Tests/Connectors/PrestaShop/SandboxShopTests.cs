using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Tests.Sandbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.PrestaShop.Orders;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>The connector over real HTTP against the sandbox's shop, with and without its faults.</summary>
public sealed class SandboxShopTests(SandboxServer sandbox) : IClassFixture<SandboxServer>, IRequestBudget, IRequestObserver, IAsyncLifetime
{
    private const int Orders = 400;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly List<RequestRecord> requests = [];
    private Dictionary<string, string> facts = [];

    private PrestaShopConnector Connector => new(new PrestaShopClient(http, this, new HurryingClock(TimeProvider.System.GetUtcNow()), NullLogger<PrestaShopClient>.Instance), TimeProvider.System);

    private Connection Connection => new(1, "Sandbox", new PrestaShopSettings { Url = $"{sandbox.Address}sandbox/prestashop", ApiKey = SandboxOptions.DefaultApiKey }, facts, this);

    private SandboxFaults Faults => sandbox.Get<SandboxFaults>();

    public async Task InitializeAsync()
    {
        Faults.Clear();
        facts = new((await Connector.TestAsync(Connection, CancellationToken.None)).Facts);
        requests.Clear();
    }

    public Task DisposeAsync()
    {
        Faults.Clear();
        http.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Its_connection_test_passes()
    {
        var report = await Connector.TestAsync(Connection, CancellationToken.None);

        Assert.Empty(report.Problems.Select(problem => problem.Message.ToString()));
        Assert.Equal(("8.1.2", "Europe/Warsaw", "1"), (report.Facts["version"], report.Facts["timeZone"], report.Facts["shopId"]));
    }

    [Fact]
    public async Task All_its_orders_are_read_whole_with_few_requests()
    {
        var orders = await ReadAsync(Connector);

        Assert.Equal(Enumerable.Range(1, Orders).Select(id => id.ToString()), orders.Select(order => order.ExternalId));
        Assert.All(orders, order => Assert.True(TotalsCheck.AddsUp(order), TotalsCheck.Explain(order).ToString()));
        Assert.All(orders, order => Assert.Null(order.NotReady));
        Assert.All(orders, order => Assert.NotEmpty(order.CustomerName));
        Assert.True(orders.Count(order => order.Email.Contains('@')) > Orders * 0.9); // some of its customers have deleted their accounts
        Assert.All(orders, order => Assert.NotEmpty(order.Currency));
        Assert.All(orders.Where(order => order.CarrierId.Length > 0), order => Assert.NotEmpty(order.CarrierName));
        Assert.Equal(OrderTraits.IsVirtual(9), orders[8].CarrierId.Length == 0);
        Assert.Equal(orders[10].Reference, orders[11].Reference);
        Assert.All(orders.Where(order => order.DiscountTotal > 0), order => Assert.NotEmpty(order.Discounts));
        Assert.InRange(requests.Count / (double)Orders, 0, 0.1);
    }

    [Fact]
    public async Task An_order_is_found_by_number_and_by_the_reference_it_shares()
    {
        var connector = Connector;
        var twelfth = Assert.Single((await connector.FindAsync(Connection, "12", CancellationToken.None)).Orders);
        var forNumber = requests.Count;
        var shared = await connector.FindAsync(Connection, twelfth.Reference.ToLowerInvariant(), CancellationToken.None);

        Assert.Equal("12", twelfth.ExternalId);
        Assert.InRange(forNumber, 1, 12);
        Assert.Contains("11", shared.Orders.Select(order => order.ExternalId));
        Assert.Contains("12", shared.Orders.Select(order => order.ExternalId));
        Assert.True((await connector.FindAsync(Connection, "NOSUCHREF", CancellationToken.None)).IsEmpty);
        Assert.True((await connector.FindAsync(Connection, "99999999", CancellationToken.None)).IsEmpty);
    }

    [Fact]
    public async Task Its_own_list_of_orders_is_had_with_one_request_and_can_begin_with_a_day()
    {
        var connector = Connector;
        var orders = (await ReadAsync(connector)).ToDictionary(order => order.ExternalId, order => connector.DayIn(Connection, order.PlacedAt!.Value));
        requests.Clear();

        var all = await HeadsAsync(connector, null);
        var cost = requests.Count;
        var middle = orders.Values.Order().ElementAt(Orders / 2);
        var late = await HeadsAsync(connector, middle);

        Assert.Equal(1, cost);
        Assert.Equal(orders.Select(order => new OrderHead(order.Key, order.Value)), all);
        Assert.Equal(orders.Where(order => order.Value >= middle).Select(order => order.Key), late.Select(head => head.ExternalId));
    }

    private async Task<List<OrderHead>> HeadsAsync(PrestaShopConnector connector, DateOnly? from)
    {
        var heads = new List<OrderHead>();
        await foreach (var page in connector.ListAsync(Connection, from, CancellationToken.None))
        {
            heads.AddRange(page);
        }

        return heads;
    }

    [Fact]
    public async Task Its_values_can_be_mapped()
    {
        foreach (var table in new[] { MappingTables.OrderStatuses, MappingTables.ShippingMethods, MappingTables.PaymentMethods })
        {
            var values = await Connector.ReadValuesAsync(Connection, table, CancellationToken.None);

            Assert.NotEmpty(values);
            Assert.All(values, value => Assert.NotEmpty(value.Name));
        }
    }

    [Theory]
    [InlineData(FaultKind.PhpNotice, null)]
    [InlineData(FaultKind.ByteOrderMark, null)]
    [InlineData(FaultKind.TrailingScript, null)]
    [InlineData(FaultKind.ServerError, 1)]
    [InlineData(FaultKind.ServerError, 4)]
    public async Task A_fault_that_can_be_got_over_loses_nothing(FaultKind kind, int? times)
    {
        Faults.Set(new Fault(kind) { Requests = times });

        Assert.Equal(Orders, (await ReadAsync(Connector)).Count);
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests, "rate-limited")]
    [InlineData(FaultKind.ServiceUnavailable, "unavailable")]
    [InlineData(FaultKind.MaintenancePage, "not-prestashop")]
    [InlineData(FaultKind.Redirect, "redirected")]
    [InlineData(FaultKind.AuthorizationStripped, "header-stripped")]
    [InlineData(FaultKind.WebserviceOff, "webservice-off")]
    [InlineData(FaultKind.ServerError, "out-of-resources")]
    public async Task A_fault_that_stays_ends_the_read_under_its_name_and_the_next_read_goes_on(FaultKind kind, string code)
    {
        var connector = Connector;
        var read = new List<ExternalOrder>();
        string? cursor = null;
        await using (var pages = connector.ReadNewAsync(Connection, null, CancellationToken.None).GetAsyncEnumerator())
        {
            await pages.MoveNextAsync();
            read.AddRange(pages.Current.Orders);
            cursor = pages.Current.Cursor;
        }

        Faults.Set(new Fault(kind));
        var error = await Assert.ThrowsAsync<RemoteFailureException>(() => ReadAsync(connector, cursor));
        Faults.Clear();
        read.AddRange(await ReadAsync(connector, cursor));

        Assert.Equal(code, error.Failure.Code);
        Assert.Equal(Enumerable.Range(1, Orders).Select(id => id.ToString()), read.Select(order => order.ExternalId));
    }

    [Fact]
    public async Task Its_malformed_order_is_reported_and_all_others_arrive()
    {
        Faults.Set(new Fault(FaultKind.MalformedRecord) { Value = 20 });
        var pages = await PagesAsync(Connector, null);

        Assert.Equal("20", Assert.Single(pages.SelectMany(page => page.Unreadable)).ExternalId);
        Assert.Equal(Orders - 1, pages.Sum(page => page.Orders.Count));
    }

    [Fact]
    public async Task A_server_that_drops_the_key_is_used_with_the_key_in_the_address_once_the_test_has_found_out()
    {
        Faults.Set(new Fault(FaultKind.AuthorizationStripped));
        facts = new((await Connector.TestAsync(Connection, CancellationToken.None)).Facts);

        Assert.Equal(Orders, (await ReadAsync(Connector)).Count);
    }

    private static async Task<List<OrderPage>> PagesAsync(IOrderSource source, Connection connection, string? cursor)
    {
        var pages = new List<OrderPage>();
        await foreach (var page in source.ReadNewAsync(connection, cursor, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    private Task<List<OrderPage>> PagesAsync(PrestaShopConnector connector, string? cursor) => PagesAsync(connector, Connection, cursor);

    private async Task<List<ExternalOrder>> ReadAsync(PrestaShopConnector connector, string? cursor = null) =>
        [.. (await PagesAsync(connector, cursor)).SelectMany(page => page.Orders)];

    ValueTask IRequestBudget.WaitAsync(long integrationId, int perMinute, CancellationToken ct) => ValueTask.CompletedTask;

    void IRequestObserver.Sent(RequestRecord request)
    {
        lock (requests)
        {
            requests.Add(request);
        }
    }
}
