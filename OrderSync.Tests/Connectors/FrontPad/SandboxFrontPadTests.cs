using System.Net;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Sandbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.FrontPad;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data.Budget;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.FrontPad;
using OrderSync.Web.Sandbox.PrestaShop.Seed;

namespace OrderSync.Tests.Connectors.FrontPad;

/// <summary>The real client over real HTTP to the sandbox's FrontPad.</summary>
public sealed class SandboxFrontPadTests : IClassFixture<SandboxServer>, IAccountBudget, IAccountMemory, IRequestObserver, IDisposable
{
    private static readonly string Article = Catalogue.Articles[0].Ean;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly SandboxServer sandbox;
    private readonly FrontPadConnector connector;
    private FrontPadSettings settings;
    private string? kept;

    public SandboxFrontPadTests(SandboxServer sandbox)
    {
        this.sandbox = sandbox;
        connector = new FrontPadConnector(new FrontPadClient(http, this, TimeProvider.System), this);
        settings = new FrontPadSettings { Url = sandbox.Address.AbsoluteUri + "sandbox/frontpad/api/index.php", Secret = SandboxOptions.DefaultFrontPadSecret };
        Limits.Enforced = false;
    }

    private FrontPadFaults Faults => sandbox.Get<FrontPadFaults>();

    private FrontPadBoard Board => sandbox.Get<FrontPadBoard>();

    private FrontPadLimits Limits => sandbox.Get<FrontPadLimits>();

    private Connection Connection => ConnectionFactory.Open(1, "Sandbox", settings, new Dictionary<string, string>(), this);

    public void Dispose()
    {
        Faults.Clear();
        Board.Clear();
        Limits.Clear();
        http.Dispose();
    }

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
    public async Task Every_warning_comes_back_in_both_shapes()
    {
        foreach (var arrays in new[] { false, true })
        {
            Faults.Clear();
            if (arrays)
            {
                Faults.Set(FrontPadFault.ListsAsArrays);
            }

            Faults.Set(FrontPadFault.WarnsOfMarks, requests: 1);
            Faults.Set(FrontPadFault.NoOrderNumber, requests: 1);
            var taken = Assert.IsType<TargetAnswer.Taken>(await SendAsync(Message()
                .Add("product[1]", "404404").Add("product_kol[1]", "1").Add("certificate", "X").Add("datetime", "2999-01-01 10:00:00").Add("tags[0]", "77").Add("hook_status[0]", "99")));

            Assert.Null(taken.OrderNumber);
            Assert.Equal(
                [TargetWarningKind.DroppedLines, TargetWarningKind.Certificate, TargetWarningKind.TimeTooFar, TargetWarningKind.Tags, TargetWarningKind.CallbackStatuses],
                taken.Warnings.Select(warning => warning.Kind));
            Assert.Equal(["1"], taken.Warnings[0].Values);
        }

        Faults.Set(FrontPadFault.WarnsOfTime, requests: 1);
        Faults.Set(FrontPadFault.DropsLastProduct, requests: 1);
        var other = Assert.IsType<TargetAnswer.Taken>(await SendAsync(Message().Add("datetime", "2026-12-01 10:00:00")));
        Assert.Equal([TargetWarningKind.DroppedLines, TargetWarningKind.TimeFormat], other.Warnings.Select(warning => warning.Kind));
    }

    [Theory]
    [InlineData(FrontPadFault.CashClose, "cash-close")]
    [InlineData(FrontPadFault.RequestsLimit, "requests-limit")]
    [InlineData(FrontPadFault.InvalidSecret, "invalid-secret")]
    [InlineData(FrontPadFault.ApiOff, "api-off")]
    [InlineData(FrontPadFault.InvalidPlant, "invalid-plant")]
    public async Task What_is_refused_for_now_is_not_on_the_board(FrontPadFault fault, string code)
    {
        foreach (var inStatus in new[] { false, true })
        {
            Faults.Set(fault, requests: 1);
            if (inStatus)
            {
                Faults.Set(FrontPadFault.ErrorInStatus, requests: 1);
            }

            Assert.Equal(code, (await FrontPadRig.FailAsync(() => SendAsync())).Code);
        }

        Assert.Empty(Board.Last(1));
    }

    [Theory]
    [InlineData(FrontPadFault.InvalidProductKeys, "invalid_product_keys")]
    [InlineData(FrontPadFault.InvalidCertificate, "invalid_certificate")]
    public async Task What_is_refused_for_good_is_not_on_the_board(FrontPadFault fault, string code)
    {
        Faults.Set(fault, requests: 1);

        Assert.Equal(code, Assert.IsType<TargetAnswer.Refused>(await SendAsync()).Code);
        Assert.Empty(Board.Last(1));
    }

    [Theory]
    [InlineData(FrontPadFault.NullAfterTaking)]
    [InlineData(FrontPadFault.PageAfterTaking)]
    [InlineData(FrontPadFault.NoAnswerAfterTaking)]
    public async Task An_order_that_was_taken_without_a_good_answer_is_unknown(FrontPadFault fault)
    {
        Faults.Set(fault, requests: 1);
        // The client's own limit is 30 s: here the connection is cut instead, which must mean the same.
        using var hasty = new HttpClient(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(2) };
        var impatient = new FrontPadConnector(new FrontPadClient(hasty, this, TimeProvider.System), this);

        var failure = await FrontPadRig.FailAsync(() => impatient.SendAsync(Connection, Message().Store(), null, default));

        Assert.Equal(RemoteFailureKind.Unknown, failure.Kind);
        Assert.Single(Board.Last(10));
    }

    [Fact]
    public async Task Nobody_there_is_certain()
    {
        settings = settings with { Url = "http://127.0.0.1:1/api/index.php" };

        Assert.Equal((RemoteFailureKind.Unavailable, "connection-refused"), (await FrontPadRig.FailAsync(() => SendAsync()) is var failure ? (failure.Kind, failure.Code) : default));
    }

    [Fact]
    public async Task Customer_certificate_status_products_and_stops_are_found()
    {
        var taken = Assert.IsType<TargetAnswer.Taken>(await SendAsync(Message().Add("name", "Анна").Add("phone", "+70000000001")));

        Assert.Equal("Анна", (await connector.FindCustomerAsync(Connection, "+70000000001", default))!.Name);
        Assert.Null(await connector.FindCustomerAsync(Connection, "+7", default));
        Assert.Equal(new CertificateWorth.Sum("300"), await connector.FindCertificateAsync(Connection, "C-SUM", default));
        Assert.IsType<CertificateWorth.Product>(await connector.FindCertificateAsync(Connection, "C-PRODUCT", default));
        Assert.Null(await connector.FindCertificateAsync(Connection, "nothing", default));
        Assert.Equal(new TargetStatus(true, "Новый"), await connector.AskByOrderAsync(Connection, taken.OrderId, default));
        Assert.Equal(new TargetStatus(true, "Новый"), await connector.AskByPhoneAsync(Connection, "+70000000001", default));
        Assert.Contains(Article, (await connector.ReadArticlesAsync(Connection, default))!.Numbers);
        Assert.NotNull(await connector.ReadStoppedAsync(Connection, default));
        Faults.Set(FrontPadFault.NoGetStatus, requests: 1);
        Assert.Equal(TargetStatusFailures.NotOffered, (await FrontPadRig.FailAsync(() => connector.AskByOrderAsync(Connection, "1", default))).Code);
        Assert.True((await connector.TestAsync(Connection, default)).Passed);
        settings = settings with { Secret = "wrong-secret" };
        Assert.Equal("secret", Assert.Single((await connector.TestAsync(Connection, default)).Problems).Field);
    }

    [Fact]
    public async Task A_changed_status_is_reported_to_the_address_of_the_order_when_it_was_asked_for()
    {
        using var listener = new HttpListener();
        var port = FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var taken = Assert.IsType<TargetAnswer.Taken>(await connector.SendAsync(
            Connection, Message().Add("hook_status[0]", "10").Store(), new Uri($"http://127.0.0.1:{port}/in?token=t"), default));
        var id = long.Parse(taken.OrderId, System.Globalization.CultureInfo.InvariantCulture);
        var reporter = sandbox.Get<FrontPadReporter>();

        await reporter.SetStatusAsync(id, 3, default);
        Assert.Equal("not asked for", Board.Find(id)!.Reported);
        var told = reporter.SetStatusAsync(id, 10, default);
        var (type, body) = await TakeAsync(listener);
        await told;
        var report = connector.ReadReport(type, body);
        Assert.Equal((taken.OrderId, "10"), report is TargetReport.StatusChanged change ? (change.OrderId, change.Status) : default);
        Assert.Equal("answered 200", Board.Find(id)!.Reported);

        var probe = reporter.SetAddressAsync($"http://127.0.0.1:{port}/in", default);
        (type, body) = await TakeAsync(listener);
        Assert.IsType<TargetReport.Probe>(connector.ReadReport(type, body));
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
            new FrontPadClient(http, new DatabaseAccountBudget(database, TimeProvider.System), TimeProvider.System), this)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => processes[i % 2].SendAsync(Connection, Message().Store(), null, default)));

        Assert.Equal((0, 8), (Limits.Refused, Limits.Counts["new_order"]));
    }

    [Fact]
    public void Address_and_secret_are_those_which_connectors_take_for_the_sandbox() =>
        Assert.Equal((SandboxAddress.FrontPadUrl, SandboxAddress.FrontPadSecret), (SandboxOptions.InternalFrontPadUrl, SandboxOptions.DefaultFrontPadSecret));

    ValueTask<IAsyncDisposable> IAccountBudget.WaitAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct) => ValueTask.FromResult<IAsyncDisposable>(new FreePlace());

    ValueTask IAccountBudget.WaitUntilFreeAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct) => ValueTask.CompletedTask;

    Task<KeptAnswer?> IAccountMemory.FindAsync(string account, string question, CancellationToken ct) => Task.FromResult(kept is null ? null : new KeptAnswer(kept, DateTime.UnixEpoch));

    Task<bool> IAccountMemory.MayAskAsync(string account, string question, TimeSpan pause, CancellationToken ct) => Task.FromResult(true);

    Task IAccountMemory.KeepAsync(string account, string question, string text, CancellationToken ct)
    {
        kept = text;
        return Task.CompletedTask;
    }

    void IRequestObserver.Sent(RequestRecord request)
    {
    }

    private static FrontPadMessage Message() => new FrontPadMessage().Add("product[0]", Article).Add("product_kol[0]", "2");

    private Task<TargetAnswer> SendAsync(FrontPadMessage? message = null) => connector.SendAsync(Connection, (message ?? Message()).Store(), null, default);

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
