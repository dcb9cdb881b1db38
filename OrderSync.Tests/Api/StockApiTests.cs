using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Api;

public sealed class StockApiTests : IAsyncLifetime
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
    public async Task Stock_is_set_and_read_by_sku_in_the_promised_shape()
    {
        var shop = await Rows.IntegrationAsync(app.Databases);
        var mug = await app.Databases.AddVariantAsync("MUG");
        await app.Databases.PromiseAsync(shop, "1", mug, 2);

        var set = await PutAsync("/api/v1/stock/main/MUG", new { onHand = 10, reason = "Delivery" });
        var list = await api.GetFromJsonAsync<JsonObject>("/api/v1/stock?sku=MUG");

        Assert.Equal(HttpStatusCode.OK, set.Status);
        Assert.Equal((10, 2, 8), ((int)set.Body["onHand"]!, (int)set.Body["reserved"]!, (int)set.Body["sellable"]!));
        Assert.Equal((1, null), ((int)list!["total"]!, list["next"]));
        Assert.Equal(set.Body.ToJsonString(), list["items"]![0]!.ToJsonString());
        Assert.Equal(("main", 10), ((string?)list["items"]![0]!["warehouses"]![0]!["warehouse"], (int)list["items"]![0]!["warehouses"]![0]!["onHand"]!));
        await using var db = app.Databases.CreateDbContext();
        Assert.Equal(("Delivery", 1), ((await db.StockMovements.SingleAsync()).Reason, await db.AuditEntries.CountAsync(row => row.Action == "stock.counted")));
    }

    [Fact]
    public async Task Held_pieces_are_told_and_not_sellable()
    {
        var shop = await Rows.IntegrationAsync(app.Databases);
        var mug = await app.Databases.AddVariantAsync("MUG");
        await app.Databases.PromiseAsync(shop, "1", mug, 2);
        await app.Databases.HoldAsync(shop, "2", mug, 3);

        var (_, body) = await PutAsync("/api/v1/stock/main/MUG", new { onHand = 10 });

        Assert.Equal((10, 2, 3, 5), ((int)body["onHand"]!, (int)body["reserved"]!, (int)body["held"]!, (int)body["sellable"]!));
        Assert.Equal((3, 5), ((int)body["warehouses"]![0]!["held"]!, (int)body["warehouses"]![0]!["sellable"]!));
    }

    [Theory]
    [InlineData("A/B 1", "A%2FB%201")]
    [InlineData("A/B", "A/B")]
    [InlineData("50%", "50%25")]
    [InlineData("A%2FB", "A%252FB")]
    [InlineData("Żółć+#1?", "%C5%BB%C3%B3%C5%82%C4%87+%231%3F")]
    public async Task A_sku_of_any_letters_is_reached_percent_encoded(string sku, string encoded)
    {
        var wanted = await app.Databases.AddVariantAsync(sku);

        var (status, body) = await PutAsync($"/api/v1/stock/main/{encoded}", new { onHand = 3 });

        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        Assert.Equal(wanted, (long)body["variantId"]!);
        Assert.Equal(1, (int)(await api.GetFromJsonAsync<JsonObject>($"/api/v1/stock?sku={Uri.EscapeDataString(sku)}"))!["total"]!);
    }

    [Fact]
    public async Task A_sku_of_several_variants_is_a_conflict_until_one_is_chosen()
    {
        var (first, second) = (await app.Databases.AddVariantAsync("MUG"), await app.Databases.AddVariantAsync("MUG"));
        var other = await app.Databases.AddVariantAsync("CUP");

        var (status, body) = await PutAsync("/api/v1/stock/main/MUG", new { onHand = 3 });
        var chosen = await PutAsync($"/api/v1/stock/main/MUG?variant={second}", new { onHand = 3 });

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal([first, second], body["variantIds"]!.AsArray().Select(id => (long)id!));
        Assert.Equal((HttpStatusCode.OK, second), (chosen.Status, (long)chosen.Body["variantId"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync($"/api/v1/stock/main/MUG?variant={other}", new { onHand = 3 })).Status);
    }

    [Theory]
    [InlineData("/api/v1/stock/main/NO", "No variant has the SKU 'NO'")]
    [InlineData("/api/v1/stock/moon/MUG", "no warehouse with the key 'moon'")]
    public async Task What_does_not_exist_is_named(string url, string told)
    {
        await app.Databases.AddVariantAsync("MUG");

        var (status, body) = await PutAsync(url, new { onHand = 3 });

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains(told, (string?)body["detail"]);
    }

    [Fact]
    public async Task Wrong_input_is_told_at_its_field()
    {
        await app.Databases.AddVariantAsync("MUG");

        Assert.NotNull((await PutAsync("/api/v1/stock/main/MUG", new { onHand = -1 })).Body["errors"]!["onHand"]);
        Assert.NotNull((await PutAsync("/api/v1/stock/main/MUG", new { })).Body["errors"]!["onHand"]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.GetAsync("/api/v1/stock?stock=plenty")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/v1/stock?warehouse=moon")).StatusCode);
    }

    [Fact]
    public async Task The_list_pages_and_filters()
    {
        foreach (var sku in new[] { "C", "A", "B" })
        {
            await app.Databases.AddVariantAsync(sku);
        }

        await PutAsync("/api/v1/stock/main/B", new { onHand = 3 });
        var first = await api.GetFromJsonAsync<JsonObject>("/api/v1/stock?limit=2");
        var second = await api.GetFromJsonAsync<JsonObject>($"/api/v1/stock?limit=2&after={first!["next"]}");

        Assert.Equal(["A", "B", "C"], first["items"]!.AsArray().Concat(second!["items"]!.AsArray()).Select(item => (string?)item!["sku"]));
        Assert.Equal("B", (string?)(await api.GetFromJsonAsync<JsonObject>("/api/v1/stock?stock=inStock"))!["items"]![0]!["sku"]);
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> PutAsync(string url, object body)
    {
        using var answer = await api.PutAsJsonAsync(url, body);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>())!);
    }
}
