using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Sandbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.PrestaShop.Seed;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>States and tracking numbers over real HTTP, written to the sandbox's shop: whatever happens to an answer, one of each.</summary>
public sealed class SandboxStatusTests : IClassFixture<SandboxServer>, IRequestBudget, IRequestObserver, IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly List<RequestRecord> requests = [];
    private readonly HurryingClock clock = new(TimeProvider.System.GetUtcNow());
    private readonly SandboxServer sandbox;
    private readonly PrestaShopConnector connector;

    public SandboxStatusTests(SandboxServer sandbox)
    {
        this.sandbox = sandbox;
        connector = new PrestaShopConnector(new PrestaShopClient(http, this, clock, NullLogger<PrestaShopClient>.Instance), clock);
    }

    private SandboxFaults Faults => sandbox.Get<SandboxFaults>();

    private SandboxShop Shop => sandbox.Get<SandboxShop>();

    private Connection Connection => new(
        1, "Sandbox", new PrestaShopSettings { Url = $"{sandbox.Address}sandbox/prestashop", ApiKey = SandboxOptions.DefaultApiKey },
        new Dictionary<string, string> { ["version"] = "8.1.2", ["shopId"] = "1" }, this);

    public void Dispose()
    {
        Faults.Clear();
        http.Dispose();
    }

    [Fact]
    public async Task Number_then_state_leave_one_number_one_row_and_one_mail_however_often_they_are_sent()
    {
        var order = NewOrder();
        for (var i = 0; i < 3; i++)
        {
            await TrackAsync(order);
            await ShipAsync(order);
        }

        await ExpectOneOfEachAsync(order);
        Assert.Equal(2, requests.Count(request => request.Method != "GET"));
    }

    [Theory]
    [InlineData("8.1.2")]
    [InlineData("1.7.7.2")]
    public async Task A_tracking_number_changes_one_field_of_the_row_and_nothing_else(string version)
    {
        var order = NewOrder();
        var before = await CarrierAsync(order);
        var connection = Connection with { Facts = new Dictionary<string, string> { ["version"] = version, ["shopId"] = "1" } };

        Assert.Equal(StatusSent.Written, (await connector.WriteTrackingAsync(connection, new TrackingWrite(order, ["SB1PL", "SB2PL"]), CancellationToken.None)).Result);

        var after = await CarrierAsync(order);
        Assert.Equal(version == "8.1.2" ? "PATCH" : "PUT", Assert.Single(requests, request => request.Method != "GET").Method);
        Assert.Equal([("tracking_number", "SB1PL, SB2PL")], after.Except(before));
        Assert.Equal(before.Select(field => field.Name), after.Select(field => field.Name));
    }

    [Theory]
    [InlineData(FaultKind.SavedButServerError)]
    [InlineData(FaultKind.TimeOutAfterSave)]
    public async Task What_was_saved_without_a_good_answer_is_found_and_not_sent_again(FaultKind kind)
    {
        clock.LimitsPass = () => Faults.Find(FaultKind.TimeOutAfterSave) is not null;
        var order = NewOrder();

        Faults.Set(new Fault(kind) { Requests = 1, Resource = "order_carriers" });
        var tracked = await TrackAsync(order);
        Faults.Set(new Fault(kind) { Requests = 1, Resource = "order_histories" });
        var shipped = await ShipAsync(order);

        Assert.Equal((StatusSent.Written, StatusSent.Written, "Shipped"), (tracked.Result, shipped.Result, shipped.After));
        await ExpectOneOfEachAsync(order);
    }

    [Fact]
    public async Task A_state_saved_after_the_caller_gave_up_is_unknown_and_found_later()
    {
        var order = NewOrder();
        await TrackAsync(order);
        var rows = (await HistoryAsync(order)).Count;
        clock.LimitsPass = () => Faults.Find(FaultKind.SavedLate) is not null;
        Faults.Set(new Fault(FaultKind.SavedLate) { Requests = 1, Resource = "order_histories", Value = 1 });
        var mark = (await connector.LookAsync(Connection, order, CancellationToken.None))!.Mark;

        var doubt = await Assert.ThrowsAsync<RemoteFailureException>(() => ShipAsync(order, mark));
        while ((await HistoryAsync(order)).Count == rows)
        {
            await Task.Yield(); // the shop is still at it, as a look shows
        }

        Assert.Equal((RemoteFailureKind.Unknown, "timeout"), (doubt.Failure.Kind, doubt.Failure.Code));
        Assert.Equal(StatusSent.AlreadyThere, (await ShipAsync(order, mark)).Result);
        await ExpectOneOfEachAsync(order);
    }

    [Fact]
    public async Task A_virtual_order_has_no_place_for_a_number_and_gets_its_state()
    {
        var order = $"{Shop.Buy(Catalogue.Downloads[0], 1)}";

        Assert.Equal(StatusSent.NoPlace, (await TrackAsync(order)).Result);
        Assert.Equal(StatusSent.Written, (await ShipAsync(order)).Result);
    }

    private string NewOrder() => $"{Shop.Buy(Catalogue.Goods[0], 1)}";

    private Task<StatusWritten> TrackAsync(string order) =>
        connector.WriteTrackingAsync(Connection, new TrackingWrite(order, ["SB-TRACK-1"]), CancellationToken.None);

    private Task<StatusWritten> ShipAsync(string order, string? mark = null) =>
        connector.WriteStateAsync(Connection, new StateWrite(order, $"{OrderState.Shipped}", Notify: true) { Mark = mark }, CancellationToken.None);

    private async Task ExpectOneOfEachAsync(string order)
    {
        Assert.Single(await HistoryAsync(order), state => state == "4");
        Assert.Contains(("tracking_number", "SB-TRACK-1"), await CarrierAsync(order));
        Assert.Equal("shipped", Assert.Single(Shop.LastMails(9, int.Parse(order))).Template);
    }

    private async Task<List<string>> HistoryAsync(string order) =>
        [.. (await ReadAsync($"order_histories?filter[id_order]=[{order}]&display=full")).Descendants("id_order_state").Select(state => state.Value)];

    private async Task<List<(string Name, string Value)>> CarrierAsync(string order) =>
        [.. (await ReadAsync($"order_carriers?filter[id_order]=[{order}]&display=full")).Descendants("order_carrier").Single().Elements().Select(field => (field.Name.LocalName, field.Value))];

    private async Task<XDocument> ReadAsync(string query) => XDocument.Parse(await (await sandbox.GetAsync(query)).Content.ReadAsStringAsync());

    ValueTask IRequestBudget.WaitAsync(long integrationId, int perMinute, CancellationToken ct) => ValueTask.CompletedTask;

    void IRequestObserver.Sent(RequestRecord request)
    {
        lock (requests)
        {
            requests.Add(request);
        }
    }
}
