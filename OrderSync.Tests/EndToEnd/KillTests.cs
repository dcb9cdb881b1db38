using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Tests.EndToEnd;

/// <summary>The real program against the sandbox shop, killed with SIGKILL again and again while it imports.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;
    private const int Orders = 6000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(30);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ordersync-kill-");

    [Fact]
    public async Task Killed_twenty_times_during_an_import_it_has_every_order_exactly_once_and_no_run_is_left_running()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var ct = timeout.Token;
        using var shop = await ProgramProcess.StartSandboxAsync(folder.FullName, Orders, ct);
        var random = new Random(20261121);
        var runs = await ImportKilledAsync(shop, random, ct);

        using (var program = await ProgramProcess.StartAsync(folder.FullName, ct))
        {
            await UntilNothingRunsAsync(program, ct);
        }

        Assert.True(runs, "The first run could not be started.");
        await AssertEveryOrderOnceAsync();
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<bool> ImportKilledAsync(ProgramProcess shop, Random random, CancellationToken ct)
    {
        var started = false;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var program = await ProgramProcess.StartAsync(folder.FullName, ct);
            if (!started)
            {
                await StartImportAsync(program, shop, ct);
                started = true;
            }

            // At a random moment of the work: after so many more answers of the shop.
            var until = await RequestsAsync(shop, ct) + random.Next(0, 12);
            while (await RequestsAsync(shop, ct) < until && await AnyRunActiveAsync(program, ct))
            {
                await Task.Delay(Poll, ct);
            }

            await program.KillAsync();
        }

        return started;
    }

    private static async Task StartImportAsync(ProgramProcess program, ProgramProcess shop, CancellationToken ct)
    {
        var created = await SendAsync(program, HttpMethod.Post, "/api/v1/integrations", new
        {
            connector = "prestashop",
            name = "Outlet",
            settings = new { url = new Uri(shop.Http.BaseAddress!, "/sandbox/prestashop"), apiKey = SandboxAddress.PrestaShopKey, requestsPerMinute = 0 },
        }, ct);
        var integration = $"/api/v1/integrations/{created["id"]}";
        await SendAsync(program, HttpMethod.Post, $"{integration}/mappings/fetch", new { }, ct);
        foreach (var table in new[] { "order-statuses", "shipping-methods", "payment-methods" })
        {
            var rows = (JsonArray)(await program.Http.GetFromJsonAsync<JsonNode>($"{integration}/mappings/{table}", ct))!;
            await SendAsync(program, HttpMethod.Put, $"{integration}/mappings/{table}", rows.Select(row => new { source = $"{row!["source"]}", target = Target(table) }), ct);
        }

        await SendAsync(program, HttpMethod.Post, $"{integration}/feeds/import-new-orders/runs", new { }, ct);
    }

    private static object Target(string table) => table switch
    {
        "order-statuses" => new { action = "import", retry = false, status = "Confirmed" },
        "shipping-methods" => "standard",
        _ => "transfer",
    };

    private static async Task<JsonNode> SendAsync(ProgramProcess program, HttpMethod method, string path, object body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var answer = await program.Http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<long> RequestsAsync(ProgramProcess shop, CancellationToken ct) =>
        (long)(await shop.Http.GetFromJsonAsync<JsonNode>("/sandbox/control/requests", ct))!["total"]!;

    private static async Task<bool> AnyRunActiveAsync(ProgramProcess program, CancellationToken ct)
    {
        foreach (var state in new[] { "queued", "running" })
        {
            if (((JsonArray)(await program.Http.GetFromJsonAsync<JsonNode>($"/api/v1/runs?state={state}", ct))!["items"]!).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task UntilNothingRunsAsync(ProgramProcess program, CancellationToken ct)
    {
        while (await AnyRunActiveAsync(program, ct))
        {
            await Task.Delay(Poll, ct);
        }
    }

    private async Task AssertEveryOrderOnceAsync()
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.FullName, "ordersync.db"), Pooling = false };
        await using var db = new SqliteOrderSyncDb(new DbContextOptionsBuilder<SqliteOrderSyncDb>().UseSqlite(connection.ToString()).Options);

        // A few invented orders need a person (no e-mail address, a payment text nobody mapped); they too are there once, as problems.
        var imported = await db.IncomingOrders.CountAsync(incoming => incoming.State == IncomingState.Imported);
        var problems = await db.IncomingOrders.CountAsync(incoming => incoming.State == IncomingState.Problem && incoming.Cause != DecisionCause.Malformed);
        Assert.Equal(Orders, imported + problems);
        Assert.True(imported > Orders * 0.99, $"Only {imported} orders were imported.");
        Assert.Equal(Orders, await db.IncomingOrders.CountAsync());
        Assert.Equal(Orders, await db.IncomingOrders.Select(incoming => incoming.ExternalId).Distinct().CountAsync());
        Assert.Equal(imported, await db.Orders.CountAsync());
        Assert.Equal(imported, await db.Orders.Select(order => order.ExternalId).Distinct().CountAsync());
        Assert.Equal(imported, await db.TimelineEvents.CountAsync(entry => entry.Kind == TimelineKind.Imported));
        Assert.False(await db.Orders.AnyAsync(order => !order.Lines.Any()), "An order has no lines.");
        Assert.False(await db.Orders.AnyAsync(order => !db.OrderTerms.Any(term => term.OrderId == order.Id)), "An order cannot be found.");
        Assert.False(await db.FeedRuns.AnyAsync(run => run.State == RunState.Running || run.State == RunState.Queued), "A run is left running.");
        Assert.True(await db.FeedRuns.AnyAsync(run => run.State == RunState.Interrupted), "No kill hit a running import.");
    }
}
