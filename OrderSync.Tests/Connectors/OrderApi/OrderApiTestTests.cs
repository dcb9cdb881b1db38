using System.Net;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Connectors.OrderApi;

public sealed class OrderApiTestTests
{
    [Fact]
    public async Task The_connection_test_only_looks_and_shows_neither_key_nor_signature()
    {
        var rig = Looks(HttpStatusCode.MethodNotAllowed);

        var report = await TestAsync(rig);

        Assert.True(report.Passed);
        Assert.Empty(report.Hints);
        Assert.Equal("https://api.example.test/merchant/v1/orders/fulfillment", report.Facts["answersAt"]);
        Assert.Equal("GET", Assert.Single(rig.Http.Sent).Method);
        Assert.Empty(rig.Http.Sent[0].Headers);
    }

    [Fact]
    public async Task Clocks_apart_are_a_hint()
    {
        var rig = new OrderApiRig();
        rig.Http.On(request => request.Method == "GET", _ => StrictHttp.Answer(HttpStatusCode.Unauthorized, "", headers: rig.DateHeader(TimeSpan.FromSeconds(45))));

        var report = await TestAsync(rig);

        Assert.Equal("clock-skew", Assert.Single(report.Hints).Code);
        Assert.True(report.Passed);
        Assert.Equal("45 s", report.Facts["clockDifference"]);
    }

    [Fact]
    public async Task An_address_that_moved_is_named_and_can_be_accepted()
    {
        var rig = Looks(HttpStatusCode.MovedPermanently, new Dictionary<string, string> { ["Location"] = "https://new.example/m/v1/orders/fulfillment?a=b" });

        var problem = Assert.Single((await TestAsync(rig)).Problems);

        Assert.Equal(("url", "redirected", "https://new.example/m"), (problem.Field, problem.Code, problem.Suggestion));
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "unavailable")]
    [InlineData(HttpStatusCode.BadGateway, "unavailable")]
    public async Task A_system_that_is_out_of_service_fails_the_test(HttpStatusCode status, string code) =>
        Assert.Equal(code, Assert.Single((await TestAsync(Looks(status))).Problems).Code);

    [Fact]
    public async Task A_path_that_is_not_there_is_a_hint() => Assert.Equal("path", Assert.Single((await TestAsync(Looks(HttpStatusCode.NotFound))).Hints).Field);

    [Fact]
    public async Task A_host_that_does_not_exist_fails_the_test_at_the_address()
    {
        var rig = new OrderApiRig();
        rig.Http.On(request => request.Method == "GET", _ => throw new HttpRequestException(HttpRequestError.NameResolutionError));

        var problem = Assert.Single((await TestAsync(rig)).Problems);

        Assert.Equal(("url", "host-not-found"), (problem.Field, problem.Code));
    }

    [Fact]
    public async Task A_test_message_shows_what_was_signed_sent_and_answered_without_secrets()
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.OK, """{"ok":true}""");

        var trial = await rig.Connector.TryAsync(rig.Connection, null, CancellationToken.None);

        Assert.True(trial.IsTaken);
        Assert.StartsWith("v1$••••$POST$/V1/ORDERS/FULFILLMENT$", trial.StringToSign);
        Assert.Contains("x-app-signature: ", trial.Request.Sent);
        Assert.Contains("{\"ok\":true}", trial.Request.Received);
        Assert.Contains("\"oaOrderId\":\"ordersync-test-", rig.Http.Sent[0].Body);
        Assert.DoesNotContain(OrderApiRig.Key, trial.StringToSign + trial.Request.Sent + trial.Request.Received);
    }

    [Fact]
    public async Task A_test_message_without_the_version_before_it_hides_the_key_too()
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.OK);
        rig.Settings = rig.Settings with { SignPrefix = false, ApiKey = "k" };

        var trial = await rig.Connector.TryAsync(rig.Connection, OrderApiRig.Told, CancellationToken.None);

        Assert.StartsWith("••••$POST$", trial.StringToSign);
        Assert.Contains("authorization: hmac v1$••••$POST$", trial.Request.Sent);
    }

    [Fact]
    public async Task A_test_message_that_fails_says_what_to_do()
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.Unauthorized, "bad signature");
        var failed = await rig.Connector.TryAsync(rig.Connection, null, CancellationToken.None);
        rig.Answers(HttpStatusCode.NotFound, "no such order");
        var refused = await rig.Connector.TryAsync(rig.Connection, null, CancellationToken.None);

        Assert.Contains("bad signature", failed.Verdict.ToString());
        Assert.NotNull(failed.Remedy);
        Assert.Equal((false, "It was refused, as an invented order may be; the key and the signature were let pass. HTTP 404: no such order"), (refused.IsTaken, refused.Verdict.ToString()));
    }

    private static OrderApiRig Looks(HttpStatusCode status, IReadOnlyDictionary<string, string>? headers = null)
    {
        var rig = new OrderApiRig();
        rig.Http.On(request => request.Method == "GET", _ => StrictHttp.Answer(status, "", headers: headers));
        return rig;
    }

    private static Task<ConnectionReport> TestAsync(OrderApiRig rig) => rig.Connector.TestAsync(rig.Connection, CancellationToken.None);
}
