using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Api;

public sealed class ProductsApiTests : IAsyncLifetime
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
    public async Task A_product_has_variants_listings_and_locks()
    {
        var id = await app.Databases.AddProductAsync("Shirt", ["TS-RED", "TS-BLUE"], (shop, "9"));
        await app.Databases.AddLockAsync(id, LockKind.Price);

        var json = await GetAsync($"/api/v1/products/{id}");

        Assert.Equal(("Shirt", "variants", "active", "23"), ((string?)json["name"], (string?)json["kind"], (string?)json["state"], (string?)json["taxRate"]));
        Assert.Equal(("TS-RED", "10.00", "12.30"), ((string?)json["variants"]![0]!["sku"], (string?)json["variants"]![0]!["priceNet"], (string?)json["variants"]![0]!["price"]));
        Assert.Equal((shop, "9", "91"), ((long)json["listings"]![0]!["integration"]!, (string?)json["listings"]![0]!["externalId"], (string?)json["listings"]![0]!["variants"]![0]!["externalId"]));
        Assert.Equal(("price", "Sale"), ((string?)json["locks"]![0]!["kind"], (string?)json["locks"]![0]!["reason"]));
    }

    [Fact]
    public async Task The_list_pages_searches_and_counts()
    {
        for (var i = 1; i <= 5; i++)
        {
            await app.Databases.AddProductAsync($"Mug {i}", [$"MUG-{i}"]);
        }

        var first = await GetAsync("/api/v1/products?search=mug&limit=3");
        var second = await GetAsync($"/api/v1/products?search=mug&limit=3&after={first["next"]}");

        Assert.Equal(["Mug 1", "Mug 2", "Mug 3", "Mug 4", "Mug 5"], first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => (string?)item!["name"]));
        Assert.Equal((5, null), ((int)second["total"]!, second["next"]));
        Assert.Equal(0, (int)(await GetAsync("/api/v1/products?kind=stock,all"))["total"]!);
    }

    [Fact]
    public async Task Locks_of_a_product_are_replaced_as_a_whole()
    {
        var id = await app.Databases.AddProductAsync("Mug", ["MUG"]);
        await app.Databases.AddLockAsync(id, LockKind.Price);

        using var put = await api.PutAsJsonAsync($"/api/v1/products/{id}/locks", new { locks = new[] { new { kind = "stock", reason = "Counting", until = "2099-12-31T00:00:00Z" } } });
        var locks = (await GetAsync($"/api/v1/products/{id}/locks"))["items"]!.AsArray();

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(("stock", "Counting", "2099-12-31T00:00:00.000Z"), Assert.Single(locks) is { } only ? ((string?)only["kind"], (string?)only["reason"], (string?)only["until"]) : default);
        using var empty = await api.PutAsJsonAsync($"/api/v1/products/{id}/locks", new { locks = Array.Empty<object>() });
        Assert.Empty(await app.Databases.LocksAsync());
    }

    [Fact]
    public async Task Many_are_locked_by_id_and_sku_cleared_and_the_change_taken_back()
    {
        var mug = await app.Databases.AddProductAsync("Mug", ["MUG"]);
        await app.Databases.AddProductAsync("Cup", ["CUP"]);

        var set = await PostAsync("/api/v1/products/locks", new { ids = new[] { mug }, skus = new[] { "CUP" }, kinds = new[] { "price", "texts" }, reason = "Sale" });
        var cleared = await PostAsync("/api/v1/products/locks", new { skus = new[] { "MUG" }, kinds = new[] { "price" }, clear = true });
        var undone = await PostAsync($"/api/v1/products/locks/{cleared["id"]}/undo", new { });

        Assert.Equal((2, 4, 1), ((int)set["products"]!, (int)set["locks"]!, (int)cleared["locks"]!));
        Assert.Equal((1, 0, 4), ((int)undone["locks"]!, (int)undone["kept"]!, (await app.Databases.LocksAsync()).Count));
    }

    [Theory]
    [InlineData("""{"skus":["LOST"],"kinds":["all"]}""", "skus")]
    [InlineData("""{"skus":["TWICE"],"kinds":["all"]}""", "skus")]
    [InlineData("""{"ids":[999],"kinds":["all"]}""", "ids")]
    [InlineData("""{"kinds":["all"]}""", "ids")]
    [InlineData("""{"skus":["MUG"],"kinds":["colour"]}""", "kinds")]
    [InlineData("""{"skus":["MUG"]}""", "kinds")]
    [InlineData("""{"skus":["MUG"],"kinds":["all"],"until":"2020-01-01T00:00:00Z"}""", "until")]
    [InlineData("""{"skus":["MUG"],"kinds":"all"}""", "kinds")]
    public async Task A_wrong_request_is_told_at_its_field_and_changes_nothing(string body, string field)
    {
        await app.Databases.AddProductAsync("Mug", ["MUG"]);
        await app.Databases.AddProductAsync("One", ["TWICE"]);
        await app.Databases.AddProductAsync("Two", ["TWICE"]);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await api.PostAsync("/api/v1/products/locks", content);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotNull((await answer.Content.ReadFromJsonAsync<JsonNode>())!["errors"]![field]);
        Assert.Empty(await app.Databases.LocksAsync());
    }

    [Fact]
    public async Task Supports_key_may_read_and_not_lock()
    {
        var id = await app.Databases.AddProductAsync("Mug", ["MUG"]);
        using var support = app.Api(await app.AddKeyAsync(Role.Support));
        using var staff = app.Api(await app.AddKeyAsync(Role.Staff));

        Assert.Equal(HttpStatusCode.OK, (await support.GetAsync($"/api/v1/products/{id}/locks")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await support.PutAsJsonAsync($"/api/v1/products/{id}/locks", new { locks = Array.Empty<object>() })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await staff.PutAsJsonAsync($"/api/v1/products/{id}/locks", new { locks = Array.Empty<object>() })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await staff.PutAsJsonAsync("/api/v1/products/999/locks", new { locks = Array.Empty<object>() })).StatusCode);
    }

    [Fact]
    public async Task The_pages_export_needs_somebody_signed_in_and_follows_the_filter()
    {
        var mug = await app.Databases.AddProductAsync("Mug", ["MUG"]);
        var cup = await app.Databases.AddProductAsync("Cup", ["CUP"]);
        await app.Databases.AddLockAsync(mug, LockKind.Price);
        await app.Databases.AddLockAsync(cup, LockKind.Stock);
        using var anonymous = app.CreateClient();
        using var browser = await app.SignInAsync();

        Assert.Equal(HttpStatusCode.Redirect, (await anonymous.GetAsync("/products/locks.csv")).StatusCode);
        using var answer = await browser.GetAsync("/products/locks.csv?kind=stock");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("sku,ean,kind,reason,until\r\nCUP,,stock,Sale,\r\n", text.TrimStart('\uFEFF'));
    }

    [Fact]
    public async Task The_description_lists_the_routes()
    {
        var paths = (await GetAsync("/openapi/v1.json"))["paths"]!.AsObject().Select(path => path.Key).ToList();

        Assert.Contains("/api/v1/products", paths);
        Assert.Contains("/api/v1/products/{id}/locks", paths);
        Assert.Contains("/api/v1/products/locks", paths);
    }

    private async Task<JsonNode> GetAsync(string url) => (await api.GetFromJsonAsync<JsonNode>(url))!;

    private async Task<JsonNode> PostAsync(string url, object body)
    {
        using var answer = await api.PostAsJsonAsync(url, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
