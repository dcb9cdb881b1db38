using OrderSync.Domain.Integrations;
using OrderSync.Tests.Sandbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.OrderApi;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.OrderApi;

namespace OrderSync.Tests.Connectors.OrderApi;

/// <summary>Messages over real HTTP to the sandbox's order API: whatever happens to an answer, each has its effect once.</summary>
public sealed class SandboxOrderApiTests : IClassFixture<SandboxServer>, IRequestBudget, IRequestObserver, IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly HurryingClock clock = new(TimeProvider.System.GetUtcNow()) { SkipsWaits = TimeSpan.FromSeconds(1) };
    private readonly SandboxServer sandbox;
    private readonly OrderApiConnector connector;
    private OrderApiSettings settings;

    public SandboxOrderApiTests(SandboxServer sandbox)
    {
        this.sandbox = sandbox;
        connector = new OrderApiConnector(new OrderApiClient(http, this, clock));
        settings = new OrderApiSettings
        {
            Url = sandbox.Address.AbsoluteUri + "sandbox/order-api",
            ApiKey = SandboxOptions.DefaultOrderApiKey,
            Secret = SandboxOptions.DefaultOrderApiSecret,
        };
    }

    public static TheoryData<OrderApiAuthentication, OrderApiProfile, bool, bool> Ways => new()
    {
        { OrderApiAuthentication.Hmac, OrderApiProfile.OpenApp, true, false },
        { OrderApiAuthentication.Hmac, OrderApiProfile.OpenApp, false, false },
        { OrderApiAuthentication.Hmac, OrderApiProfile.OpenApp, true, true },
        { OrderApiAuthentication.Hmac, OrderApiProfile.OpenApp, false, true },
        { OrderApiAuthentication.Hmac, OrderApiProfile.StandardWebhooks, true, false },
        { OrderApiAuthentication.Both, OrderApiProfile.OpenApp, true, false },
        { OrderApiAuthentication.Both, OrderApiProfile.StandardWebhooks, true, false },
        { OrderApiAuthentication.ApiKey, OrderApiProfile.OpenApp, true, false },
    };

    private OrderApiFaults Faults => sandbox.Get<OrderApiFaults>();

    private OrderApiCalls Calls => sandbox.Get<OrderApiCalls>();

    public void Dispose()
    {
        Faults.Clear();
        http.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_way_of_proving_who_we_are_is_understood(OrderApiAuthentication authentication, OrderApiProfile profile, bool prefix, bool merchant)
    {
        settings = settings with { Authentication = authentication, Profile = profile, SignPrefix = prefix, SignMerchantPath = merchant };
        var told = Event();

        Assert.Equal((null, false), await SendAsync(told));

        var call = Calls.Last(1)[0];
        Assert.Equal((told.Id, told.OrderId, told.Status, "", 200), (call.Call.EventId, call.Call.OrderId, call.Call.Status, call.Call.Fault, call.Answer));
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_and_needs_a_person()
    {
        settings = settings with { Secret = "another" };

        Assert.True((await FailAsync(Event())).NeedsPerson);
        Assert.Equal("wrong signature", Calls.Last(1)[0].Call.Fault);
    }

    [Theory]
    [InlineData(-90, "too late")]
    [InlineData(90, "too early")]
    public async Task A_wrong_clock_is_named(int seconds, string fault)
    {
        clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal("clock-skew", (await FailAsync(Event())).Code);
        Assert.Equal(fault, Calls.Last(1)[0].Call.Fault);
    }

    [Theory]
    [InlineData(OrderApiProfile.OpenApp)]
    [InlineData(OrderApiProfile.StandardWebhooks)]
    public async Task What_was_taken_without_an_answer_and_is_sent_again_has_one_effect(OrderApiProfile profile)
    {
        settings = settings with { Profile = profile };
        var (told, before) = (Event(), Calls.Count().Events);
        Faults.Set(OrderApiFault.NoAnswerAfterTaking, requests: 1);
        using var real = new HttpClient(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(2) };
        var hasty = new OrderApiConnector(new OrderApiClient(real, this, clock));

        var failure = (await Assert.ThrowsAsync<RemoteFailureException>(() => hasty.SendAsync(Connection, told, CancellationToken.None))).Failure;
        var answer = await SendAsync(told);

        Assert.Equal(RemoteFailureKind.Unknown, failure.Kind);
        Assert.Equal((null, false), answer);
        Assert.Equal(before + 1, Calls.Count().Events);
        Assert.Equal((true, 200), (Calls.Last(1)[0].Repeated, Calls.Last(1)[0].Answer));
        Assert.Equal((false, 0), (Calls.Last(2)[1].Repeated, Calls.Last(2)[1].Answer));
    }

    [Fact]
    public async Task A_wrong_signature_in_the_answer_leaves_it_open_and_sending_again_is_harmless()
    {
        var (told, before) = (Event(), Calls.Count().Events);
        Faults.Set(OrderApiFault.WrongSignature, requests: 1);

        var failure = await FailAsync(told);
        await SendAsync(told);

        Assert.Equal((RemoteFailureKind.Unknown, "reply-signature"), (failure.Kind, failure.Code));
        Assert.Equal(before + 1, Calls.Count().Events);
    }

    [Fact]
    public async Task Each_other_fault_is_told_for_what_it_is()
    {
        Faults.Set(OrderApiFault.SaysItHadIt, requests: 1);
        Assert.Equal((null, true), await SendAsync(Event()));

        Faults.Set(OrderApiFault.TooManyRequests, 17, 1);
        var limited = await FailAsync(Event());
        Assert.Equal((RemoteFailureKind.RateLimited, TimeSpan.FromSeconds(17)), (limited.Kind, limited.RetryAfter));

        Faults.Set(OrderApiFault.ServerError, requests: 1);
        Assert.Equal(RemoteFailureKind.Unavailable, (await FailAsync(Event())).Kind);

        Faults.Set(OrderApiFault.Latency, 1, 1);
        Assert.Equal((null, false), await SendAsync(Event()));
        Assert.Empty(Faults.Active);
    }

    [Fact]
    public async Task What_it_does_not_understand_is_refused_in_its_words()
    {
        var (why, _) = await SendAsync(Event() with { Status = "LOST" });

        Assert.Equal("HTTP 400: status is not known", why);
    }

    [Fact]
    public async Task A_test_message_about_nobodys_order_proves_key_and_secret_without_an_effect()
    {
        var before = Calls.Count().Events;

        var trial = await connector.TryAsync(Connection, null, CancellationToken.None);

        Assert.Contains("There is no such order.", trial.Verdict.ToString(), StringComparison.Ordinal);
        Assert.Equal((404, before), (trial.Request.Status, Calls.Count().Events));
    }

    [Fact]
    public async Task The_connection_test_passes_and_leaves_no_call()
    {
        var before = Calls.Count().Calls;

        var report = await connector.TestAsync(Connection, CancellationToken.None);

        Assert.Equal((true, 0, before), (report.Passed, report.Hints.Count(hint => hint.Code != "not-encrypted"), Calls.Count().Calls));
    }

    [Fact]
    public void Address_key_and_secret_are_those_which_connectors_take_for_the_sandbox()
    {
        Assert.Equal(SandboxAddress.OrderApiUrl, SandboxOptions.InternalOrderApiUrl);
        Assert.Equal((SandboxAddress.OrderApiKey, SandboxAddress.OrderApiSecret), (SandboxOptions.DefaultOrderApiKey, SandboxOptions.DefaultOrderApiSecret));
    }

    ValueTask IRequestBudget.WaitAsync(long integrationId, int perMinute, CancellationToken ct) => ValueTask.CompletedTask;

    void IRequestObserver.Sent(RequestRecord request)
    {
    }

    private Connection Connection => ConnectionFactory.Open(1, "Sandbox", settings, new Dictionary<string, string>(), this);

    private static OrderEvent Event()
    {
        var number = Guid.NewGuid().ToString("N")[..8];
        return new OrderEvent($"evt_{number}", $"OA{number}", $"PS-{number}", "SHIPPED");
    }

    private async Task<(string? Refusal, bool HadIt)> SendAsync(OrderEvent told)
    {
        var answer = await connector.SendAsync(Connection, told, CancellationToken.None);
        return (answer.Refusal?.ToString(), answer.HadIt);
    }

    private async Task<RemoteFailure> FailAsync(OrderEvent told) => (await Assert.ThrowsAsync<RemoteFailureException>(() => SendAsync(told))).Failure;
}
