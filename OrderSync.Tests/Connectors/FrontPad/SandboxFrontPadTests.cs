using System.Net;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Sandbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.FrontPad;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data.Budget;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.FrontPad;

namespace OrderSync.Tests.Connectors.FrontPad;

/// <summary>The real client over real HTTP to the sandbox's FrontPad.</summary>
public sealed class SandboxFrontPadTests(SandboxServer sandbox) : SandboxFrontPadRig(sandbox), IClassFixture<SandboxServer>
{
    [Fact]
    public async Task An_order_appears_on_the_board_as_it_was_sent()
    {
        var taken = Assert.IsType<TargetAnswer.Taken>(await SendAsync(Message().Add("name", "Анна & Ко").Add("phone", "+70000000000").Add("tags[0]", "4")));

        var order = Assert.Single(Board.Last(10));
        Assert.Equal((taken.OrderId, "Анна & Ко", "+70000000000", "4"), ($"{order.Id}", order.Field("name"), order.Field("phone"), order.Field("tags[0]")));
        Assert.Equal(("", taken.OrderNumber), (order.Field("secret"), $"{order.Number}"));
        Assert.Equal([("0", Article, "2")], order.Products);
    }

    [Fact]
    public async Task Customer_certificate_status_products_and_stops_are_found()
    {
        var taken = Assert.IsType<TargetAnswer.Taken>(await SendAsync(Message().Add("name", "Анна").Add("phone", "+70000000001")));

        Assert.Equal("Анна", (await Connector.FindCustomerAsync(Connection, "+70000000001", default))!.Name);
        Assert.Null(await Connector.FindCustomerAsync(Connection, "+7", default));
        Assert.Equal(new CertificateWorth.Sum("300"), await Connector.FindCertificateAsync(Connection, "C-SUM", default));
        Assert.IsType<CertificateWorth.Product>(await Connector.FindCertificateAsync(Connection, "C-PRODUCT", default));
        Assert.Null(await Connector.FindCertificateAsync(Connection, "nothing", default));
        Assert.Equal(new TargetStatus(true, "Новый"), await Connector.AskByOrderAsync(Connection, taken.OrderId, default));
        Assert.Equal(new TargetStatus(true, "Новый"), await Connector.AskByPhoneAsync(Connection, "+70000000001", default));
        Assert.Contains(Article, (await Connector.ReadArticlesAsync(Connection, default))!.Numbers);
        Assert.NotNull(await Connector.ReadStoppedAsync(Connection, default));
        Faults.Set(FrontPadFault.NoGetStatus, requests: 1);
        Assert.Equal(TargetStatusFailures.NotOffered, (await FrontPadRig.FailAsync(() => Connector.AskByOrderAsync(Connection, "1", default))).Code);
        Assert.True((await Connector.TestAsync(Connection, default)).Passed);
        Settings = Settings with { Secret = "wrong-secret" };
        Assert.Equal("secret", Assert.Single((await Connector.TestAsync(Connection, default)).Problems).Field);
    }

    [Fact]
    public async Task A_changed_status_is_reported_to_the_address_of_the_order_when_it_was_asked_for()
    {
        using var listener = new HttpListener();
        var port = FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var taken = Assert.IsType<TargetAnswer.Taken>(await Connector.SendAsync(
            Connection, Message().Add("hook_status[0]", "10").Store(), new Uri($"http://127.0.0.1:{port}/in?token=t"), default));
        var id = long.Parse(taken.OrderId, System.Globalization.CultureInfo.InvariantCulture);
        var reporter = Sandbox.Get<FrontPadReporter>();

        await reporter.SetStatusAsync(id, 3, default);
        Assert.Equal("not asked for", Board.Find(id)!.Reported);
        var told = reporter.SetStatusAsync(id, 10, default);
        var (type, body) = await TakeAsync(listener);
        await told;
        var report = Connector.ReadReport(type, body);
        Assert.Equal((taken.OrderId, "10"), report is TargetReport.StatusChanged change ? (change.OrderId, change.Status) : default);
        Assert.Equal("answered 200", Board.Find(id)!.Reported);

        var probe = reporter.SetAddressAsync($"http://127.0.0.1:{port}/in", default);
        (type, body) = await TakeAsync(listener);
        Assert.IsType<TargetReport.Probe>(Connector.ReadReport(type, body));
        Assert.Equal("answered 200", await probe);
        Assert.Equal("Give an http address on this machine.", await reporter.SetAddressAsync("https://example.test/", default));
    }

    [Fact]
    public async Task The_third_call_in_a_second_is_refused_and_the_clients_own_budget_never_makes_one()
    {
        Limits.Clear();
        Limits.Enforced = true;
        await SendAsync();
        await SendAsync();
        Assert.Equal("requests-limit", (await FrontPadRig.FailAsync(() => SendAsync())).Code);
        Limits.Clear();

        await using var database = await TestDatabase.CreateAsync();
        var processes = Enumerable.Range(0, 2).Select(_ => new FrontPadConnector(
            new FrontPadClient(Http, new DatabaseAccountBudget(database, TimeProvider.System), TimeProvider.System), this)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => processes[i % 2].SendAsync(Connection, Message().Store(), null, default)));

        Assert.Equal((0, 8), (Limits.Refused, Limits.Counts["new_order"]));
    }

    [Fact]
    public void Address_and_secret_are_those_which_connectors_take_for_the_sandbox() =>
        Assert.Equal((SandboxAddress.FrontPadUrl, SandboxAddress.FrontPadSecret), (SandboxOptions.InternalFrontPadUrl, SandboxOptions.DefaultFrontPadSecret));

    private static async Task<(string Type, byte[] Body)> TakeAsync(HttpListener listener)
    {
        var call = await listener.GetContextAsync();
        using var body = new MemoryStream();
        await call.Request.InputStream.CopyToAsync(body);
        call.Response.Close();
        return (call.Request.ContentType ?? "", body.ToArray());
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
