using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.GoLive;

namespace OrderSync.Tests.Features.GoLive;

/// <summary>Exceptions from the checklist, as actions and over the API.</summary>
public sealed class GoLiveActionsTests : IAsyncLifetime
{
    private static readonly FeedKey ImportStock = new("import-stock-levels");
    private GoLiveApp app = null!;
    private HttpClient api = null!;

    public async Task InitializeAsync()
    {
        app = await GoLiveApp.StartAsync();
        api = app.App.Api();
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task An_exception_needs_a_merchant_and_a_reason_and_is_on_record()
    {
        var actions = app.App.Get<GoLiveActions>();

        var staff = await actions.UnlockAsync(ModelApp.Staff, app.Integration, ImportStock, "Let me", default);
        var silent = await actions.UnlockAsync(ModelApp.Merchant, app.Integration, ImportStock, "  ", default);
        var given = await actions.UnlockAsync(ModelApp.Merchant, app.Integration, ImportStock, "Counted by hand", default);
        var withdrawn = await actions.LockAsync(ModelApp.Merchant, app.Integration, ImportStock, default);
        var twice = await actions.LockAsync(ModelApp.Merchant, app.Integration, ImportStock, default);

        Assert.Equal((RefusalKind.Forbidden, RefusalKind.Invalid, true, true, RefusalKind.NotFound),
            (staff.Refusal!.Kind, silent.Refusal!.Kind, given.Succeeded, withdrawn.Succeeded, twice.Refusal!.Kind));
        await using var db = app.App.Databases.CreateDbContext();
        var entries = await db.AuditEntries.Where(entry => entry.Action.StartsWith("go-live.")).OrderBy(entry => entry.Id).ToListAsync();
        Assert.Equal(["go-live.overridden", "go-live.override-withdrawn"], entries.Select(entry => entry.Action));
        Assert.Contains("Counted by hand", entries[0].After);
        Assert.Equal("Mia", entries[0].ActorName);
    }

    [Fact]
    public async Task Giving_an_exception_again_changes_its_reason()
    {
        var actions = app.App.Get<GoLiveActions>();
        await actions.LeaveOutAsync(ModelApp.Merchant, app.Integration, GoLiveStep.Products, "First", default);

        await actions.LeaveOutAsync(ModelApp.Merchant, app.Integration, GoLiveStep.Products, "Second", default);

        await using var db = app.App.Databases.CreateDbContext();
        Assert.Equal("Second", (await db.GoLiveOverrides.SingleAsync()).Reason);
    }

    [Fact]
    public async Task What_is_never_locked_or_not_there_cannot_be_unlocked()
    {
        var actions = app.App.Get<GoLiveActions>();

        var free = await actions.UnlockAsync(ModelApp.Merchant, app.Integration, new FeedKey("import-new-orders"), "Why not", default);
        var absent = await actions.UnlockAsync(ModelApp.Merchant, app.Integration, new FeedKey("send-orders"), "Why not", default);
        var connection = await actions.LeaveOutAsync(ModelApp.Merchant, app.Integration, GoLiveStep.Connection, "Why not", default);

        Assert.Equal((RefusalKind.Conflict, RefusalKind.NotFound, RefusalKind.Conflict), (free.Refusal!.Kind, absent.Refusal!.Kind, connection.Refusal!.Kind));
    }

    [Fact]
    public async Task The_api_shows_the_lock_refuses_the_run_and_takes_an_exception()
    {
        var feeds = $"/api/v1/integrations/{app.Integration}/feeds";

        var refused = await api.PostAsync($"{feeds}/import-stock-levels/runs", null);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Import new products", (string)(await refused.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!);
        Assert.Contains("Locked until", (string)(await FeedAsync(feeds))["locked"]!["reason"]!);

        var unlocked = await api.PutAsJsonAsync($"{feeds}/import-stock-levels/override", new { reason = "Counted by hand" });
        Assert.Equal(HttpStatusCode.OK, unlocked.StatusCode);
        var feed = await FeedAsync(feeds);
        Assert.Equal((null, "Counted by hand"), (feed["locked"], (string?)feed["override"]!["reason"]));
        Assert.Equal(HttpStatusCode.Accepted, (await api.PostAsync($"{feeds}/import-stock-levels/runs", null)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"{feeds}/import-stock-levels/override")).StatusCode);
        Assert.NotNull((await FeedAsync(feeds))["locked"]);
    }

    [Fact]
    public async Task The_api_tells_the_steps_with_their_proofs()
    {
        await app.RunAsync("import-new-products");
        var path = $"/api/v1/integrations/{app.Integration}/go-live";

        var list = await api.GetFromJsonAsync<JsonObject>(path);
        var products = list!["steps"]!.AsArray().Single(step => (string?)step!["step"] == "products")!;
        var left = await api.PutAsJsonAsync($"{path}/orders/override", new { reason = "A shop without orders" });
        var wrong = await api.PutAsJsonAsync($"{path}/moon/override", new { reason = "A reason" });

        Assert.Equal(("done", true, "1 of 1 products are in; the shop was read to its end."), ((string?)products["state"], (bool)products["holds"]!, (string?)products["proof"]));
        Assert.NotNull(products["provedAt"]);
        Assert.Contains(list["locked"]!.AsArray(), one => (string?)one!["feed"] == "import-stock-levels" && (string?)one["step"] == "orders");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity), (left.StatusCode, wrong.StatusCode));
        Assert.DoesNotContain((await left.Content.ReadFromJsonAsync<JsonObject>())!["locked"]!.AsArray(), one => (string?)one!["feed"] == "import-stock-levels");
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"{path}/orders/override")).StatusCode);
    }

    [Fact]
    public async Task A_key_of_staff_may_look_but_not_make_exceptions()
    {
        using var staff = app.App.Api(await app.App.AddKeyAsync(Role.Staff));
        var path = $"/api/v1/integrations/{app.Integration}";

        Assert.Equal(HttpStatusCode.OK, (await staff.GetAsync($"{path}/go-live")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.PutAsJsonAsync($"{path}/feeds/import-stock-levels/override", new { reason = "Let me" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/v1/integrations/404/go-live")).StatusCode);
    }

    private async Task<JsonNode> FeedAsync(string feeds) =>
        (await api.GetFromJsonAsync<JsonObject>(feeds))!["items"]!.AsArray().Single(feed => (string?)feed!["key"] == "import-stock-levels")!;
}
