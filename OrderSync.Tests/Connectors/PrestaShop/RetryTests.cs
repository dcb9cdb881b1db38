using System.Net;
using System.Net.Sockets;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>Reads that fail are sent again as contract §6.3 says; the clock is the test's, so nothing waits.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.NetworkUnreachable)]
    public async Task A_request_that_never_arrived_is_sent_again(SocketError error)
    {
        var rig = Failing(2, () => throw Network(error));

        Assert.Single(await rig.ReadNewAsync());
        Assert.Equal(2, rig.Clock.Waits.Count);
        Assert.True(rig.Clock.Waits[1] > rig.Clock.Waits[0]);
    }

    [Fact]
    public async Task A_request_that_never_arrives_is_given_up_after_three_attempts()
    {
        var rig = Failing(9, () => throw Network(SocketError.ConnectionRefused));

        var failure = await FailureAsync(rig);

        Assert.Equal(("connection-refused", RemoteFailureKind.Unavailable), (failure.Code, failure.Kind));
        Assert.Equal(3, rig.Shop.Requests.Count);
    }

    [Fact]
    public async Task A_short_pause_the_shop_asks_for_is_made()
    {
        var rig = Failing(1, () => StrictHttp.Answer(HttpStatusCode.TooManyRequests, "", headers: new Dictionary<string, string> { ["Retry-After"] = "7" }));

        Assert.Single(await rig.ReadNewAsync());
        Assert.InRange(Assert.Single(rig.Clock.Waits).TotalSeconds, 7, 8);
    }

    [Theory]
    [InlineData(429, "120", RemoteFailureKind.RateLimited, 120)]
    [InlineData(503, "600", RemoteFailureKind.Unavailable, 600)]
    [InlineData(429, null, RemoteFailureKind.RateLimited, 30)]
    [InlineData(503, null, RemoteFailureKind.Unavailable, 30)]
    public async Task A_long_pause_ends_the_read_and_is_passed_on(int status, string? retryAfter, RemoteFailureKind kind, int seconds)
    {
        var headers = new Dictionary<string, string>();
        if (retryAfter is not null)
        {
            headers["Retry-After"] = retryAfter;
        }

        var rig = Failing(9, () => StrictHttp.Answer((HttpStatusCode)status, "<html>", "text/html", headers));

        var failure = await FailureAsync(rig);

        Assert.Equal((kind, TimeSpan.FromSeconds(seconds)), (failure.Kind, failure.RetryAfter));
        Assert.Single(rig.Shop.Requests);
    }

    [Fact]
    public async Task A_pause_given_as_a_date_is_understood()
    {
        var rig = Failing(9, () => StrictHttp.Answer(HttpStatusCode.ServiceUnavailable, "", headers: new Dictionary<string, string> { ["Retry-After"] = "Sat, 21 Nov 2026 12:05:00 GMT" }));

        Assert.Equal(TimeSpan.FromMinutes(5), (await FailureAsync(rig)).RetryAfter);
    }

    [Fact]
    public async Task An_error_in_the_shops_program_is_asked_once_more()
    {
        var rig = Failing(1, () => new FakeShop().Error(HttpStatusCode.InternalServerError, 8, "Notice"));

        Assert.Single(await rig.ReadNewAsync());
        Assert.Single(rig.Clock.Waits);
    }

    [Theory]
    [InlineData(400, 38)]
    [InlineData(401, 20)]
    [InlineData(401, 26)]
    [InlineData(403, 132)]
    [InlineData(405, 25)]
    public async Task What_asking_again_cannot_change_is_not_asked_again(int status, int code)
    {
        var rig = Failing(9, () => new FakeShop().Error((HttpStatusCode)status, code));

        await FailureAsync(rig);

        Assert.Single(rig.Shop.Requests);
    }

    [Fact]
    public async Task A_timeout_halves_the_page_at_once()
    {
        var rig = Failing(1, () => throw new TaskCanceledException("no answer"));

        Assert.Single(await rig.ReadNewAsync());
        Assert.Empty(rig.Clock.Waits);
        Assert.Contains("limit=50", rig.Shop.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_that_never_answers_is_given_up_after_three_timeouts()
    {
        var rig = Failing(99, () => throw new TaskCanceledException("no answer"));

        Assert.Equal("timeout", (await FailureAsync(rig)).Code);
        Assert.Equal(3, rig.Shop.Requests.Count);
    }

    [Fact]
    public async Task A_connection_that_is_never_opened_is_told_as_such_and_tried_three_times()
    {
        var rig = Failing(99, () => throw new TaskCanceledException("no connection", new TimeoutException()));

        Assert.Equal("unreachable", (await FailureAsync(rig)).Code);
        Assert.Equal(3, rig.Shop.Requests.Count);
    }

    [Fact]
    public async Task A_list_that_cannot_be_asked_in_parts_is_asked_three_times()
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1));
        rig.Shop.Spoil = (request, _) => request.Target.StartsWith("/api/countries", StringComparison.Ordinal) ? throw new TaskCanceledException("no answer") : null;

        var failure = await FailureAsync(rig);

        Assert.Equal("timeout", failure.Code);
        Assert.Equal(3, rig.Shop.Requests.Count(request => request.StartsWith("/api/countries", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Pages_read_before_the_shop_failed_are_good()
    {
        var rig = new Rig();
        rig.Shop.With(Enumerable.Range(1, 300).Select(id => new ShopOrder(id)));
        rig.Shop.Spoil = (request, _) => request.Target.Contains(">[200]", StringComparison.Ordinal) ? rig.Shop.Error(HttpStatusCode.Unauthorized, 20) : null;
        var pages = new List<OrderPage>();

        await Assert.ThrowsAsync<RemoteFailureException>(async () =>
        {
            await foreach (var page in rig.Connector.ReadNewAsync(rig.Connection, null, CancellationToken.None))
            {
                pages.Add(page);
            }
        });

        Assert.Equal(200, pages.Sum(page => page.Orders.Count));
    }

    [Fact]
    public async Task Every_attempt_is_counted_reported_and_within_the_budget()
    {
        var rig = Failing(2, () => throw Network(SocketError.ConnectionRefused));

        await rig.ReadNewAsync();

        Assert.Equal(rig.Shop.Requests.Count, rig.Reported.Count);
        Assert.Equal(rig.Shop.Requests.Count, rig.Budgeted);
        Assert.Equal([0, 0, 200], rig.Reported.Take(3).Select(request => request.Status));
    }

    private static Rig Failing(int times, Func<HttpResponseMessage> answer)
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1));
        rig.Shop.Spoil = (_, _) => times-- > 0 ? answer() : null;
        return rig;
    }

    private static async Task<RemoteFailure> FailureAsync(Rig rig) =>
        (await Assert.ThrowsAsync<RemoteFailureException>(() => rig.ReadNewAsync())).Failure;

    private static HttpRequestException Network(SocketError error) =>
        new(HttpRequestError.ConnectionError, "no connection", new SocketException((int)error));
}
