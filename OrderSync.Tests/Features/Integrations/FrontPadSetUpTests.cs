using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Features.Integrations;

namespace OrderSync.Tests.Features.Integrations;

/// <summary>A FrontPad account as scripts see it, in the whole program, against the sandbox's.</summary>
public sealed class FrontPadSetUpTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient api = null!;
    private long id;

    public async Task InitializeAsync()
    {
        app = await TestApp.ListenAsync(null, ("Sandbox:Enabled", "true"), ("Sandbox:Arrivals", "false"), ("Sandbox:Orders", "1"));
        api = app.Api();
        var tried = await app.Get<SandboxStart>().TrySandboxAsync(ModelApp.Merchant, app.Get<ConnectorRegistry>().Get(new ConnectorKey("frontpad")), default);
        Assert.True(tried.Value is { Enabled: true }, tried.Refusal?.Message.ToString());
        id = tried.Value!.Id;
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Each_code_of_an_account_has_a_row_with_the_status_it_means()
    {
        var before = await TableAsync("statuses-by-code");
        Assert.Equal(("Preparing", "Preparing", "Delivered"), (before["3"], before["12"], before["10"]));

        using var saved = await PutAsync("statuses-by-code", """[{"source":"12","target":"Shipped"},{"source":"77","target":"Delivered"},{"source":"11","target":null}]""");
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        var after = await TableAsync("statuses-by-code");
        Assert.Equal(("Preparing", "Shipped", "Delivered", "Delivered"), (after["3"], after["12"], after["10"], after["77"]));
        Assert.DoesNotContain("11", after.Keys);
    }

    [Theory]
    [InlineData("statuses-by-code", """[{"source":"12","target":"Lost"}]""")]
    [InlineData("statuses-by-code", """[{"source":"twelve","target":"Shipped"}]""")]
    [InlineData("statuses-by-code", """[{"source":"1,2","target":"Shipped"}]""")]
    [InlineData("fields", """[{"source":"street","target":"strasse"}]""")]
    [InlineData("fields", """[{"source":"planet","target":"city"}]""")]
    [InlineData("payments", """[{"source":"card","target":"by card"}]""")]
    public async Task What_cannot_be_is_refused_and_nothing_changes(string table, string body)
    {
        var before = await TableAsync(table);
        using var answer = await PutAsync(table, body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(before, await TableAsync(table));
    }

    [Fact]
    public async Task Fields_have_their_usual_sources_and_scripts_give_them_others()
    {
        Assert.Equal(("street", "reference + note", null), (await TableAsync("fields") is var usual ? (usual["street"], usual["descr"], usual["datetime"]) : default));

        using var saved = await PutAsync("fields", """[{"source":"datetime","target":"note[Time]"},{"source":"descr","target":null}]""");

        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Equal(("note[Time]", null), (await TableAsync("fields") is var rows ? (rows["datetime"], rows["descr"]) : default));
    }

    [Fact]
    public async Task A_feed_that_was_switched_off_says_why_and_is_switched_on_by_a_script()
    {
        var why = new Phrase("Asking is not allowed.");
        await using (var db = await app.Databases.CreateDbContextAsync())
        {
            await db.Feeds.ExecuteUpdateAsync(set => set.SetProperty(feed => feed.OffReason, why));
        }

        var feeds = $"/api/v1/integrations/{id}/feeds";
        using var refused = await api.PostAsync($"{feeds}/check-statuses/runs", null);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Asking is not allowed.", (await api.GetFromJsonAsync<JsonNode>(feeds))!["items"]![1]!["locked"]!.ToJsonString());

        using var on = await api.PostAsync($"{feeds}/check-statuses/switch-on", null);
        using var started = await api.PostAsync($"{feeds}/check-statuses/runs", null);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Accepted), (on.StatusCode, started.StatusCode));
        Assert.Null(JsonNode.Parse(await on.Content.ReadAsStringAsync())!["locked"]);
    }

    private Task<HttpResponseMessage> PutAsync(string table, string body) =>
        api.PutAsync($"/api/v1/integrations/{id}/mappings/{table}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

    private async Task<Dictionary<string, string?>> TableAsync(string table) =>
        (await api.GetFromJsonAsync<JsonArray>($"/api/v1/integrations/{id}/mappings/{table}"))!.ToDictionary(row => (string)row!["source"]!, row => (string?)row!["target"]);
}
