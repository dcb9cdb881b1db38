using System.Net;
using System.Xml;
using System.Xml.Linq;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.Requests;

namespace OrderSync.Tests.Sandbox;

/// <summary>Faults as a connector meets them, over HTTP.</summary>
public sealed class FaultyAnswerTests(SandboxServer server) : IClassFixture<SandboxServer>
{
    private const string List = "orders?display=full&limit=30";

    [Fact]
    public async Task Too_many_requests_says_when_to_come_back()
    {
        using var answer = await AskAsync(new Fault(FaultKind.TooManyRequests) { Value = 7 });

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter!.Delta);
        Assert.False(answer.Headers.Contains("PSWS-Version"));
    }

    [Fact]
    public async Task A_server_error_is_empty_and_does_not_come_from_the_webservice()
    {
        using var answer = await AskAsync(new Fault(FaultKind.ServerError));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("PSWS-Version"));
    }

    [Theory]
    [InlineData(FaultKind.ServiceUnavailable, HttpStatusCode.ServiceUnavailable)]
    [InlineData(FaultKind.MaintenancePage, HttpStatusCode.OK)]
    public async Task A_page_comes_in_place_of_xml(FaultKind kind, HttpStatusCode status)
    {
        using var answer = await AskAsync(new Fault(kind));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<html>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.PhpNotice, "<br />\n<b>Deprecated</b>", "</prestashop>\n")]
    [InlineData(FaultKind.ByteOrderMark, "\uFEFF<?xml", "</prestashop>\n")]
    [InlineData(FaultKind.TrailingScript, "<?xml", "-->\n")]
    public async Task The_xml_is_there_with_something_around_it(FaultKind kind, string start, string end)
    {
        using var answer = await AskAsync(new Fault(kind));
        var body = System.Text.Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith(start, body, StringComparison.Ordinal);
        Assert.EndsWith(end, body, StringComparison.Ordinal);
        var from = body.IndexOf("<?xml", StringComparison.Ordinal);
        var to = body.IndexOf("</prestashop>", StringComparison.Ordinal) + "</prestashop>".Length;
        Assert.Equal(30, XDocument.Parse(body[from..to]).Descendants("order").Count());
    }

    [Theory]
    [InlineData(null, "orders?display=full&limit=30", "orders/21")]
    [InlineData("addresses", "addresses?display=full&limit=30", "orders/20")]
    public async Task A_malformed_record_breaks_the_lists_it_is_in_and_nothing_else(string? resource, string list, string other)
    {
        server.Get<SandboxFaults>().Set(new Fault(FaultKind.MalformedRecord) { Resource = resource, Value = resource is null ? 20 : 7 });
        try
        {
            var broken = await server.Client.GetStringAsync(new Uri(server.Api + list));
            var whole = await server.Client.GetStringAsync(new Uri(server.Api + other));

            Assert.Throws<XmlException>(() => XDocument.Parse(broken));
            Assert.NotNull(XDocument.Parse(whole).Root);
        }
        finally
        {
            server.Get<SandboxFaults>().Clear();
        }
    }

    [Fact]
    public async Task A_redirect_names_another_address()
    {
        using var answer = await AskAsync(new Fault(FaultKind.Redirect));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.NotNull(answer.Headers.Location);
    }

    [Fact]
    public async Task Without_its_header_only_the_key_in_the_address_works()
    {
        var faults = server.Get<SandboxFaults>();
        faults.Set(new Fault(FaultKind.AuthorizationStripped) { Requests = 2 });

        using var stripped = await server.GetAsync(List);
        using var inAddress = await server.GetAsync($"{List}&ws_key={SandboxOptions.DefaultApiKey}");

        Assert.Equal(HttpStatusCode.Unauthorized, stripped.StatusCode);
        Assert.Equal("401 Unauthorized", await stripped.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, inAddress.StatusCode);
        Assert.DoesNotContain(server.Get<SandboxRequestLog>().Last(), request => request.Target.Contains(SandboxOptions.DefaultApiKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_slow_shop_takes_its_time()
    {
        server.Get<SandboxFaults>().Set(new Fault(FaultKind.Slow) { Value = 40, Requests = 1 });

        using var answer = await server.GetAsync("orders?limit=1&slow");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange(server.Get<SandboxRequestLog>().Last().First(request => request.Target.EndsWith("slow", StringComparison.Ordinal)).Milliseconds, 35, double.MaxValue);
    }

    [Fact]
    public async Task A_shop_that_never_answers_can_be_left_and_answers_the_next()
    {
        server.Get<SandboxFaults>().Set(new Fault(FaultKind.TimeOut) { Requests = 1 });
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Client.GetAsync(new Uri($"{server.Api}orders?limit=99"), patience.Token));

        using var next = await server.GetAsync(List);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    private async Task<HttpResponseMessage> AskAsync(Fault fault)
    {
        server.Get<SandboxFaults>().Set(fault with { Requests = 1 });
        return await server.GetAsync(List);
    }
}
