using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Feeds.ExportStock;

namespace OrderSync.Tests.Api;

/// <summary>Stock plans as scripts make and decide them.</summary>
public sealed class StockPlansApiTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient api = null!;
    private long shop;

    public async Task InitializeAsync()
    {
        app = await TestApp.StartAsync();
        api = app.Api();
        shop = await Rows.IntegrationAsync(app.Databases, "prestashop", """{"url":"https://shop.invalid","apiKey":""}""");
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_plan_that_is_asked_for_is_accepted_with_its_address_and_its_run()
    {
        await FeedsAsync(unlocked: true);

        using var answer = await api.PostAsync($"/api/v1/integrations/{shop}/stock-plans", null);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var body = await JsonAsync(answer);
        var id = (long)body["id"]!;
        Assert.Equal($"/api/v1/stock-plans/{id}", answer.Headers.Location?.OriginalString);
        var run = await api.GetFromJsonAsync<JsonObject>($"/api/v1/runs/{(long)body["runId"]!}");
        Assert.Equal(("stock-check", "api"), ((string?)run!["feed"], (string?)run["trigger"]));
        var plan = await api.GetFromJsonAsync<JsonObject>($"/api/v1/stock-plans/{id}");
        Assert.Equal(("toShop", shop, false), ((string?)plan!["direction"], (long)plan["integration"]!, (bool)plan["automatic"]!));
        var list = await api.GetFromJsonAsync<JsonObject>($"/api/v1/integrations/{shop}/stock-plans");
        Assert.All(list!["items"]!.AsArray(), row => Assert.Equal(id, (long)row!["id"]!));
    }

    [Fact]
    public async Task What_hinders_a_plan_is_told_and_none_is_left_behind()
    {
        using var untold = await api.PostAsync($"/api/v1/integrations/{shop}/stock-plans", null);
        await FeedsAsync(unlocked: false);
        using var locked = await api.PostAsync($"/api/v1/integrations/{shop}/stock-plans", null);
        using var missing = await api.PostAsync("/api/v1/integrations/99/stock-plans", null);
        using var viewer = app.Api(await app.AddKeyAsync(Role.Viewer));
        using var forbidden = await viewer.PostAsync($"/api/v1/integrations/{shop}/stock-plans", null);

        Assert.Equal(
            [HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.NotFound, HttpStatusCode.Forbidden],
            new[] { untold, locked, missing, forbidden }.Select(answer => answer.StatusCode));
        Assert.Equal("This integration cannot be told stock.", (string?)(await JsonAsync(untold))["detail"]);
        Assert.False(string.IsNullOrEmpty((string?)(await JsonAsync(locked))["detail"]));
        await using var db = app.Databases.CreateDbContext();
        Assert.Equal(0, await db.StockPlans.CountAsync());
    }

    [Fact]
    public async Task A_newer_plan_forbids_to_approve_or_take_back_an_older_one_and_is_named()
    {
        var (older, newer) = (await PlanAsync(PlanState.Waiting), await PlanAsync(PlanState.Waiting));
        var (sent, since) = (await PlanAsync(PlanState.Done, "Anna"), await PlanAsync(PlanState.Done, "Mia"));

        using var approve = await api.PostAsJsonAsync($"/api/v1/stock-plans/{older}/approve", new { note = "Fine" });
        using var undo = await api.PostAsJsonAsync($"/api/v1/stock-plans/{sent}/undo", new { note = "Wrong" });

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (approve.StatusCode, undo.StatusCode));
        Assert.Contains($"Plan {newer} is newer", (string?)(await JsonAsync(approve))["detail"]);
        Assert.Contains($"Take plan {since} back first.", (string?)(await JsonAsync(undo))["detail"]);
    }

    [Fact]
    public async Task Who_approved_and_who_took_back_are_both_told()
    {
        await FeedsAsync(unlocked: true);
        var plan = await PlanAsync(PlanState.Done, "Anna");

        using var undo = await api.PostAsJsonAsync($"/api/v1/stock-plans/{plan}/undo", new { note = "The wrong warehouse" });

        var told = await JsonAsync(undo);
        Assert.Equal(HttpStatusCode.OK, undo.StatusCode);
        Assert.Equal(("Anna", "Fine", "The wrong warehouse"), ((string?)told["decidedBy"], (string?)told["note"], (string?)told["takenBackNote"]));
        Assert.False(string.IsNullOrEmpty((string?)told["takenBackBy"]));
        Assert.EndsWith("Z", (string?)told["takenBackAt"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stockBuffer", "-1", "Enter 0 to offer everything")]
    [InlineData("mostChangedPercent", "101", "Enter 30")]
    [InlineData("mostToZero", "-1", "Enter 20")]
    [InlineData("oldestStockHours", "9000", "Enter 0")]
    [InlineData("exportWarehouses", "[\"main\",\"moon\"]", "Choose one from the list")]
    [InlineData("exportWarehouses", "[\"Main \"]", "Choose one from the list")]
    public async Task A_wrong_setting_of_the_export_is_named_with_its_remedy_and_not_saved(string field, string value, string remedy)
    {
        var body = $$$"""{"settings":{"url":"https://shop.invalid","apiKey":"{{{new string('A', 32)}}}","{{{field}}}":{{{value}}}}}""";

        using var answer = await api.PutAsync($"/api/v1/integrations/{shop}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        var told = await JsonAsync(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, told.ToJsonString());
        Assert.NotNull(told["errors"]![$"settings.{field}"]);
        var problem = Assert.Single(told["problems"]!.AsArray())!;
        Assert.Equal(field, (string?)problem["field"]);
        Assert.StartsWith(remedy, (string?)problem["remedy"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mostToZero", "\"many\"")]
    [InlineData("mostChangedPercent", "12.5")]
    [InlineData("stockBuffer", "99999999999")]
    [InlineData("exportWarehouses", "\"main\"")]
    public async Task A_setting_of_the_wrong_kind_is_named(string field, string value)
    {
        using var answer = await api.PutAsync(
            $"/api/v1/integrations/{shop}", new StringContent($$$"""{"settings":{"{{{field}}}":{{{value}}}}}""", System.Text.Encoding.UTF8, "application/json"));

        var told = await JsonAsync(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, told.ToJsonString());
        Assert.Contains(told["errors"]!.AsObject(), error => error.Key.Contains(field, StringComparison.Ordinal));
    }

    private async Task FeedsAsync(bool unlocked)
    {
        FeedKey[] keys = [ExportStockFeed.FeedKey, StockCheckFeed.FeedKey];
        await using var db = app.Databases.CreateDbContext();
        db.Feeds.AddRange(keys.Select(key => new Feed { IntegrationId = shop, Key = key, Stamp = Guid.NewGuid() }));
        await db.SaveChangesAsync();
        if (unlocked)
        {
            await app.Databases.UnlockAsync(shop, keys);
        }
    }

    private async Task<long> PlanAsync(PlanState state, string by = "")
    {
        var plan = new StockPlan
        {
            IntegrationId = shop,
            Direction = PlanDirection.ToShop,
            State = state,
            RunId = 1,
            CreatedAt = Rows.Now,
            CreatedBy = "Test",
            DecidedBy = by,
            DecidedAt = by.Length > 0 ? Rows.Now : null,
            Note = by.Length > 0 ? "Fine" : "",
            Stamp = Guid.NewGuid(),
        };
        await using var db = app.Databases.CreateDbContext();
        db.StockPlans.Add(plan);
        await db.SaveChangesAsync();
        return plan.Id;
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
}
