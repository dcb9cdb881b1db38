using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Api;

/// <summary>What is answered when a request does not fit a route.</summary>
public sealed class ApiRoutesTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient api = null!;

    public async Task InitializeAsync()
    {
        app = await TestApp.StartAsync();
        api = app.Api();
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await app.DisposeAsync();
    }

    [Theory]
    [InlineData("POST", "stock-plans/1/approve")]
    [InlineData("POST", "orders/1/notes")]
    [InlineData("PUT", "products/1/locks")]
    public async Task A_body_that_is_not_said_to_be_JSON_is_told_so_and_not_that_there_is_no_route(string method, string path)
    {
        var (without, told) = await SendAsync(method, path, null);
        var (wrong, _) = await SendAsync(method, path, "text/plain");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnsupportedMediaType), (without, wrong));
        Assert.Contains("Content-Type: application/json", told.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", null)]
    [InlineData("POST", "application/json")]
    public async Task A_route_there_is_not_is_told_so(string method, string? type)
    {
        var (status, told) = await SendAsync(method, "nothing", type);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.StartsWith("There is no such route.", (string?)told["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/nothing", null)]
    [InlineData("/api/v1/stock-plans/1/approve", "text/plain")]
    public async Task Who_has_no_key_learns_nothing_of_the_routes(string path, string? type)
    {
        using var nobody = app.CreateClient();
        using var request = Request("POST", path, type);

        using var answer = await nobody.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(string method, string path, string? type)
    {
        using var request = Request(method, "/api/v1/" + path, type);
        using var answer = await api.SendAsync(request);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private static HttpRequestMessage Request(string method, string path, string? type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
        content.Headers.ContentType = type is null ? null : new(type);
        return new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
    }
}
