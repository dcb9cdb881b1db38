using System.Net;
using System.Net.Sockets;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.OrderApi;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Tests.Connectors.OrderApi;

public sealed class OrderApiAnswerTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Any_success_is_taken(int status)
    {
        var answer = await new OrderApiRig().Answers((HttpStatusCode)status).SendAsync();

        Assert.Equal((null, false), (answer.Refusal, answer.HadIt));
    }

    [Fact]
    public async Task A_conflict_means_that_it_had_it()
    {
        var answer = await new OrderApiRig().Answers(HttpStatusCode.Conflict, """{"code":"Exists"}""").SendAsync();

        Assert.Equal((null, true), (answer.Refusal, answer.HadIt));
    }

    [Theory]
    [InlineData(400, """{"code":"X1","message":"status is not known"}""", "HTTP 400: status is not known – X1")]
    [InlineData(404, """{"error":{"message":"OrderNotFoundException"}}""", "HTTP 404: OrderNotFoundException")]
    [InlineData(410, "", "HTTP 410, without a reason.")]
    [InlineData(413, "<html><head><style>p{}</style></head><body><h1>Too   large</h1></body></html>", "HTTP 413: Too large")]
    [InlineData(422, "\"no such status\"", "HTTP 422: no such status")]
    public async Task A_refusal_is_final_and_says_why_in_its_own_words(int status, string body, string why)
    {
        var answer = await new OrderApiRig().Answers((HttpStatusCode)status, body).SendAsync();

        Assert.Equal(why, answer.Refusal!.ToString());
    }

    [Fact]
    public async Task Long_words_are_cut()
    {
        var answer = await new OrderApiRig().Answers(HttpStatusCode.BadRequest, new string('x', 1000)).SendAsync();

        Assert.InRange(answer.Refusal!.ToString().Length, 100, 230);
    }

    [Theory]
    [InlineData(401, RemoteFailureKind.Unauthorized, "unauthorized")]
    [InlineData(403, RemoteFailureKind.Forbidden, "forbidden")]
    [InlineData(408, RemoteFailureKind.Unavailable, "unavailable")]
    [InlineData(425, RemoteFailureKind.Unavailable, "unavailable")]
    [InlineData(429, RemoteFailureKind.RateLimited, "rate-limited")]
    [InlineData(500, RemoteFailureKind.Unavailable, "unavailable")]
    [InlineData(502, RemoteFailureKind.Unavailable, "unavailable")]
    [InlineData(503, RemoteFailureKind.Unavailable, "unavailable")]
    [InlineData(302, RemoteFailureKind.Redirected, "redirected")]
    [InlineData(308, RemoteFailureKind.Redirected, "redirected")]
    [InlineData(405, RemoteFailureKind.Rejected, "rejected")]
    public async Task Other_answers_are_failures_of_their_kind(int status, RemoteFailureKind kind, string code)
    {
        var failure = await new OrderApiRig().Answers((HttpStatusCode)status, headers: new Dictionary<string, string> { ["Location"] = "https://new.example/v1" }).FailAsync();

        Assert.Equal((kind, code), (failure.Kind, failure.Code));
    }

    [Fact]
    public async Task A_pause_is_asked_for_in_seconds_or_by_a_date()
    {
        var rig = new OrderApiRig();
        rig.Answers(HttpStatusCode.TooManyRequests, headers: new Dictionary<string, string> { ["Retry-After"] = "17" });
        Assert.Equal(TimeSpan.FromSeconds(17), (await rig.FailAsync()).RetryAfter);
        rig.Answers(HttpStatusCode.ServiceUnavailable, headers: new Dictionary<string, string> { ["Retry-After"] = rig.DateHeader(TimeSpan.FromSeconds(90))["Date"] });
        Assert.InRange((await rig.FailAsync()).RetryAfter!.Value.TotalSeconds, 89, 91);
        rig.Answers(HttpStatusCode.ServiceUnavailable, headers: new Dictionary<string, string> { ["Retry-After"] = rig.DateHeader(TimeSpan.FromSeconds(-90))["Date"] });
        Assert.Equal(TimeSpan.Zero, (await rig.FailAsync()).RetryAfter);
        rig.Answers(HttpStatusCode.TooManyRequests, headers: new Dictionary<string, string> { ["Retry-After"] = "99999999" });
        Assert.Equal(TimeSpan.FromDays(1), (await rig.FailAsync()).RetryAfter);
        rig.Answers(HttpStatusCode.TooManyRequests);
        Assert.NotNull((await rig.FailAsync()).RetryAfter);
    }

    [Theory]
    [InlineData(401, 61, "clock-skew")]
    [InlineData(403, -75, "clock-skew")]
    [InlineData(401, 45, "unauthorized")]
    public async Task A_refused_signature_with_clocks_too_far_apart_names_the_clock(int status, int seconds, string code)
    {
        var rig = new OrderApiRig();
        var failure = await rig.Answers((HttpStatusCode)status, headers: rig.DateHeader(TimeSpan.FromSeconds(seconds))).FailAsync();

        Assert.Equal(code, failure.Code);
        Assert.True(failure.NeedsPerson);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(409)]
    [InlineData(404)]
    public async Task An_answer_signed_wrongly_leaves_it_open_whether_it_was_taken(int status)
    {
        var rig = new OrderApiRig().Answers(request => Signed(request, status, "{}", "another-secret"));

        var failure = await rig.FailAsync();

        Assert.Equal((RemoteFailureKind.Unknown, "reply-signature"), (failure.Kind, failure.Code));
    }

    [Theory]
    [InlineData(OrderApiRig.Secret)]
    [InlineData("the-previous-one")]
    public async Task An_answer_signed_with_the_present_or_the_previous_secret_is_good(string secret)
    {
        var rig = new OrderApiRig().Answers(request => Signed(request, 200, "{}", secret));
        rig.Settings = rig.Settings with { PreviousSecret = "the-previous-one" };

        Assert.Null((await rig.SendAsync()).Refusal);
    }

    [Fact]
    public async Task A_refused_key_is_told_as_such_though_the_answer_is_signed_with_another_secret() =>
        Assert.Equal("unauthorized", (await new OrderApiRig().Answers(request => Signed(request, 401, "", "another-secret")).FailAsync()).Code);

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded, RemoteFailureKind.Unknown, "connection-lost")]
    [InlineData(HttpRequestError.InvalidResponse, RemoteFailureKind.Unknown, "connection-lost")]
    [InlineData(HttpRequestError.Unknown, RemoteFailureKind.Unknown, "connection-lost")]
    [InlineData(HttpRequestError.ConnectionError, RemoteFailureKind.Unavailable, "unreachable")]
    [InlineData(HttpRequestError.NameResolutionError, RemoteFailureKind.Unavailable, "host-not-found")]
    [InlineData(HttpRequestError.SecureConnectionError, RemoteFailureKind.Unavailable, "tls")]
    public async Task A_broken_answer_is_in_doubt_and_a_missing_connection_is_not(HttpRequestError error, RemoteFailureKind kind, string code)
    {
        var failure = await new OrderApiRig().Answers(_ => throw new HttpRequestException(error)).FailAsync();

        Assert.Equal((kind, code), (failure.Kind, failure.Code));
    }

    [Fact]
    public async Task A_refused_connection_and_an_address_that_is_not_allowed_are_told_apart()
    {
        var refused = await new OrderApiRig().Answers(_ => throw new HttpRequestException(
            HttpRequestError.ConnectionError, "no", new SocketException((int)SocketError.ConnectionRefused))).FailAsync();
        var guarded = await new OrderApiRig().Answers(_ => throw new HttpRequestException(
            HttpRequestError.ConnectionError, "no", new AddressRefusedException("private"))).FailAsync();

        Assert.Equal((RemoteFailureKind.Unavailable, "connection-refused"), (refused.Kind, refused.Code));
        Assert.Equal((RemoteFailureKind.AddressRefused, "address-refused"), (guarded.Kind, guarded.Code));
    }

    [Fact]
    public async Task No_answer_within_the_limit_is_in_doubt_and_reported_without_a_status()
    {
        var rig = new OrderApiRig();
        rig.Answers(_ =>
        {
            rig.Clock.Advance(OrderApiClient.Limit);
            throw new OperationCanceledException();
        });

        var failure = await rig.FailAsync();

        Assert.Equal((RemoteFailureKind.Unknown, "timeout"), (failure.Kind, failure.Code));
        Assert.Equal((0, ""), (rig.Reported[0].Status, rig.Reported[0].Received));
        Assert.NotEmpty(rig.Reported[0].Sent);
    }

    [Fact]
    public async Task Being_stopped_is_no_answer_of_the_other_side()
    {
        using var stop = new CancellationTokenSource();
        var rig = new OrderApiRig().Answers(_ =>
        {
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Connector.SendAsync(rig.Connection, OrderApiRig.Told, stop.Token));
    }

    private static HttpResponseMessage Signed(SentRequest request, int status, string body, string secret)
    {
        var parts = request.Headers["authorization"].Split('$');
        var signature = OpenAppSignature.Sign(secret, OpenAppSignature.ReplyStringToSign(long.Parse(parts[4]), parts[5], System.Text.Encoding.UTF8.GetBytes(body)));
        return StrictHttp.Answer((HttpStatusCode)status, body, "application/json", new Dictionary<string, string> { ["X-Server-Authorization"] = $"hmac v1${parts[4]}${parts[5]}${signature}" });
    }
}
