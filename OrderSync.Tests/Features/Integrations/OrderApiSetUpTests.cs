using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Features.Mappings;
using OrderSync.Web.Features.Outbox;
using OrderSync.Web.Sandbox.OrderApi;

namespace OrderSync.Tests.Features.Integrations;

/// <summary>An order API is connected, mapped and tried in the whole program, against the sandbox's.</summary>
public sealed class OrderApiSetUpTests : IAsyncLifetime
{
    private TestApp app = null!;
    private long id;

    public async Task InitializeAsync()
    {
        app = await TestApp.ListenAsync(null, ("Sandbox:Enabled", "true"), ("Sandbox:Arrivals", "false"), ("Sandbox:Orders", "1"));
        var connector = app.Get<ConnectorRegistry>().Get(new ConnectorKey("order-api"));
        var tried = await app.Get<SandboxStart>().TrySandboxAsync(ModelApp.Merchant, connector, default);
        Assert.True(tried.Value is { Enabled: true }, tried.Refusal?.Message.ToString());
        id = tried.Value!.Id;
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task It_starts_with_the_words_shops_use_and_nothing_left_to_map()
    {
        var table = Assert.Single((await app.Get<MappingQueries>().TablesAsync(id, default))!);

        Assert.Equal(
            [null, "ORDERED", "FULFILLED", null, "SHIPPED", "READY_FOR_PICKUP", "DELIVERED", "CANCELLED_MERCHANT", null],
            table.Rows.Select(row => row.Target is null ? null : MappingSet.KeyFromJson(row.Target)));
        Assert.Equal(0, await app.Get<MappingQueries>().UnmappedAsync(id, default));
    }

    [Fact]
    public async Task Scripts_change_its_words_and_only_to_those_it_knows()
    {
        using var api = app.Api();
        var address = $"/api/v1/integrations/{id}/mappings/{MappingTables.Statuses}";

        var good = await api.PutAsJsonAsync(address, new[] { new { source = "PartiallyShipped", target = (string?)"SHIPPED" }, new { source = "Confirmed", target = (string?)null } });
        var bad = await api.PutAsJsonAsync(address, new[] { new { source = "Shipped", target = "LOST" } });
        var rows = await api.GetFromJsonAsync<JsonElement>(address);

        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.False(bad.IsSuccessStatusCode);
        Assert.Contains("LOST", await bad.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var targets = rows.EnumerateArray().ToDictionary(row => row.GetProperty("source").GetString()!, row => row.GetProperty("target").ToString());
        Assert.Equal(("SHIPPED", "", "SHIPPED"), (targets["PartiallyShipped"], targets["Confirmed"], targets["Shipped"]));
    }

    [Fact]
    public async Task No_test_is_sent_while_everything_outgoing_is_stopped()
    {
        Assert.True((await app.Get<OutgoingActions>().StopAsync(Actor.System, "Stocktaking.", default)).Succeeded);

        var refused = await app.Get<TrialActions>().SendAsync(ModelApp.Merchant, id, "", default);

        Assert.Contains("Stocktaking.", refused.Refusal!.Message.ToString(), StringComparison.Ordinal);
        Assert.Empty(app.Get<OrderApiCalls>().Last(10));
    }

    [Fact]
    public async Task Scripts_send_a_test_too()
    {
        using var api = app.Api();

        var answer = await api.PostAsJsonAsync($"/api/v1/integrations/{id}/test-message", new { });
        var trial = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal((false, 404), (trial.GetProperty("taken").GetBoolean(), trial.GetProperty("status").GetInt32()));
        Assert.StartsWith("v1$••••$POST$", trial.GetProperty("signed").GetString());
    }

    [Fact]
    public async Task A_test_is_sent_by_those_who_may_and_noted_before_it_leaves()
    {
        var trials = app.Get<TrialActions>();

        var refused = await trials.SendAsync(ModelApp.Staff, id, "", default);
        var unknown = await trials.SendAsync(ModelApp.Merchant, id, "NO-SUCH-ORDER", default);
        var report = (await trials.SendAsync(ModelApp.Merchant, id, "", default)).Value!;

        Assert.NotNull(refused.Refusal);
        Assert.Contains("order", unknown.Refusal!.Fields.Keys);
        Assert.Equal(404, report.Request.Status);
        Assert.StartsWith("v1$••••$POST$", report.StringToSign);
        Assert.Equal("", Assert.Single(app.Get<OrderApiCalls>().Last(10)).Call.Fault);
        await using var db = await app.Databases.CreateDbContextAsync();
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == "integration.test-sent"));
    }
}
