using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Api;

/// <summary>Shipments and the outbox as scripts use them.</summary>
public sealed class ShipmentsApiTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient api = null!;
    private long order;
    private long line;

    public async Task InitializeAsync()
    {
        app = await TestApp.StartAsync();
        api = app.Api();
        order = await app.Databases.AddOrderAsync(await Rows.IntegrationAsync(app.Databases, "prestashop"), "731");
        await using var db = app.Databases.CreateDbContext();
        line = await db.OrderLines.Select(row => row.Id).SingleAsync();
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Everything_outgoing_is_stopped_with_a_reason_and_let_go_on()
    {
        using var unsaid = await api.PostAsJsonAsync("/api/v1/outgoing/stop", new { reason = "" });
        using var stopped = await api.PostAsJsonAsync("/api/v1/outgoing/stop", new { reason = "The shop moves tonight" });
        var shown = await GetAsync("/api/v1/outgoing");
        using var started = await api.PostAsync("/api/v1/outgoing/start", null);
        using var twice = await api.PostAsync("/api/v1/outgoing/start", null);

        Assert.Equal(
            [HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict],
            new[] { unsaid, stopped, started, twice }.Select(answer => answer.StatusCode));
        Assert.Equal((true, "The shop moves tonight"), ((bool)shown["stopped"]!, (string?)shown["reason"]));
        Assert.False((bool)(await JsonAsync(started))["stopped"]!);
    }

    [Fact]
    public async Task A_part_and_then_the_rest_are_shipped_and_shown_with_the_order()
    {
        using var part = await ShipAsync(1, "A1");
        using var rest = await ShipAsync(1, "B2");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (part.StatusCode, rest.StatusCode));
        Assert.Equal("PartiallyShipped", (string?)(await JsonAsync(part))["status"]);
        var shown = await GetAsync($"/api/v1/orders/{order}");
        Assert.Equal(("Shipped", 2), ((string?)shown["status"], shown["shipments"]!.AsArray().Count));
        var first = shown["shipments"]![0]!;
        Assert.Equal(("DHL", "A1", 1, "pending"), ((string?)first["carrier"], (string?)first["trackingNumber"], (int)first["lines"]![0]!["quantity"]!, (string?)first["confirmation"]!["state"]));
    }

    [Fact]
    public async Task What_is_wrong_is_told_field_by_field()
    {
        using var answer = await api.PostAsJsonAsync($"/api/v1/orders/{order}/shipments", new { lines = new[] { new { lineId = line, quantity = 3 }, new { lineId = 999L, quantity = 1 } }, trackingUrl = "javascript:alert(1)" });
        using var empty = await api.PostAsJsonAsync($"/api/v1/orders/{order}/shipments", new { carrier = "DHL" });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (answer.StatusCode, empty.StatusCode));
        Assert.Equal(["lines[0].quantity", "lines[1].lineId", "trackingUrl"], Fields(await JsonAsync(answer)));
        Assert.Equal(["lines"], Fields(await JsonAsync(empty)));
    }

    [Fact]
    public async Task The_same_request_again_ships_nothing_and_says_so()
    {
        using var first = await ShipAsync(2, "A1");
        using var again = await ShipAsync(2, "A1");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (first.StatusCode, again.StatusCode));
        Assert.Single((await GetAsync($"/api/v1/orders/{order}"))["shipments"]!.AsArray());
    }

    [Fact]
    public async Task A_shipment_nobody_was_told_of_can_be_taken_back()
    {
        using var shipped = await ShipAsync(2, "A1");
        var shipment = (long)(await JsonAsync(shipped))["shipments"]![0]!["id"]!;

        using var undone = await api.DeleteAsync($"/api/v1/orders/{order}/shipments/{shipment}");

        Assert.Equal((HttpStatusCode.OK, "Confirmed"), (undone.StatusCode, (string?)(await JsonAsync(undone))["status"]));
        Assert.Equal("dropped", (string?)(await GetAsync("/api/v1/outbox"))["items"]![0]!["state"]);
    }

    [Fact]
    public async Task Messages_are_listed_by_state_and_dropped_or_confirmed_or_tried_again_with_a_reason()
    {
        using var shipped = await ShipAsync(2, "A1");
        var id = (long)(await GetAsync("/api/v1/outbox?state=pending"))["items"]![0]!["id"]!;

        using var unreasoned = await api.PostAsync($"/api/v1/outbox/{id}/drop", null);
        using var dropped = await api.PostAsJsonAsync($"/api/v1/outbox/{id}/drop", new { reason = "Told by phone" });
        using var confirmed = await api.PostAsync($"/api/v1/outbox/{id}/confirm", null);
        using var retried = await api.PostAsync($"/api/v1/outbox/{id}/retry", null);

        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.OK),
            (unreasoned.StatusCode, dropped.StatusCode, confirmed.StatusCode, retried.StatusCode));
        Assert.Equal(("dropped", "Told by phone"), ((string?)(await JsonAsync(dropped))["message"]!["state"], (string?)(await JsonAsync(dropped))["message"]!["note"]));
        Assert.Equal("pending", (string?)(await GetAsync($"/api/v1/outbox/{id}"))["message"]!["state"]);
        Assert.Equal(0, (int)(await GetAsync("/api/v1/outbox?state=sent,dead"))["total"]!);
        await using var db = app.Databases.CreateDbContext();
        Assert.Equal(OutboxState.Pending, (await db.OutboxMessages.SingleAsync()).State);
    }

    [Fact]
    public async Task Messages_that_need_a_person_are_grouped_by_cause_and_settled_together()
    {
        using var shipped = await ShipAsync(2, "A1");
        await using (var db = app.Databases.CreateDbContext())
        {
            await db.OutboxMessages.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, OutboxState.Dead).SetProperty(row => row.LastCode, "refused"));
        }

        var group = Assert.Single((await GetAsync("/api/v1/outbox?group=cause"))["items"]!.AsArray())!;
        using var unsaid = await api.PostAsJsonAsync("/api/v1/outbox/retry", new { code = "refused" });
        using var sent = await api.PostAsJsonAsync("/api/v1/outbox/retry", new { state = "sent", all = true });
        using var unreasoned = await api.PostAsJsonAsync("/api/v1/outbox/drop", new { all = true });
        using var retried = await api.PostAsJsonAsync("/api/v1/outbox/retry", new { integration = (long)group["integration"]!, state = (string?)group["state"], code = (string?)group["code"] });

        Assert.Equal(("dead", "refused", 1, false), ((string?)group["state"], (string?)group["code"], (int)group["count"]!, (bool)group["oneByOne"]!));
        Assert.All(new[] { unsaid, sent, unreasoned }, answer => Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode));
        Assert.Equal((1, 0), ((int)(await JsonAsync(retried))["count"]!, (int)(await JsonAsync(retried))["left"]!));
        Assert.Empty((await GetAsync("/api/v1/outbox?group=cause"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_viewers_key_may_look_and_neither_ship_nor_settle()
    {
        using var shipped = await ShipAsync(1, "A1");
        using var viewer = app.Api(await app.AddKeyAsync(Role.Viewer));

        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("/api/v1/outbox")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsJsonAsync($"/api/v1/orders/{order}/shipments", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/api/v1/outbox/1/retry", null)).StatusCode);
    }

    private Task<HttpResponseMessage> ShipAsync(int quantity, string number) => api.PostAsJsonAsync(
        $"/api/v1/orders/{order}/shipments", new { lines = new[] { new { lineId = line, quantity } }, carrier = "DHL", trackingNumber = number, trackingUrl = "https://carrier.example/" });

    private async Task<JsonNode> GetAsync(string url) => (await api.GetFromJsonAsync<JsonNode>(url))!;

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    private static IEnumerable<string> Fields(JsonNode problem) => problem["errors"]!.AsObject().Select(field => field.Key);
}
