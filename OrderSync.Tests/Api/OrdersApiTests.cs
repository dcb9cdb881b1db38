using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Api;

public sealed class OrdersApiTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient api = null!;
    private long shop;

    public async Task InitializeAsync()
    {
        app = await TestApp.StartAsync();
        api = app.Api();
        shop = await Rows.IntegrationAsync(app.Databases);
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task An_order_has_the_promised_shape()
    {
        var id = await app.Databases.AddOrderAsync(shop, "731", order =>
        {
            order.DeliveryAddress = Given.Address;
            order.Payments = [new OrderPayment("Card", 48.5m, "EUR", "TX-1", Rows.Now)];
            order.References = [new OrderReference("PrestaShop", "invoice", "FV/1")];
        });

        var json = await GetAsync($"/api/v1/orders/{id}");

        Assert.Equal("731", (string?)json["externalId"]);
        Assert.Equal("Confirmed", (string?)json["status"]);
        Assert.Equal("main", (string?)json["store"]);
        Assert.Equal("2026-11-21T12:00:00.000Z", (string?)json["placedAt"]);
        Assert.Equal("""{"name":"Božena Nováková","email":"bozena@example.com","phone":"+48 600 200 154","guest":false}""", Text(json["customer"]));
        Assert.Equal(("TS-RED-M", 2, "21.75", "43.50"), ((string?)json["lines"]![0]!["sku"], (int)json["lines"]![0]!["quantity"]!, (string?)json["lines"]![0]!["unitPrice"], (string?)json["lines"]![0]!["total"]));
        Assert.Equal("Plzeň", (string?)json["addresses"]!["delivery"]!["city"]);
        Assert.Equal("TX-1", (string?)json["payments"]![0]!["transactionId"]);
        Assert.Equal("[]", Text(json["shipments"]));
        Assert.Equal("FV/1", (string?)json["references"]![0]!["value"]);
        Assert.Equal(("48.50", "5.00", "EUR"), ((string?)json["totals"]!["total"], (string?)json["totals"]!["shipping"], (string?)json["currency"]));
    }

    [Fact]
    public async Task The_list_pages_filters_and_counts()
    {
        for (var i = 1; i <= 5; i++)
        {
            await app.Databases.AddOrderAsync(shop, $"{i}", order => order.Status = i == 5 ? OrderStatus.Shipped : OrderStatus.Confirmed, Rows.Now.AddMinutes(i));
        }

        var first = await GetAsync("/api/v1/orders?status=Confirmed&limit=3");
        var second = await GetAsync($"/api/v1/orders?status=Confirmed&limit=3&after={first["next"]}");

        Assert.Equal(["4", "3", "2", "1"], first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => (string?)item!["externalId"]));
        Assert.Equal((4, null), ((int)second["total"]!, second["next"]));
        Assert.Equal("5", (string?)(await GetAsync($"/api/v1/orders?integration={shop}&externalId=5"))["items"]![0]!["externalId"]);
        Assert.Equal(1, (int)(await GetAsync("/api/v1/orders?search=ref3"))["total"]!);
    }

    [Theory]
    [InlineData("/api/v1/orders?status=lost", "status")]
    [InlineData("/api/v1/orders?limit=0", "limit")]
    [InlineData("/api/v1/orders?after=x", "after")]
    [InlineData("/api/v1/orders?integration=x", "integration")]
    [InlineData("/api/v1/incoming-orders?state=lost", "state")]
    [InlineData("/api/v1/problems?cause=lost", "cause")]
    public async Task A_wrong_parameter_is_told_at_its_name(string url, string field)
    {
        using var answer = await api.GetAsync(url);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.NotNull((await answer.Content.ReadFromJsonAsync<JsonNode>())!["errors"]![field]);
    }

    [Fact]
    public async Task Notes_and_status_go_through_to_the_timeline()
    {
        var id = await app.Databases.AddOrderAsync(shop, "731");

        using var note = await api.PostAsJsonAsync($"/api/v1/orders/{id}/notes", new { text = "Prosi o fakturę" });
        using var status = await api.PutAsJsonAsync($"/api/v1/orders/{id}/status", new { status = "Shipped" });
        var events = (await GetAsync($"/api/v1/orders/{id}/timeline"))["items"]!.AsArray();

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (note.StatusCode, status.StatusCode));
        Assert.Equal(["note", "status"], events.Select(row => (string?)row!["kind"]));
        Assert.Equal("Prosi o fakturę", (string?)events[0]!["summary"]);
        Assert.Equal("Shipped", (string?)(await GetAsync($"/api/v1/orders/{id}"))["status"]);
    }

    [Fact]
    public async Task A_viewers_key_may_read_and_not_write()
    {
        var id = await app.Databases.AddOrderAsync(shop, "731");
        using var viewer = app.Api(await app.AddKeyAsync(Role.Viewer));

        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync($"/api/v1/orders/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsJsonAsync($"/api/v1/orders/{id}/notes", new { text = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsJsonAsync("/api/v1/problems/retry", new { all = true })).StatusCode);
    }

    [Fact]
    public async Task Incoming_orders_tell_decision_and_cause()
    {
        await AddProblemAsync("9", DecisionCause.Customer);
        await app.Databases.AddOrderAsync(shop, "731");

        var problem = (await GetAsync("/api/v1/incoming-orders?state=problem"))["items"]!.AsArray().Single()!;
        var imported = (await GetAsync($"/api/v1/incoming-orders?integration={shop}&state=imported"))["items"]!.AsArray().Single()!;

        Assert.Equal(("9", "problem", "customer", "It lacks something."), ((string?)problem["externalId"], (string?)problem["state"], (string?)problem["cause"], (string?)problem["reason"]));
        Assert.Equal(("731", null), ((string?)imported["externalId"], imported["cause"]));
        Assert.NotNull(imported["order"]);
    }

    [Fact]
    public async Task Problems_are_grouped_retried_and_ignored()
    {
        var first = await AddProblemAsync("1", DecisionCause.Customer);
        await AddProblemAsync("2", DecisionCause.Customer);
        await AddProblemAsync("3", DecisionCause.Totals);

        var groups = (await GetAsync("/api/v1/problems?group=cause"))["items"]!.AsArray();
        using var retried = await api.PostAsJsonAsync("/api/v1/problems/retry", new { cause = "customer", integration = shop });
        using var ignored = await api.PostAsJsonAsync("/api/v1/problems/ignore", new { ids = new[] { first }, reason = "A test" });
        using var senseless = await api.PostAsJsonAsync("/api/v1/problems/retry", new { });

        Assert.Equal([("customer", 2), ("totals", 1)], groups.Select(group => ((string?)group!["cause"], (int)group["count"]!)));
        Assert.Equal(2, (int)(await retried.Content.ReadFromJsonAsync<JsonNode>())!["count"]!);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.UnprocessableEntity), (retried.StatusCode, ignored.StatusCode, senseless.StatusCode));
        Assert.Equal(2, (int)(await GetAsync("/api/v1/problems"))["total"]!);
        await using var db = app.Databases.CreateDbContext();
        Assert.Equal(["problem.ignored", "problem.retried"], await db.AuditEntries.Select(entry => entry.Action).Where(action => action.StartsWith("problem.")).OrderBy(action => action).ToListAsync());
    }

    private async Task<long> AddProblemAsync(string externalId, DecisionCause cause)
    {
        await using var db = app.Databases.CreateDbContext();
        var row = Rows.Incoming(shop, externalId);
        row.Cause = cause;
        row.Reason = new Phrase("It lacks something.");
        row.ProblemSince = Rows.Now;
        db.IncomingOrders.Add(row);
        await db.SaveChangesAsync();
        return row.Id;
    }

    private async Task<JsonNode> GetAsync(string url) => (await api.GetFromJsonAsync<JsonNode>(url))!;

    private static string Text(JsonNode? node) => node!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
