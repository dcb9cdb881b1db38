using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Api;

public sealed class StoredDataApiTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient api = null!;

    public async Task InitializeAsync()
    {
        app = await TestApp.StartAsync();
        api = app.Api();
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Retention_is_read_and_changed_field_by_field()
    {
        var read = await api.GetFromJsonAsync<JsonNode>("/api/v1/retention");
        Assert.Equal((180, 30, 90), ((int)read!["payloadDays"]!, (int)read["attemptDays"]!, (int)read["runDays"]!));

        using var answer = await api.PutAsJsonAsync("/api/v1/retention", new { payloadDays = 400 });
        using var wrong = await api.PutAsJsonAsync("/api/v1/retention", new { runDays = 0 });

        var saved = await answer.Content.ReadFromJsonAsync<JsonNode>();
        Assert.Equal((400, 30, 90), ((int)saved!["payloadDays"]!, (int)saved["attemptDays"]!, (int)saved["runDays"]!));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.NotNull((await wrong.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!["runDays"]);
        await using var db = app.Databases.CreateDbContext();
        Assert.Equal(1, await db.AuditEntries.CountAsync(row => row.Action == "retention.changed"));
    }

    [Fact]
    public async Task A_customer_is_previewed_and_erased()
    {
        var shop = await Rows.IntegrationAsync(app.Databases);
        await app.Databases.AddOrderAsync(shop, "731", order => order.Status = OrderStatus.Delivered);
        var body = new { email = "bozena@example.com", confirm = "bozena@example.com" };

        using var preview = await api.PostAsJsonAsync("/api/v1/customers/erasure/preview", body);
        using var unconfirmed = await api.PostAsJsonAsync("/api/v1/customers/erasure", new { body.email });
        using var erased = await api.PostAsJsonAsync("/api/v1/customers/erasure", body);
        using var again = await api.PostAsJsonAsync("/api/v1/customers/erasure", body);

        Assert.Equal(1, (int)(await preview.Content.ReadFromJsonAsync<JsonNode>())!["orders"]!);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.Conflict), (unconfirmed.StatusCode, erased.StatusCode, again.StatusCode));
    }
}
