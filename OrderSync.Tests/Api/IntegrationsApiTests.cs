using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Api;

public sealed class IntegrationsApiTests : IAsyncLifetime
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
    public async Task A_script_connects_maps_runs_and_reads_what_happened()
    {
        app.Shop.Shop.Orders.AddRange([Given.Order("1"), Given.Order("2") with { CarrierId = "8" }]);
        var created = await SendAsync(HttpMethod.Post, "integrations", HttpStatusCode.Created,
            """{"connector":"model","name":"Outlet","settings":{"url":"https://model.example","apiKey":"right-key"}}""");
        var id = (long)created["id"]!;
        Assert.Equal(("••••", true, 0), ((string?)created["settings"]!["apiKey"], (bool)created["enabled"]!, created["problems"]!.AsArray().Count));

        await SendAsync(HttpMethod.Put, $"integrations/{id}/mappings/order-statuses", HttpStatusCode.OK,
            """[{"source":"2","target":{"action":"import","retry":false,"status":"Confirmed"}}]""");
        await SendAsync(HttpMethod.Put, $"integrations/{id}/mappings/payment-methods", HttpStatusCode.OK, """{"rows":[{"source":"Bank wire","target":"transfer"}]}""");
        await SendAsync(HttpMethod.Put, $"integrations/{id}/mappings/shipping-methods", HttpStatusCode.OK, """[{"source":"7","target":"express"}]""");
        var run = (long)(await SendAsync(HttpMethod.Post, $"integrations/{id}/feeds/import-new-orders/runs", HttpStatusCode.Accepted))["runId"]!;
        await app.EndOfAsync(run);

        var shown = await SendAsync(HttpMethod.Get, $"runs/{run}", HttpStatusCode.OK);
        Assert.Equal(("completedWithProblems", "api", "import-new-orders"), ((string?)shown["state"], (string?)shown["trigger"], (string?)shown["feed"]));
        Assert.Equal("""{"created":1,"updated":0,"unchanged":0,"skipped":0,"waiting":0,"failed":1}""", shown["counts"]!.ToJsonString());
        Assert.Equal(2, (int)shown["progress"]!["done"]!);
        Assert.EndsWith("Z", (string?)shown["finishedAt"], StringComparison.Ordinal);
        var failed = await SendAsync(HttpMethod.Get, $"runs/{run}/items?outcome=failed", HttpStatusCode.OK);
        Assert.Equal(("2", "failed", "unmapped"), ((string?)failed["items"]![0]!["externalId"], (string?)failed["items"]![0]!["outcome"], (string?)failed["items"]![0]!["cause"]));
        var rows = await SendAsync(HttpMethod.Get, $"integrations/{id}/mappings/shipping-methods", HttpStatusCode.OK);
        Assert.Equal("""{"source":"8","sourceName":"Poczta","target":null,"waiting":1,"suggestion":{"target":"standard","reason":"The name contains 'poczt'."}}""",
            rows.AsArray().Single(row => (string?)row!["source"] == "8")!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task A_failing_test_saves_a_new_integration_switched_off_and_refuses_a_change_unless_forced()
    {
        var created = await SendAsync(HttpMethod.Post, "integrations", HttpStatusCode.Created,
            """{"connector":"model","name":"Outlet","settings":{"url":"https://model.example","apiKey":"wrong"}}""");
        var path = $"integrations/{(long)created["id"]!}";
        Assert.Equal((false, "apiKey", "key-unknown"), ((bool)created["enabled"]!, (string?)created["problems"]![0]!["field"], (string?)created["problems"]![0]!["code"]));

        var refused = await SendAsync(HttpMethod.Put, path, HttpStatusCode.UnprocessableEntity, """{"name":"New","settings":{"apiKey":"still wrong"}}""");
        Assert.NotNull(refused["errors"]!["settings.apiKey"]);
        Assert.Equal("key-unknown", (string?)refused["problems"]![0]!["code"]);
        Assert.Equal("Outlet", (string?)(await SendAsync(HttpMethod.Get, path, HttpStatusCode.OK))["name"]);

        Assert.Equal("New", (string?)(await SendAsync(HttpMethod.Put, path + "?force=true", HttpStatusCode.OK, """{"name":"New","settings":{"apiKey":"still wrong"}}"""))["name"]);
        Assert.True((bool)(await SendAsync(HttpMethod.Put, path, HttpStatusCode.OK, """{"settings":{"apiKey":"right-key"}}"""))["enabled"]!);
        Assert.True((bool)(await SendAsync(HttpMethod.Post, path + "/test", HttpStatusCode.OK))["ok"]!);
        Assert.True((bool)(await SendAsync(HttpMethod.Put, path, HttpStatusCode.OK, """{"settings":{"apiKey":"••••"}}"""))["enabled"]!);
    }

    [Fact]
    public async Task What_a_passed_test_would_do_better_is_told_and_kept()
    {
        var id = await app.CreateAsync();
        app.Shop.Hints = [new ConnectionProblem("url", "not-encrypted", new Phrase("Others can read the key."), new Phrase("Use https."))];

        var report = await SendAsync(HttpMethod.Post, $"integrations/{id}/test", HttpStatusCode.OK);

        Assert.Equal((true, "not-encrypted"), ((bool)report["ok"]!, (string?)report["hints"]![0]!["code"]));
        Assert.Equal("Use https.", (string?)(await SendAsync(HttpMethod.Get, $"integrations/{id}", HttpStatusCode.OK))["hints"]![0]!["remedy"]);
    }

    [Fact]
    public async Task A_feed_is_scheduled_paused_and_refuses_to_run_while_its_integration_is_off()
    {
        var id = await app.CreateAsync(enabled: false);

        var feed = await SendAsync(HttpMethod.Put, $"integrations/{id}/feeds/import-new-orders", HttpStatusCode.OK, """{"schedule":"0 3 * * *"}""");
        Assert.Equal(("0 3 * * *", false), ((string?)feed["schedule"], (bool)feed["paused"]!));
        Assert.Null((await SendAsync(HttpMethod.Put, $"integrations/{id}/feeds/import-new-orders", HttpStatusCode.OK, """{"schedule":null,"paused":true}"""))["schedule"]);
        await SendAsync(HttpMethod.Put, $"integrations/{id}/feeds/import-new-orders", HttpStatusCode.UnprocessableEntity, """{"schedule":"often"}""");
        await SendAsync(HttpMethod.Post, $"integrations/{id}/feeds/import-new-orders/runs", HttpStatusCode.Conflict);
        await SendAsync(HttpMethod.Post, $"integrations/{id}/feeds/nothing/runs", HttpStatusCode.NotFound);
        Assert.Equal(3, (int)(await SendAsync(HttpMethod.Get, $"integrations/{id}/feeds", HttpStatusCode.OK))["total"]!);
    }

    [Fact]
    public async Task Connectors_tell_their_feeds_tables_and_the_schema_of_their_settings()
    {
        var connector = (await SendAsync(HttpMethod.Get, "connectors", HttpStatusCode.OK))[0]!;

        Assert.Equal("""["import-new-orders","retry","check-completeness"]""", connector["feeds"]!.ToJsonString());
        Assert.Equal("""["order-statuses","shipping-methods","payment-methods","statuses-back"]""", connector["mappings"]!.ToJsonString());
        Assert.True((bool)connector["settings"]!["properties"]!["apiKey"]!["writeOnly"]!);
    }

    [Fact]
    public async Task Lists_of_keys_are_kept_and_what_is_used_cannot_be_deleted()
    {
        await SendAsync(HttpMethod.Post, "shipping-methods", HttpStatusCode.Created, """{"key":"drone","name":"Drone"}""");
        Assert.Equal("Big drone", (string?)(await SendAsync(HttpMethod.Put, "shipping-methods/drone", HttpStatusCode.OK, """{"name":"Big drone"}"""))["name"]);
        var id = await app.CreateAsync();
        await SendAsync(HttpMethod.Put, $"integrations/{id}/mappings/shipping-methods", HttpStatusCode.OK, """[{"source":"7","target":"drone"}]""");

        await SendAsync(HttpMethod.Delete, "shipping-methods/drone", HttpStatusCode.Conflict);
        await SendAsync(HttpMethod.Delete, "shipping-methods/pick-up", HttpStatusCode.NoContent);
        Assert.Equal(3, (int)(await SendAsync(HttpMethod.Get, "shipping-methods", HttpStatusCode.OK))["total"]!);
    }

    [Theory]
    [InlineData("POST", "integrations", Role.Staff)]
    [InlineData("PUT", "integrations/1", Role.Staff)]
    [InlineData("DELETE", "integrations/1", Role.Staff)]
    [InlineData("POST", "integrations/1/test", Role.Staff)]
    [InlineData("POST", "integrations/1/test-message", Role.Staff)]
    [InlineData("PUT", "integrations/1/mappings/shipping-methods", Role.Staff)]
    [InlineData("POST", "integrations/1/mappings/fetch", Role.Staff)]
    [InlineData("PUT", "integrations/1/feeds/retry", Role.Support)]
    [InlineData("POST", "integrations/1/feeds/retry/runs", Role.Support)]
    [InlineData("POST", "runs/1/cancel", Role.Support)]
    [InlineData("POST", "runs/1/again", Role.Support)]
    [InlineData("POST", "runs/1/retry-failed", Role.Viewer)]
    [InlineData("POST", "stores", Role.Staff)]
    [InlineData("DELETE", "stores/main", Role.Staff)]
    public async Task A_key_whose_role_is_too_low_is_refused(string method, string path, Role role)
    {
        using var low = app.App.Api(await app.App.AddKeyAsync(role));
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/" + path) { Content = JsonContent.Create(new { }) };

        using var answer = await low.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("integrations", "not json", HttpStatusCode.UnprocessableEntity)]
    [InlineData("integrations", """{"connector":"nothing"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("integrations", """{"connector":"model","name":"","settings":{}}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("integrations", """{"connector":"model","name":"x","settings":{"url":7}}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("integrations/99/test", "{}", HttpStatusCode.NotFound)]
    [InlineData("nothing", "{}", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_done_is_told_as_a_problem(string path, string body, HttpStatusCode status)
    {
        var problem = await SendAsync(HttpMethod.Post, path, status, body);

        Assert.Equal((int)status, (int)problem["status"]!);
        Assert.False(string.IsNullOrEmpty((string?)problem["detail"]));
    }

    [Fact]
    public async Task The_description_is_reachable_and_names_the_key()
    {
        using var nobody = app.App.CreateClient();

        var description = JsonNode.Parse(await nobody.GetStringAsync("/openapi/v1.json"))!;

        Assert.Equal("bearer", (string?)description["components"]!["securitySchemes"]!["apiKey"]!["scheme"]);
        Assert.NotNull(description["paths"]!["/api/v1/integrations/{id}/mappings/{table}"]!["put"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/v1/runs")).StatusCode);
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, HttpStatusCode expected, string? body = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/" + path)
        {
            Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        using var answer = await api.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
