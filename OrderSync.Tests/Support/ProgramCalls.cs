using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Support;

/// <summary>What a test does with the program as a process of its own: through its HTTP API, as a script would.</summary>
internal static class ProgramCalls
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(30);

    /// <summary>Adds the sandbox shop with everything mapped.</summary>
    /// <returns>The address of the integration.</returns>
    public static async Task<string> IntegrateAsync(this ProgramProcess program, ProgramProcess shop, CancellationToken ct)
    {
        var created = await program.SendAsync(HttpMethod.Post, "/api/v1/integrations", new
        {
            connector = "prestashop",
            name = "Outlet",
            settings = new { url = new Uri(shop.Http.BaseAddress!, "/sandbox/prestashop"), apiKey = SandboxAddress.PrestaShopKey, requestsPerMinute = 0 },
        }, ct);
        var integration = $"/api/v1/integrations/{created["id"]}";
        await program.SendAsync(HttpMethod.Post, $"{integration}/mappings/fetch", new { }, ct);
        foreach (var table in new[] { "order-statuses", "shipping-methods", "payment-methods" })
        {
            var rows = (JsonArray)await program.GetAsync($"{integration}/mappings/{table}", ct);
            await program.SendAsync(HttpMethod.Put, $"{integration}/mappings/{table}", rows.Select(row => new { source = $"{row!["source"]}", target = Target(table) }), ct);
        }

        return integration;
    }

    /// <summary>Runs a feed to its end.</summary>
    public static async Task RunAsync(this ProgramProcess program, string integration, string feed, CancellationToken ct)
    {
        var run = await program.SendAsync(HttpMethod.Post, $"{integration}/feeds/{feed}/runs", new { }, ct);
        await program.UntilNothingRunsAsync(ct);
        var state = $"{(await program.GetAsync($"/api/v1/runs/{run["runId"]}", ct))["state"]}";
        Assert.True(state is "succeeded" or "completedWithProblems", $"{feed}: {state}");
    }

    public static async Task<JsonNode> SendAsync(this ProgramProcess program, HttpMethod method, string path, object body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var answer = await program.Http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public static async Task<JsonNode> GetAsync(this ProgramProcess program, string path, CancellationToken ct) =>
        (await program.Http.GetFromJsonAsync<JsonNode>(path, ct))!;

    /// <summary>Kills the program at a random moment of its work: after so many more answers of the shop.</summary>
    public static async Task KillAtWorkAsync(this ProgramProcess program, ProgramProcess shop, int answers, CancellationToken ct)
    {
        var until = await RequestsAsync(shop, ct) + answers;
        while (await RequestsAsync(shop, ct) < until && await program.AnyRunActiveAsync(ct))
        {
            await Task.Delay(Poll, ct);
        }

        await program.KillAsync();
    }

    public static Task UntilNothingRunsAsync(this ProgramProcess program, CancellationToken ct) =>
        program.UntilAsync(async () => !await program.AnyRunActiveAsync(ct), ct);

    /// <summary>Waits for what the program does by itself.</summary>
    public static async Task UntilAsync(this ProgramProcess program, Func<Task<bool>> reached, CancellationToken ct)
    {
        while (!await reached())
        {
            Assert.False(program.HasEnded, "The program ended by itself.");
            await Task.Delay(Poll, ct);
        }
    }

    /// <summary>The database of a program that ran on the folder.</summary>
    public static OrderSyncDb OpenDatabase(string folder)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "ordersync.db"), Pooling = false };
        return new SqliteOrderSyncDb(new DbContextOptionsBuilder<SqliteOrderSyncDb>().UseSqlite(connection.ToString()).Options);
    }

    private static async Task<bool> AnyRunActiveAsync(this ProgramProcess program, CancellationToken ct) =>
        ((JsonArray)(await program.GetAsync("/api/v1/runs?state=queued", ct))["items"]!).Count > 0
        || ((JsonArray)(await program.GetAsync("/api/v1/runs?state=running", ct))["items"]!).Count > 0;

    private static async Task<long> RequestsAsync(ProgramProcess shop, CancellationToken ct) => (long)(await shop.GetAsync("/sandbox/control/requests", ct))["total"]!;

    private static object Target(string table) => table switch
    {
        "order-statuses" => new { action = "import", retry = false, status = "Confirmed" },
        "shipping-methods" => "standard",
        _ => "transfer",
    };
}
