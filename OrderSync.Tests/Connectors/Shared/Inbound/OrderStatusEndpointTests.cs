using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared.Inbound;
using OrderSync.Web.Connectors.Shared.Signing;
using OrderSync.Web.Features.Integrations.RealTime;

namespace OrderSync.Tests.Connectors.Shared.Inbound;

/// <summary>Status events as they come over HTTP: what is taken, and everything that is not.</summary>
public sealed class OrderStatusEndpointTests : IAsyncLifetime
{
    private const string Body = """{"shopOrderId":"731","reference":"QWERTYUIO","oldStatus":"2","newStatus":"4","occurredAt":"2026-11-21T12:00:00Z","eventId":"evt-1"}""";

    private readonly LoggedLines log = new();
    private TestApp app = null!;
    private HttpClient http = null!;
    private long integration;
    private InboundAccess access = null!;

    public async Task InitializeAsync()
    {
        app = await TestApp.StartAsync(services => services.AddSingleton<ILoggerProvider>(log), ("Inbox:EventsPerMinute", "20"));
        http = app.CreateClient();
        integration = await Rows.IntegrationAsync(app.Databases, "prestashop");
        access = (await app.Get<OrderEventActions>().OpenAsync(Actor.System, integration, default)).Value!;
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_signed_event_is_stored_and_accepted()
    {
        using var answer = await SendAsync(Signed());

        Assert.Equal((HttpStatusCode.Accepted, """{"accepted":true}"""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        var row = Assert.Single(await EventsAsync());
        Assert.Equal(("731", "QWERTYUIO", "2", "4", "evt-1"), (row.ShopOrderId, row.Reference, row.OldStatus, row.NewStatus, row.EventId));
        Assert.Equal((InboxState.Waiting, new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc)), (row.State, row.OccurredAt));
        Assert.NotNull(row.DueAt);
    }

    [Fact]
    public async Task A_replayed_event_is_accepted_without_effect()
    {
        using var first = await SendAsync(Signed());
        using var replayed = await SendAsync(Signed());
        using var changed = await SendAsync(Signed(Body.Replace("\"4\"", "\"6\"", StringComparison.Ordinal)));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [replayed.StatusCode, changed.StatusCode]);
        Assert.Equal("4", Assert.Single(await EventsAsync()).NewStatus);
    }

    [Fact]
    public async Task The_same_event_twelve_times_at_once_is_stored_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => SendAsync(Signed()))));

        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode));
        Assert.Single(await EventsAsync());
    }

    [Theory]
    [InlineData(-302)]
    [InlineData(320)]
    public async Task A_late_or_early_event_is_refused(int seconds)
    {
        using var answer = await SendAsync(Signed(at: TimeProvider.System.GetUtcNow().AddSeconds(seconds)));

        await ExpectUnsignedAsync(answer);
    }

    [Fact]
    public async Task A_tampered_event_is_refused()
    {
        var request = Signed();
        request.Content = Json(Body.Replace("731", "732", StringComparison.Ordinal));
        using var answer = await SendAsync(request);

        await ExpectUnsignedAsync(answer);
    }

    [Theory]
    [InlineData(StandardWebhooks.IdHeader)]
    [InlineData(StandardWebhooks.TimestampHeader)]
    [InlineData(StandardWebhooks.SignatureHeader)]
    public async Task An_event_without_one_of_the_headers_or_with_a_changed_one_is_refused(string header)
    {
        var without = Signed();
        without.Headers.Remove(header);
        var changed = Signed();
        changed.Headers.Remove(header);
        changed.Headers.Add(header, header == StandardWebhooks.TimestampHeader ? StandardWebhooks.TimestampOf(TimeProvider.System.GetUtcNow().AddSeconds(7)) : "v2,AAAA");
        using var missing = await SendAsync(without);
        using var wrong = await SendAsync(changed);

        await ExpectUnsignedAsync(missing);
        await ExpectUnsignedAsync(wrong);
    }

    [Fact]
    public async Task An_address_nobody_has_and_a_wrong_signature_sound_the_same()
    {
        using var unknown = await SendAsync(Signed(path: "in/order-status/AAAAAAAAAAAAAAAAAAAAAAAA"));
        using var wrong = await SendAsync(Signed(secret: "whsec_" + Convert.ToBase64String(new byte[32])));

        Assert.Equal(await WordsAsync(wrong), await WordsAsync(unknown));
        await ExpectUnsignedAsync(unknown);
        await ExpectUnsignedAsync(wrong);
    }

    [Fact]
    public async Task The_key_of_another_integration_is_not_enough()
    {
        var other = await Rows.IntegrationAsync(app.Databases, "prestashop");
        var otherAccess = (await app.Get<OrderEventActions>().OpenAsync(Actor.System, other, default)).Value!;
        using var answer = await SendAsync(Signed(path: otherAccess.Path));

        await ExpectUnsignedAsync(answer);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Another_method_is_refused(string method)
    {
        var request = Signed();
        request.Method = new HttpMethod(method);
        using var answer = await SendAsync(request);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (answer.StatusCode, Assert.Single(answer.Content.Headers.Allow)));
        Assert.Empty(await EventsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_oversized_event_is_refused_whether_or_not_it_says_so(bool saysSo)
    {
        var request = Signed(Body + new string(' ', OrderStatusEndpoint.LargestBody));
        request.Headers.TransferEncodingChunked = !saysSo;
        using var answer = await SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task An_event_of_another_kind_of_content_is_refused()
    {
        var request = Signed();
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        using var answer = await SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"shopOrderId":"1'; --","newStatus":"4","occurredAt":"2026-11-21T12:00:00Z"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"shopOrderId":"1","newStatus":"../4","occurredAt":"2026-11-21T12:00:00Z"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"shopOrderId":"1","newStatus":"123456789012345678901","occurredAt":"2026-11-21T12:00:00Z"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"shopOrderId":"1","newStatus":"4","occurredAt":"yesterday"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"shopOrderId":"1","newStatus":"4","occurredAt":"2026-11-21T12:00:00Z","eventId":"another"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"shopOrderId":"1","reference":"<b>","newStatus":"4","occurredAt":"2026-11-21T12:00:00Z"}""", HttpStatusCode.UnprocessableEntity)]
    public async Task Signed_garbage_is_refused_without_being_repeated(string body, HttpStatusCode status)
    {
        using var answer = await SendAsync(Signed(body));

        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.DoesNotContain("<b>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task The_secret_before_is_good_until_the_next_change_or_its_end()
    {
        var actions = app.Get<OrderEventActions>();
        var second = (await actions.NewSecretAsync(Actor.System, integration, default)).Value!;
        using var before = await SendAsync(Signed(id: "a"));
        using var present = await SendAsync(Signed(id: "b", secret: second.Secret));
        await app.Databases.CreateDbContext().InboundKeys.ExecuteUpdateAsync(set => set.SetProperty(row => row.PreviousUntil, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-1)));
        using var ended = await SendAsync(Signed(id: "c"));
        var third = (await actions.NewSecretAsync(Actor.System, integration, default)).Value!;
        using var first = await SendAsync(Signed(id: "d"));
        using var changed = await SendAsync(Signed(id: "e", secret: second.Secret));
        using var newest = await SendAsync(Signed(id: "f", secret: third.Secret));

        Assert.Equal(
            [HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Accepted, HttpStatusCode.Accepted],
            [before.StatusCode, present.StatusCode, ended.StatusCode, first.StatusCode, changed.StatusCode, newest.StatusCode]);
    }

    [Fact]
    public async Task More_events_than_are_taken_are_put_off()
    {
        for (var i = 0; i < 20; i++)
        {
            using var taken = await SendAsync(Signed(id: $"evt-{i}"));
            Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        }

        using var answer = await SendAsync(Signed(id: "one-more"));

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(10)), (answer.StatusCode, answer.Headers.RetryAfter!.Delta));
    }

    [Fact]
    public async Task Neither_secret_nor_signature_nor_order_stands_in_the_log()
    {
        using var taken = await SendAsync(Signed());
        using var refused = await SendAsync(Signed(secret: "whsec_" + Convert.ToBase64String(new byte[32])));
        using var garbage = await SendAsync(Signed("{", id: "evt-2"));

        Assert.NotEmpty(log.All);
        Assert.DoesNotContain(log.All, line => line.Contains(access.Secret[6..], StringComparison.Ordinal) || line.Contains("v1,", StringComparison.Ordinal));
        Assert.DoesNotContain(log.All, line => line.Contains("QWERTYUIO", StringComparison.Ordinal));
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private HttpRequestMessage Signed(string body = Body, string? id = null, string? secret = null, string? path = null, DateTimeOffset? at = null)
    {
        id ??= "evt-1";
        body = body.Replace("evt-1", id, StringComparison.Ordinal);
        var time = StandardWebhooks.TimestampOf(at ?? TimeProvider.System.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, "/" + (path ?? access.Path)) { Content = Json(body) };
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, time);
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(secret ?? access.Secret, id, time, Encoding.UTF8.GetBytes(body)));
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            return await http.SendAsync(request);
        }
    }

    private async Task ExpectUnsignedAsync(HttpResponseMessage answer)
    {
        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Empty(await EventsAsync());
    }

    /// <summary>All but the number under which the program's log knows the request.</summary>
    private static async Task<string> WordsAsync(HttpResponseMessage answer) => (await answer.Content.ReadAsStringAsync()).Split("\"traceId\"")[0];

    private async Task<List<InboxEvent>> EventsAsync()
    {
        await using var db = await app.Databases.CreateDbContextAsync();
        return await db.InboxEvents.AsNoTracking().ToListAsync();
    }
}
