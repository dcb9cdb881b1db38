using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.PrestaShop.Module;

namespace OrderSync.Tests.EndToEnd;

/// <summary>The whole program with its sandbox shop, which calls when something changes there.</summary>
public sealed class RealTimeTests
{
    private const int InPreparation = 3;
    private const string Paid = "2";

    [Fact]
    public async Task A_state_changed_in_the_shop_is_the_orders_status_here_at_once_and_many_changes_are_few_runs()
    {
        await using var app = await StartAsync();
        var id = await TryItAsync(app);
        var orders = await ReadAsync(app, db => db.IncomingOrders
            .Where(row => row.State == IncomingState.Imported && row.ExternalStatus == Paid).Select(row => row.ExternalId).Take(40).ToListAsync());

        foreach (var order in orders)
        {
            Assert.True(app.Get<SandboxShop>().ChangeState(int.Parse(order), InPreparation));
        }

        await UntilAsync(app, Topics.Inbox, db => db.InboxEvents.CountAsync(row => row.State == InboxState.Followed), orders.Count);
        Assert.True(orders.Count > 4, $"The shop has only {orders.Count} paid orders.");
        Assert.Equal(orders.Count, await ReadAsync(app, db => db.Orders.CountAsync(row => orders.Contains(row.ExternalId) && row.Status == OrderStatus.Preparing)));
        Assert.InRange(await ReadAsync(app, db => db.FeedRuns.CountAsync(row => row.IntegrationId == id && row.FeedKey == new FeedKey("order-events"))), 1, 2);
        Assert.Equal(202, app.Get<ShopModule>().LastCall!.Answer);
    }

    [Fact]
    public async Task The_module_is_handed_out_filled_in_to_those_who_may_and_noted()
    {
        await using var app = await TestApp.StartAsync(null, ("PublicUrl", "https://hub.example.com/base/"));
        var id = await Rows.IntegrationAsync(app.Databases, "prestashop");
        await app.AddUserAsync("viewer@example.com", Role.Viewer);
        using var viewer = await app.SignInAsync("viewer@example.com");
        using var admin = await app.SignInAsync();

        using var denied = await viewer.GetAsync($"/integrations/{id}/module");
        using var given = await admin.GetAsync($"/integrations/{id}/module");

        Assert.NotEqual(HttpStatusCode.OK, denied.StatusCode);
        Assert.Equal((HttpStatusCode.OK, true), (given.StatusCode, given.Headers.CacheControl!.NoStore));
        using var zip = new ZipArchive(await given.Content.ReadAsStreamAsync());
        using var defaults = new StreamReader(zip.GetEntry("ordersync/config/defaults.php")!.Open());
        var text = await defaults.ReadToEndAsync();
        Assert.Contains("https://hub.example.com/base/in/order-status/", text, StringComparison.Ordinal);
        Assert.Contains("whsec_", text, StringComparison.Ordinal);
        var entry = Assert.Single(await ReadAsync(app, db => db.AuditEntries.Where(row => row.Action == "integration.module-downloaded").ToListAsync()));
        Assert.DoesNotContain("whsec_", entry.After + entry.Before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_read_the_events_and_make_a_new_secret()
    {
        await using var app = await StartAsync();
        var id = await TryItAsync(app);
        var order = await ReadAsync(app, db => db.IncomingOrders.Where(row => row.State == IncomingState.Imported && row.ExternalStatus == Paid).Select(row => row.ExternalId).FirstAsync());
        app.Get<SandboxShop>().ChangeState(int.Parse(order), InPreparation);
        await UntilAsync(app, Topics.Inbox, db => db.InboxEvents.CountAsync(row => row.State == InboxState.Followed), 1);
        using var api = app.Api();
        using var viewer = app.Api(await app.AddKeyAsync(Role.Viewer));

        var list = await viewer.GetFromJsonAsync<JsonElement>($"/api/v1/integrations/{id}/order-events");
        using var denied = await viewer.PostAsync($"/api/v1/integrations/{id}/order-events/secret", null);
        using var made = await api.PostAsync($"/api/v1/integrations/{id}/order-events/secret", null);
        using var unknown = await api.GetAsync("/api/v1/integrations/999/order-events");

        var shown = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal((order, Paid, "followed"), (shown.GetProperty("shopOrderId").GetString(), shown.GetProperty("oldStatus").GetString(), shown.GetProperty("state").GetString()));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.NotFound), (denied.StatusCode, made.StatusCode, unknown.StatusCode));
        var access = await made.Content.ReadFromJsonAsync<JsonElement>();
        Assert.StartsWith("whsec_", access.GetProperty("secret").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("https://hub.example.com/base/in/order-status/", access.GetProperty("address").GetString(), StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync() => TestApp.ListenAsync(
        null, ("Sandbox:Enabled", "true"), ("Sandbox:Arrivals", "false"), ("Sandbox:Orders", "120"), ("PublicUrl", "https://hub.example.com/base/"));

    /// <summary>The sandbox's shop, its orders imported.</summary>
    private static async Task<long> TryItAsync(TestApp app)
    {
        var id = (await app.Get<SandboxStart>().TrySandboxAsync(Actor.System, default)).Value!.Id;
        var feed = await ReadAsync(app, db => db.Feeds.Where(row => row.IntegrationId == id && row.Key == ImportOrdersFeed.FeedKey).Select(row => row.Id).SingleAsync());
        var run = (await app.Get<FeedQueue>().StartAsync(feed, RunTrigger.Manual, "Test", default)).Value!.RunId;
        await UntilAsync(app, Topics.Runs, db => db.FeedRuns.CountAsync(row => row.Id == run && row.FinishedAt != null), 1);
        return id;
    }

    private static async Task<T> ReadAsync<T>(TestApp app, Func<OrderSyncDb, Task<T>> read)
    {
        await using var db = await app.Databases.CreateDbContextAsync();
        return await read(db);
    }

    /// <summary>Waits for announcements until the database holds what is awaited.</summary>
    private static async Task UntilAsync(TestApp app, string topic, Func<OrderSyncDb, Task<int>> count, int expected)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var changed = new SemaphoreSlim(0);
        using var _ = app.Get<FeedMonitor>().Subscribe(topic, () => changed.Release());
        while (await ReadAsync(app, count) < expected)
        {
            await changed.WaitAsync(limit.Token);
        }
    }
}
