using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Feeds.ExportProducts;

namespace OrderSync.Tests.Api;

/// <summary>Price plans as scripts read and decide them.</summary>
public sealed class PricePlansApiTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient api = null!;
    private long shop;

    public async Task InitializeAsync()
    {
        app = await TestApp.StartAsync();
        api = app.Api();
        shop = await Rows.IntegrationAsync(app.Databases, "prestashop", """{"url":"https://shop.invalid","apiKey":""}""");
        await using var db = app.Databases.CreateDbContext();
        db.Feeds.Add(new Feed { IntegrationId = shop, Key = ExportProductDataFeed.FeedKey, Stamp = Guid.NewGuid() });
        await db.SaveChangesAsync();
        await app.Databases.UnlockAsync(shop, ExportProductDataFeed.FeedKey);
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_plan_is_listed_read_and_its_prices_name_the_variant()
    {
        var (waiting, done) = (await PlanAsync(PlanState.Waiting), await PlanAsync(PlanState.Done, "Anna"));
        await PlanAsync(PlanState.Reading);

        var list = (await api.GetFromJsonAsync<JsonObject>($"/api/v1/integrations/{shop}/price-plans"))!["items"]!.AsArray();
        var filtered = (await api.GetFromJsonAsync<JsonObject>($"/api/v1/integrations/{shop}/price-plans?state=waiting"))!["items"]!.AsArray();
        var plan = await api.GetFromJsonAsync<JsonObject>($"/api/v1/price-plans/{waiting}");
        var line = Assert.Single((await api.GetFromJsonAsync<JsonObject>($"/api/v1/price-plans/{waiting}/lines?remarkable=true"))!["items"]!.AsArray())!;

        Assert.Equal([done, waiting], list.Select(row => (long)row!["id"]!));
        Assert.Equal([waiting], filtered.Select(row => (long)row!["id"]!));
        Assert.Equal(("waiting", 1, 1, "1 price would go to zero."), ((string?)plan!["state"], (int)plan["lineCount"]!, (int)plan["toZero"]!, (string?)plan["guards"]![0]!["message"]));
        Assert.Equal(("Shirt", "M", "S-M", "7", "31"), ((string?)line["name"], (string?)line["variant"], (string?)line["sku"], (string?)line["externalId"], (string?)line["externalVariantId"]));
        Assert.Equal((10m, 0m, "pending"), ((decimal)line["shopNow"]!, (decimal)line["willBe"]!, (string?)line["result"]));
    }

    [Theory]
    [InlineData("approve", PlanState.Waiting, "approved")]
    [InlineData("discard", PlanState.Waiting, "discarded")]
    [InlineData("undo", PlanState.Done, "undoing")]
    public async Task A_merchant_decides_with_a_note_and_only_once(string verb, PlanState from, string to)
    {
        var plan = await PlanAsync(from, from == PlanState.Done ? "Mia" : "");
        using var merchant = app.Api(await app.AddKeyAsync(Role.Merchant));

        using var silent = await merchant.PostAsJsonAsync($"/api/v1/price-plans/{plan}/{verb}", new { note = " " });
        using var decided = await merchant.PostAsJsonAsync($"/api/v1/price-plans/{plan}/{verb}", new { note = "Looked at it" });
        using var again = await merchant.PostAsJsonAsync($"/api/v1/price-plans/{plan}/{verb}", new { note = "Looked at it" });

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.Conflict], new[] { silent, decided, again }.Select(answer => answer.StatusCode));
        Assert.All([silent, again], answer => Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType));
        var told = await JsonAsync(decided);
        Assert.Equal(to, (string?)told["state"]);
        Assert.Equal("Looked at it", (string?)told[verb == "undo" ? "takenBackNote" : "note"]);
        Assert.Equal(verb == "undo" ? "Mia" : (string?)told["decidedBy"], (string?)told["decidedBy"]);
    }

    [Fact]
    public async Task Who_may_not_decide_is_refused_and_who_is_nobody_sees_nothing()
    {
        var plan = await PlanAsync(PlanState.Waiting);
        using var nobody = app.CreateClient();
        foreach (var role in (Role[])[Role.Viewer, Role.Support, Role.Staff])
        {
            using var client = app.Api(await app.AddKeyAsync(role));
            foreach (var verb in (string[])["approve", "discard", "undo"])
            {
                using var refused = await client.PostAsJsonAsync($"/api/v1/price-plans/{plan}/{verb}", new { note = "Fine" });
                Assert.Equal((HttpStatusCode.Forbidden, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
            }

            using var seen = await client.GetAsync($"/api/v1/price-plans/{plan}");
            Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        }

        foreach (var path in (string[])[$"integrations/{shop}/price-plans", $"price-plans/{plan}", $"price-plans/{plan}/lines"])
        {
            using var answer = await nobody.GetAsync("/api/v1/" + path);
            Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }

        using var unsigned = await nobody.PostAsJsonAsync($"/api/v1/price-plans/{plan}/approve", new { note = "Fine" });
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
        Assert.Equal("waiting", (string?)(await api.GetFromJsonAsync<JsonObject>($"/api/v1/price-plans/{plan}"))!["state"]);
    }

    [Theory]
    [InlineData("GET", "price-plans/99", HttpStatusCode.NotFound)]
    [InlineData("GET", "price-plans/99/lines", HttpStatusCode.NotFound)]
    [InlineData("POST", "price-plans/99/approve", HttpStatusCode.NotFound)]
    [InlineData("POST", "price-plans/99/discard", HttpStatusCode.NotFound)]
    [InlineData("POST", "price-plans/99/undo", HttpStatusCode.NotFound)]
    [InlineData("GET", "price-plans/x", HttpStatusCode.NotFound)]
    [InlineData("GET", "integrations/1/price-plans?state=cooked", HttpStatusCode.UnprocessableEntity)]
    public async Task What_is_not_there_or_not_understood_is_a_problem_in_words(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/" + path) { Content = method == "POST" ? JsonContent.Create(new { note = "Fine" }) : null };
        using var answer = await api.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.False(string.IsNullOrEmpty((string?)(await JsonAsync(answer))["title"]));
    }

    private async Task<long> PlanAsync(PlanState state, string by = "")
    {
        await using var db = app.Databases.CreateDbContext();
        var product = new Product { Name = "Shirt", Kind = ProductKind.Variants, CreatedAt = Rows.Now, UpdatedAt = Rows.Now, Variants = [new Variant { Position = 1, Sku = "S-M", Name = "M" }] };
        var plan = new PricePlan
        {
            IntegrationId = shop,
            State = state,
            RunId = 1,
            CreatedAt = Rows.Now,
            CreatedBy = "Schedule",
            Lines = 1,
            Compared = 5,
            ToZero = 1,
            Large = 1,
            Guards = PriceGuards.Check(new PriceFigures(1, 5, 1, 1), ExportStanding.Live, new()),
            DecidedBy = by,
            DecidedAt = by.Length > 0 ? Rows.Now : null,
            Stamp = Guid.NewGuid(),
        };
        db.AddRange(product, plan);
        await db.SaveChangesAsync();
        db.PricePlanLines.Add(new PricePlanLine
        {
            PlanId = plan.Id,
            ListingId = 1,
            ProductId = product.Id,
            VariantId = product.Variants[0].Id,
            ExternalId = "7",
            ExternalVariantId = "31",
            Before = 10m,
            After = 0m,
            IsRemarkable = true,
        });
        await db.SaveChangesAsync();
        return plan.Id;
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
}
