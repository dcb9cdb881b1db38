using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Benchmarks;

/// <summary>
/// Changes the states of orders in the sandbox's shop at a steady pace, and times each until the sandbox's order API has got it: the shop's
/// module calls the program, the program reads the order, saves it and tells the order API.
/// </summary>
internal static class RealTimeBenchmark
{
    private const int PerSecond = 20;

    /// <summary>Changes before the clock runs: a program that has just started compiles itself on its way.</summary>
    private const int WarmUp = 100;
    private const int ProgramPort = 5098;
    private const string Key = "osk_benchmark00000000000000000000000000000000";
    private static readonly (int State, string Word)[] Steps = [(3, "FULFILLED"), (4, "SHIPPED"), (5, "DELIVERED")];

    public static async Task<int> RunAsync(int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("ordersync-bench-").FullName;
        var orders = (PerSecond * seconds / Steps.Length) + 1;
        try
        {
            using var sandbox = await SandboxProcess.StartAsync(folder, (orders + WarmUp) * 5, 0);
            using var program = ChildProcess.Start("dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "OrderSync.Web.dll"), $"--urls=http://127.0.0.1:{ProgramPort}", $"--Database:Folder={folder}", "--Sandbox:Enabled=false",
                "--Outbound:AllowPrivateNetworks=true", "--Logging:LogLevel:Default=Warning", $"--OrderSync:Setup:ApiKey={Key}",
            ]);
            try
            {
                await MeasureAsync(orders, seconds);
            }
            finally
            {
                program.Kill();
                await program.WaitForExitAsync();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task MeasureAsync(int count, int seconds)
    {
        using var hub = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ProgramPort}") };
        hub.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var shop = new HttpClient { BaseAddress = new Uri(SandboxProcess.Url) };
        await UntilAsync("the program is ready", async () => (await hub.GetAsync("/health/ready")).IsSuccessStatusCode);
        var orders = await PrepareAsync(hub, shop);
        await ChangeAsync(shop, orders.Take(WarmUp), Steps[0]);

        var sent = new Dictionary<(string, string), DateTimeOffset>();
        foreach (var step in Steps)
        {
            foreach (var (key, at) in await ChangeAsync(shop, orders.Skip(WarmUp).Take(count), step))
            {
                sent[key] = at;
            }
        }

        // Each order is told in order: with its last word nothing of it is on the way any more.
        var ends = sent.Keys.Where(key => key.Item2 == Steps[^1].Word).ToList();
        var got = new Dictionary<(string, string), DateTimeOffset>();
        await UntilAsync("each order's end has arrived", async () => ends.All((got = await ReceivedAsync(shop)).ContainsKey));
        Tell([.. sent.Where(pair => got.ContainsKey(pair.Key)).Select(pair => (got[pair.Key] - pair.Value).TotalMilliseconds).Order()], sent.Count, seconds);
    }

    private static void Tell(List<double> delays, int sent, int seconds)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"From the change in the shop to the order API, {PerSecond} a second for {seconds} s, ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median {At(0.5):0}, 95th percentile {At(0.95):0}, 99th {At(0.99):0}, slowest {At(1):0}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{delays.Count:N0} of {sent:N0} arrived, {sent - delays.Count:N0} were overtaken by the order's next state before it was read"));

        double At(double share) => delays[(int)(share * (delays.Count - 1))];
    }

    private static async Task<Dictionary<(string, string), DateTimeOffset>> ChangeAsync(HttpClient shop, IEnumerable<string> orders, (int State, string Word) step)
    {
        var sent = new Dictionary<(string, string), DateTimeOffset>();
        var watch = Stopwatch.StartNew();
        var (due, every) = (TimeSpan.Zero, TimeSpan.FromSeconds(1.0 / PerSecond));
        foreach (var order in orders)
        {
            sent[(order, step.Word)] = TimeProvider.System.GetUtcNow();
            (await shop.PutAsJsonAsync($"/sandbox/control/orders/{order}/state", new { state = step.State })).EnsureSuccessStatusCode();
            due += every;
            await Task.Delay(due > watch.Elapsed ? due - watch.Elapsed : TimeSpan.Zero);
        }

        return sent;
    }

    private static async Task<Dictionary<(string, string), DateTimeOffset>> ReceivedAsync(HttpClient shop)
    {
        var report = await shop.GetFromJsonAsync<JsonNode>("/sandbox/control/order-api?last=100000");
        return ((JsonArray)report!["last"]!).Select(row => row!["call"]!)
            .GroupBy(call => ($"{call["shopOrderId"]}", $"{call["status"]}"), call => (DateTimeOffset)call["at"]!)
            .ToDictionary(group => group.Key, group => group.Min());
    }

    /// <returns>The shop's numbers of orders that are paid and here.</returns>
    private static async Task<IReadOnlyList<string>> PrepareAsync(HttpClient hub, HttpClient shop)
    {
        var integration = $"/api/v1/integrations/{(await PostAsync(hub, "/api/v1/integrations", new
        {
            connector = "prestashop",
            name = "Shop",
            settings = new { url = SandboxProcess.Url, apiKey = SandboxAddress.PrestaShopKey, requestsPerMinute = 0 },
        }))["id"]}";
        await PostAsync(hub, $"{integration}/mappings/fetch", new { });
        foreach (var table in new[] { "order-statuses", "shipping-methods", "payment-methods" })
        {
            var rows = await hub.GetFromJsonAsync<JsonArray>($"{integration}/mappings/{table}");
            (await hub.PutAsJsonAsync($"{integration}/mappings/{table}", rows!.Select(row => new { source = $"{row!["source"]}", target = Target(table, $"{row["source"]}") }))).EnsureSuccessStatusCode();
        }

        await PostAsync(hub, "/api/v1/integrations", new
        {
            connector = "order-api",
            name = "Panel",
            settings = new { url = SandboxProcess.OrderApiUrl, profile = "standard-webhooks", secret = SandboxAddress.OrderApiSecret, orderIdSource = "reference", shopOrderId = "id" },
        });
        var access = await PostAsync(hub, $"{integration}/order-events/secret", new { });
        (await shop.PutAsJsonAsync("/sandbox/control/module", new { enabled = true, address = new Uri(hub.BaseAddress!, $"{access["path"]}"), secret = $"{access["secret"]}" })).EnsureSuccessStatusCode();
        var run = (await PostAsync(hub, $"{integration}/feeds/import-new-orders/runs", new { }))["runId"];
        await UntilAsync("the orders are imported", async () => (await hub.GetFromJsonAsync<JsonNode>($"/api/v1/runs/{run}"))!["finishedAt"] is not null);
        return await OrdersAsync(hub);
    }

    private static async Task<List<string>> OrdersAsync(HttpClient hub)
    {
        var orders = new List<string>();
        for (var next = ""; next is not null;)
        {
            var page = await hub.GetFromJsonAsync<JsonNode>($"/api/v1/orders?status=Confirmed&limit=200{(next.Length > 0 ? $"&after={next}" : "")}");
            orders.AddRange(page!["items"]!.AsArray().Select(order => $"{order!["externalId"]}"));
            next = (string?)page["next"];
        }

        return orders;
    }

    private static object Target(string table, string source) => table switch
    {
        "order-statuses" => new { action = "import", retry = false, status = source switch { "3" => "Preparing", "4" => "Shipped", "5" => "Delivered", _ => "Confirmed" } },
        "shipping-methods" => "standard",
        _ => "transfer",
    };

    private static async Task<JsonNode> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> reached)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromMinutes(1); await Task.Delay(100))
        {
            try
            {
                if (await reached())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // it is starting
            }
        }

        throw new TimeoutException($"Waited a minute in vain until {what}.");
    }
}
