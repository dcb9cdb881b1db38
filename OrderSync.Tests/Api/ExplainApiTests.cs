using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Api;

public sealed class ExplainApiTests : IAsyncLifetime
{
    private ModelApp app = null!;
    private HttpClient api = null!;

    public async Task InitializeAsync()
    {
        app = await ModelApp.StartAsync();
        api = app.App.Api();
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_script_asks_why_counts_and_has_read_what_is_missing()
    {
        app.Shop.Shop.Orders.AddRange([Given.Order("1"), Given.Order("2")]);
        var shop = await app.CreateAsync();
        var before = await SendAsync(HttpMethod.Get, $"explain?integration={shop}&externalId=%231", HttpStatusCode.OK);
        var (reason, mend) = (before["reason"]!, (string?)before["mend"]);
        Assert.Equal(("reached", "no", "runImport", false), ((string?)reason["step"], (string?)reason["answer"], mend, (bool)before["here"]!));

        await RunAsync($"integrations/{shop}/feeds/import-new-orders/runs");
        var unmapped = await SendAsync(HttpMethod.Get, $"explain?integration={shop}&externalId=1", HttpStatusCode.OK);
        Assert.Equal(("status", "map", "order-statuses", "2"), ((string?)unmapped["reason"]!["step"], (string?)unmapped["mend"], (string?)unmapped["mappingTable"], (string?)unmapped["mappingSource"]));

        await app.ReadAsync(db => db.IncomingOrders.Where(row => row.ExternalId == "2").ExecuteDeleteAsync());
        var now = await SendAsync(HttpMethod.Get, $"completeness?integration={shop}&day=2026-11-20", HttpStatusCode.OK);
        Assert.Equal((2, 0, 0, 0, 1, 1), ((int)now["inShop"]!, (int)now["imported"]!, (int)now["ignored"]!, (int)now["waiting"]!, (int)now["problem"]!, (int)now["unexplained"]!));
        Assert.Equal(0, (int)(await SendAsync(HttpMethod.Get, $"completeness?integration={shop}&day=2026-11-19", HttpStatusCode.OK))["inShop"]!);
        await RunAsync($"integrations/{shop}/completeness/checks", """{"allDays":true}""");
        var counted = await SendAsync(HttpMethod.Get, $"integrations/{shop}/completeness", HttpStatusCode.OK);
        Assert.Equal((1, "2", "neverRead"), ((int)counted["missing"]!, (string?)counted["orders"]![0]!["externalId"], (string?)counted["orders"]![0]!["kind"]));
        Assert.Equal(("2026-11-20", 2, 1, 1), ((string?)counted["days"]![0]!["day"], (int)counted["days"]![0]!["inShop"]!, (int)counted["days"]![0]!["problem"]!, (int)counted["days"]![0]!["unexplained"]!));

        await RunAsync($"integrations/{shop}/completeness/read");
        Assert.Equal(0, (int)(await SendAsync(HttpMethod.Get, $"integrations/{shop}/completeness", HttpStatusCode.OK))["missing"]!);
    }

    [Theory]
    [InlineData("explain", HttpStatusCode.UnprocessableEntity)]
    [InlineData("explain?integration=1", HttpStatusCode.UnprocessableEntity)]
    [InlineData("explain?externalId=1&integration=x", HttpStatusCode.UnprocessableEntity)]
    [InlineData("explain?externalId=1&integration=99", HttpStatusCode.NotFound)]
    [InlineData("completeness", HttpStatusCode.UnprocessableEntity)]
    [InlineData("completeness?integration=1&day=x", HttpStatusCode.UnprocessableEntity)]
    [InlineData("completeness?integration=99", HttpStatusCode.NotFound)]
    [InlineData("integrations/99/completeness", HttpStatusCode.NotFound)]
    [InlineData("integrations/99/completeness?before=yesterday", HttpStatusCode.UnprocessableEntity)]
    public async Task What_does_not_fit_is_told(string path, HttpStatusCode status) => await SendAsync(HttpMethod.Get, path, status);

    private async Task RunAsync(string path, string? body = null) =>
        await app.EndOfAsync((long)(await SendAsync(HttpMethod.Post, path, HttpStatusCode.Accepted, body))["runId"]!);

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, HttpStatusCode status, string? body = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/" + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await api.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, text);
        return JsonNode.Parse(text)!;
    }
}
