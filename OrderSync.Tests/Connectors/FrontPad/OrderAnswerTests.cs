using System.Net;
using System.Net.Sockets;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.FrontPad;

/// <summary>Every error and warning of the contract (§1, §2.2), in the shapes they come in, and what it means for the order.</summary>
public sealed class OrderAnswerTests
{
    private readonly FrontPadRig rig = new();

    [Theory]
    [InlineData("""{"result":"success","order_id":"5550001","order_number":"17"}""", "5550001", "17")]
    [InlineData("""{"result":"success","order_id":5550001,"order_number":17}""", "5550001", "17")]
    [InlineData("""{"result":"success","order_id":"5550001"}""", "5550001", null)]
    public async Task A_taken_order_has_its_numbers_as_text(string reply, string id, string? number)
    {
        var taken = Assert.IsType<TargetAnswer.Taken>(await rig.Answers(reply).SendAsync());

        Assert.Equal((id, number, 0), (taken.OrderId, taken.OrderNumber, taken.Warnings.Count));
    }

    [Theory]
    [InlineData("""{"invalid_product_keys":{"0":"1","1":"3"}}""", TargetWarningKind.DroppedLines, "1,3")]
    [InlineData("""{"invalid_product_keys":["1","3"]}""", TargetWarningKind.DroppedLines, "1,3")]
    [InlineData("""{"invalid_product_keys":[1,3]}""", TargetWarningKind.DroppedLines, "1,3")]
    [InlineData("""{"invalid_certificate":"C-1"}""", TargetWarningKind.Certificate, "C-1")]
    [InlineData("""{"invalid_datetime":"invalid_format"}""", TargetWarningKind.TimeFormat, "invalid_format")]
    [InlineData("""{"invalid_datetime":"too_long_period"}""", TargetWarningKind.TimeTooFar, "too_long_period")]
    [InlineData("""{"invalid_tags":{"0":"77"}}""", TargetWarningKind.Tags, "77")]
    [InlineData("""{"invalid_tags":["77","78"]}""", TargetWarningKind.Tags, "77,78")]
    [InlineData("""{"invalid_hook_status":{"0":"9"}}""", TargetWarningKind.CallbackStatuses, "9")]
    [InlineData("""{"something_new":"x"}""", TargetWarningKind.Other, "x")]
    [InlineData("""["invalid_certificate"]""", TargetWarningKind.Certificate, "")]
    public async Task A_warning_is_told_although_the_order_was_taken(string warnings, TargetWarningKind kind, string values)
    {
        var reply = $$"""{"result":"success","order_id":"1","warnings":{{warnings}}}""";

        var taken = Assert.IsType<TargetAnswer.Taken>(await rig.Answers(reply).SendAsync());

        var warning = Assert.Single(taken.Warnings);
        Assert.Equal((kind, values), (warning.Kind, string.Join(',', warning.Values)));
    }

    [Fact]
    public async Task A_warning_beside_the_result_is_one_too_and_is_told_once()
    {
        const string Reply = """{"result":"success","order_id":"1","invalid_product_keys":{"0":"1"},"warnings":{"invalid_product_keys":{"0":"1"},"invalid_tags":["7"]}}""";

        var taken = Assert.IsType<TargetAnswer.Taken>(await rig.Answers(Reply).SendAsync());

        Assert.Equal([TargetWarningKind.DroppedLines, TargetWarningKind.Tags], taken.Warnings.Select(warning => warning.Kind));
    }

    [Theory]
    [InlineData("invalid_product_keys")]
    [InlineData("invalid_certificate")]
    [InlineData("something_new")]
    public async Task Other_errors_refuse_the_order_for_good(string code)
    {
        var refused = Assert.IsType<TargetAnswer.Refused>(await rig.Answers($$"""{"result":"error","error":"{{code}}"}""").SendAsync());

        Assert.Equal(code, refused.Code);
    }

    [Theory]
    [InlineData("requests_limit", RemoteFailureKind.RateLimited, "requests-limit", 60)]
    [InlineData("cash_close", RemoteFailureKind.Unavailable, "cash-close", 600)]
    [InlineData("invalid_secret", RemoteFailureKind.Unauthorized, "invalid-secret", null)]
    [InlineData("api_off", RemoteFailureKind.Forbidden, "api-off", null)]
    [InlineData("invalid_plant", RemoteFailureKind.Forbidden, "invalid-plant", null)]
    public async Task What_is_no_fault_of_the_order_lets_it_wait(string code, RemoteFailureKind kind, string name, int? seconds)
    {
        foreach (var field in new[] { "error", "status" })
        {
            var failure = await rig.Answers($$"""{"result":"error","{{field}}":"{{code}}"}""").FailAsync();

            Assert.Equal((kind, name, seconds), (failure.Kind, failure.Code, (int?)failure.RetryAfter?.TotalSeconds));
            Assert.Equal(kind is RemoteFailureKind.Unauthorized or RemoteFailureKind.Forbidden, failure.NeedsPerson);
        }
    }

    [Theory]
    [InlineData("null", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("[]", HttpStatusCode.OK)]
    [InlineData("\"success\"", HttpStatusCode.OK)]
    [InlineData("<html>busy</html>", HttpStatusCode.OK)]
    [InlineData("{}", HttpStatusCode.OK)]
    [InlineData("""{"result":"maybe"}""", HttpStatusCode.OK)]
    [InlineData("""{"result":"success","order_id":"1""", HttpStatusCode.OK)]
    [InlineData("""{"result":"success"}""", HttpStatusCode.OK)]
    [InlineData("""{"result":"success","order_id":null}""", HttpStatusCode.OK)]
    [InlineData("Bad gateway", HttpStatusCode.BadGateway)]
    [InlineData("", HttpStatusCode.InternalServerError)]
    [InlineData("Forbidden", HttpStatusCode.Forbidden)]
    [InlineData("", HttpStatusCode.Found)]
    public async Task An_answer_that_is_none_leaves_the_order_in_doubt(string body, HttpStatusCode status)
    {
        var failure = await rig.Answers(body, status).FailAsync();

        Assert.Equal(RemoteFailureKind.Unknown, failure.Kind);
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded, RemoteFailureKind.Unknown, "connection-lost")]
    [InlineData(HttpRequestError.InvalidResponse, RemoteFailureKind.Unknown, "connection-lost")]
    [InlineData(HttpRequestError.Unknown, RemoteFailureKind.Unknown, "connection-lost")]
    [InlineData(HttpRequestError.ConnectionError, RemoteFailureKind.Unavailable, "unreachable")]
    [InlineData(HttpRequestError.NameResolutionError, RemoteFailureKind.Unavailable, "host-not-found")]
    [InlineData(HttpRequestError.SecureConnectionError, RemoteFailureKind.Unavailable, "tls")]
    public async Task Only_what_cannot_have_arrived_may_be_sent_again(HttpRequestError error, RemoteFailureKind kind, string code)
    {
        var failure = await rig.Answers(_ => throw new HttpRequestException(error)).FailAsync();

        Assert.Equal((kind, code), (failure.Kind, failure.Code));
    }

    [Fact]
    public async Task A_refused_connection_is_certain_and_our_own_rule_is_named()
    {
        var refused = await rig.Answers(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "no", new SocketException((int)SocketError.ConnectionRefused))).FailAsync();
        var own = await rig.Answers(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "no", new AddressRefusedException("private"))).FailAsync();
        var lost = await rig.Answers(_ => throw new IOException("gone")).FailAsync();

        Assert.Equal((RemoteFailureKind.Unavailable, "connection-refused"), (refused.Kind, refused.Code));
        Assert.Equal(RemoteFailureKind.AddressRefused, own.Kind);
        Assert.Equal(RemoteFailureKind.Unknown, lost.Kind);
    }
}
