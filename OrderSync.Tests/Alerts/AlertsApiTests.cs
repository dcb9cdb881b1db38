using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Alerts;

public sealed class AlertsApiTests : IAsyncLifetime
{
    private readonly MailServer mail = new() { Account = "hub:s3cret-password" };
    private TestApp app = null!;
    private HttpClient api = null!;

    public async Task InitializeAsync()
    {
        app = await TestApp.StartAsync(null, ("Outbound:AllowPrivateNetworks", "true"));
        api = app.Api();
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await app.DisposeAsync();
        await mail.DisposeAsync();
    }

    [Fact]
    public async Task A_channel_is_added_tried_changed_and_deleted_and_its_password_never_shown()
    {
        using var created = await api.PostAsJsonAsync("/api/v1/alert-channels", Channel());
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var path = created.Headers.Location!.ToString();

        using var tested = await api.PostAsync($"{path}/test", null);
        Assert.True((bool)(await tested.Content.ReadFromJsonAsync<JsonObject>())!["sent"]!);
        Assert.Equal("Test of alerts by Set-up", Assert.Single(mail.Mails).Subject);

        using var moved = await api.PutAsJsonAsync(path, new { settings = new { host = "127.0.0.1" } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, moved.StatusCode); // the password would go elsewhere
        using var renamed = await api.PutAsJsonAsync(path, new { name = "Warehouse", settings = new { password = "••••" } });
        var shown = await api.GetStringAsync(path);
        Assert.Equal(("Warehouse", "••••"), ((string?)JsonNode.Parse(shown)!["name"], (string?)JsonNode.Parse(shown)!["settings"]!["password"]));
        using var again = await api.PostAsync($"{path}/test", null);
        Assert.Equal(2, mail.Mails.Count);

        var everything = shown + await api.GetStringAsync("/api/v1/alerts") + await api.GetStringAsync("/api/v1/audit");
        Assert.DoesNotContain("s3cret-password", everything, StringComparison.Ordinal);
        await using (var db = app.Databases.CreateDbContext())
        {
            Assert.DoesNotContain("s3cret-password", (await db.AlertChannels.SingleAsync()).Settings, StringComparison.Ordinal);
        }

        using var deleted = await api.DeleteAsync(path);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(2, (int)(await api.GetFromJsonAsync<JsonObject>("/api/v1/alerts?state=sent&limit=1"))!["total"]!);
    }

    [Fact]
    public async Task What_is_wrong_with_a_channel_is_told_at_its_field()
    {
        using var answer = await api.PostAsJsonAsync("/api/v1/alert-channels", new
        {
            kind = "email",
            name = " ",
            addresses = new[] { "a@example.com\r\nRCPT TO:<x@y>" },
            settings = new { host = "no host", from = "x" },
            quietHours = new { from = "22:00", to = "22:00", zone = "Mars/Olympus" },
        });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject();
        Assert.Equal(["addresses", "from", "host", "name", "quietTo", "quietZone"], errors.Select(pair => pair.Key).Order());
    }

    [Fact]
    public async Task A_rule_keeps_what_is_left_out_and_refuses_what_makes_no_sense()
    {
        using var created = await api.PostAsJsonAsync("/api/v1/alert-channels", Channel());
        using var saved = await api.PutAsJsonAsync("/api/v1/alert-rules/failing-feeds", new { enabled = true, threshold = 5, recipients = new[] { new { channelId = 1, addresses = new[] { "ops@example.com" } } } });
        using var more = await api.PutAsJsonAsync("/api/v1/alert-rules/failing-feeds", new { urgent = true });

        var rule = (await more.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal((true, 5, true, "ops@example.com"), ((bool)rule["enabled"]!, (int)rule["threshold"]!, (bool)rule["urgent"]!, (string?)rule["recipients"]![0]!["addresses"]![0]));
        foreach (var wrong in new object[] { new { threshold = 11 }, new { intervalMinutes = 1 }, new { integrations = new[] { 99 } }, new { recipients = new[] { new { channelId = 9 } } } })
        {
            using var refused = await api.PutAsJsonAsync("/api/v1/alert-rules/failing-feeds", wrong);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        using var unknown = await api.PutAsJsonAsync("/api/v1/alert-rules/nothing", new { });
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Staff_see_how_it_stands_and_change_nothing()
    {
        using var created = await api.PostAsJsonAsync("/api/v1/alert-channels", Channel());
        using var staff = app.Api(await app.AddKeyAsync(Role.Staff));

        using var seen = await staff.GetAsync("/api/v1/alert-channels");
        using var changed = await staff.PutAsJsonAsync("/api/v1/alert-rules/failed-orders", new { enabled = false });
        using var tested = await staff.PostAsync("/api/v1/alert-channels/1/test", null);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (seen.StatusCode, changed.StatusCode, tested.StatusCode));
    }

    private object Channel() => new
    {
        kind = "email",
        name = "Office",
        addresses = new[] { "anna@example.com" },
        settings = new { host = "localhost", port = mail.Port, security = "none", user = "hub", password = "s3cret-password", from = "hub@example.com" },
    };
}
