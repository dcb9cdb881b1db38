using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Sandbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Outbox;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.PrestaShop.Seed;

namespace OrderSync.Tests.Outbox;

/// <summary>The whole way from a shipment to the sandbox's shop, over HTTP, with a database and answers that go wrong.</summary>
public sealed class SandboxConfirmationTests : IClassFixture<SandboxServer>, IRequestBudget, IRequestObserver, IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly List<string> writes = [];
    private readonly HurryingClock clock = new(TimeProvider.System.GetUtcNow());
    private readonly SandboxServer sandbox;
    private readonly PrestaShopConnector connector;

    public SandboxConfirmationTests(SandboxServer sandbox)
    {
        this.sandbox = sandbox;
        connector = new PrestaShopConnector(new PrestaShopClient(http, this, clock, NullLogger<PrestaShopClient>.Instance), clock);
    }

    private SandboxFaults Faults => sandbox.Get<SandboxFaults>();

    private SandboxShop Shop => sandbox.Get<SandboxShop>();

    public void Dispose()
    {
        Faults.Clear();
        http.Dispose();
    }

    [Fact]
    public async Task The_number_is_written_before_the_state_and_six_processes_make_one_of_each()
    {
        var (rig, order) = await ShippedAsync();
        await using var _ = rig;

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => SendAsync(rig, $"node {i}"))));

        await ExpectOneOfEachAsync(rig, order);
        Assert.Equal(["order_carriers", "order_histories"], writes);
    }

    [Theory]
    [InlineData(FaultKind.SavedButServerError, "order_carriers")]
    [InlineData(FaultKind.SavedButServerError, "order_histories")]
    [InlineData(FaultKind.TimeOutAfterSave, "order_carriers")]
    [InlineData(FaultKind.TimeOutAfterSave, "order_histories")]
    public async Task What_was_saved_without_a_good_answer_stands_there_once(FaultKind fault, string resource)
    {
        var (rig, order) = await ShippedAsync();
        await using var _ = rig;
        clock.LimitsPass = () => Faults.Find(FaultKind.TimeOutAfterSave) is not null;
        Faults.Set(new Fault(fault) { Requests = 1, Resource = resource });

        await SendAsync(rig);
        rig.Clock.Advance(OutboxTimes.QuietPeriod);
        await SendAsync(rig);

        await ExpectOneOfEachAsync(rig, order);
        Assert.Equal(2, writes.Count);
    }

    [Fact]
    public async Task A_state_saved_after_the_caller_gave_up_is_left_alone_for_the_quiet_period_and_then_found()
    {
        var (rig, order) = await ShippedAsync();
        await using var _ = rig;
        clock.LimitsPass = () => Faults.Find(FaultKind.SavedLate) is not null;
        Faults.Set(new Fault(FaultKind.SavedLate) { Requests = 1, Resource = "order_histories", Value = 1 });

        await SendAsync(rig);
        var doubtful = await rig.MessageAsync();
        await SendAsync(rig);
        while (!(await HistoryAsync(order)).Contains("4"))
        {
            await Task.Yield(); // the shop is still at it
        }

        rig.Clock.Advance(OutboxTimes.QuietPeriod);
        await SendAsync(rig);

        Assert.Equal((OutboxState.Unknown, "4"), (doubtful.State, doubtful.RemoteState));
        await ExpectOneOfEachAsync(rig, order);
    }

    private async Task<(OutboxRig Rig, string Order)> ShippedAsync()
    {
        var order = $"{Shop.Buy(Catalogue.Goods[0], 1)}";
        var rig = await OutboxRig.CreateAsync(externalId: order);
        await rig.ShipAsync("SB-TRACK-1");
        return (rig, order);
    }

    private Task<List<SentMessage>> SendAsync(OutboxRig rig, string node = "one") => rig.SendAsync(node, port: connector, connection: new Connection(
        rig.Feeds.IntegrationId, "Sandbox",
        new PrestaShopSettings { Url = $"{sandbox.Address}sandbox/prestashop", ApiKey = SandboxOptions.DefaultApiKey, StatusForFullShipment = "4", NotifyCustomer = true },
        new Dictionary<string, string> { ["version"] = "8.1.2", ["shopId"] = "1" }, this));

    private async Task ExpectOneOfEachAsync(OutboxRig rig, string order)
    {
        Assert.Equal(OutboxState.Sent, (await rig.MessageAsync()).State);
        Assert.Single(await HistoryAsync(order), state => state == "4");
        Assert.Equal("SB-TRACK-1", (await ReadAsync($"order_carriers?filter[id_order]=[{order}]&display=full")).Descendants("tracking_number").Single().Value);
        Assert.Equal("shipped", Assert.Single(Shop.LastMails(9, int.Parse(order))).Template);
    }

    private async Task<List<string>> HistoryAsync(string order) =>
        [.. (await ReadAsync($"order_histories?filter[id_order]=[{order}]&display=full")).Descendants("id_order_state").Select(state => state.Value)];

    private async Task<XDocument> ReadAsync(string query) => XDocument.Parse(await (await sandbox.GetAsync(query)).Content.ReadAsStringAsync());

    ValueTask IRequestBudget.WaitAsync(long integrationId, int perMinute, CancellationToken ct) => ValueTask.CompletedTask;

    void IRequestObserver.Sent(RequestRecord request)
    {
        if (request.Method != "GET")
        {
            lock (writes)
            {
                writes.Add(request.Target.Contains("order_carriers") ? "order_carriers" : "order_histories");
            }
        }
    }
}
