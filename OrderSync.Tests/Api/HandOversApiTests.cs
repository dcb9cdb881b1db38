using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Api;

/// <summary>Orders in a pharmacy's program as scripts use them.</summary>
public sealed class HandOversApiTests : IAsyncLifetime
{
    private readonly ScriptedPharmacy pharmacy = new();
    private TestApp app = null!;
    private HttpClient api = null!;
    private long program;
    private long order;

    public async Task InitializeAsync()
    {
        app = await TestApp.StartAsync(services => services.AddSingleton(pharmacy.Descriptor));
        api = app.Api();
        program = await Rows.IntegrationAsync(app.Databases, "pharmacy");
        order = await app.Databases.AddOrderAsync(await Rows.IntegrationAsync(app.Databases, "prestashop"), "731");
        var handOver = app.Get<IOrderHandOver>();
        var page = (await handOver.ReadAsync(program, new HandOverRequest(PharmacyFace.Ppx), default))!;
        await handOver.ConfirmAsync(program, page.Batch, default);
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task What_lies_in_the_program_is_listed_by_state()
    {
        var item = (await GetAsync("downloaded"))["items"]!.AsArray().Single()!;

        Assert.Equal((order, "REF731", "downloaded", "ppx", false), ((long)item["order"]!, (string?)item["number"], (string?)item["state"], (string?)item["face"], (bool)item["silent"]!));
        Assert.Equal(64, ((string)item["sha256"]!).Length);
        Assert.Equal(0, (int)(await GetAsync("offered"))["total"]!);
        Assert.Equal(0, (int)(await GetAsync("silent"))["total"]!);
        using var wrong = await api.GetAsync($"/api/v1/integrations/{program}/hand-overs?state=lost");
        using var nobody = await api.GetAsync("/api/v1/integrations/999/hand-overs");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.NotFound), (wrong.StatusCode, nobody.StatusCode));
    }

    [Fact]
    public async Task An_order_is_released_with_a_reason_and_not_by_a_viewer()
    {
        using var viewer = app.Api(await app.AddKeyAsync(Role.Viewer));
        using var forbidden = await viewer.PostAsJsonAsync($"/api/v1/orders/{order}/hand-over/release", new { integration = program, reason = "lost" });
        using var unsaid = await api.PostAsJsonAsync($"/api/v1/orders/{order}/hand-over/release", new { integration = program });
        using var released = await api.PostAsJsonAsync($"/api/v1/orders/{order}/hand-over/release", new { integration = program, reason = "lost" });
        using var twice = await api.PostAsJsonAsync($"/api/v1/orders/{order}/hand-over/release", new { integration = program, reason = "lost" });

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.Conflict],
            new[] { forbidden, unsaid, released, twice }.Select(answer => answer.StatusCode));
        Assert.Equal("released", (string?)JsonNode.Parse(await released.Content.ReadAsStringAsync())![0]!["state"]);
    }

    private async Task<JsonNode> GetAsync(string state) => JsonNode.Parse(await api.GetStringAsync($"/api/v1/integrations/{program}/hand-overs?state={state}"))!;
}
