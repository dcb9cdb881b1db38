using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.EndToEnd;

/// <summary>The real program between a shop that calls and a system that listens, killed with SIGKILL again and again while statuses change.</summary>
public sealed class EventKillTests : IDisposable
{
    private const int KillsOfEach = 2;

    /// <summary>A thousand changes take minutes; some of them show the same every day.</summary>
    private static readonly int Orders = LongFactAttribute.IsOn ? 334 : 60;
    private static readonly (int State, string Status, string Word)[] Steps = [(3, "Preparing", "FULFILLED"), (4, "Shipped", "SHIPPED"), (5, "Delivered", "DELIVERED")];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ordersync-event-kill-");
    private readonly Random random = new(20261122);

    [Fact]
    public async Task Killed_while_a_shop_reports_changes_each_is_told_with_effect_once_and_in_the_order_of_its_order()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var ct = timeout.Token;
        using var outside = await ProgramProcess.StartSandboxAsync(folder.FullName, Orders * 4, ct);
        var (address, orders) = await PrepareAsync(outside, ct);
        for (var step = 0; step < Steps.Length; step++)
        {
            await ChangeKilledAsync(outside, address, orders, Steps[step].State, ct);
            using var program = await ProgramProcess.StartAsync(folder.FullName, ct, address);
            await program.UntilAsync(async () => await EventsAsync(outside, ct) == (step + 1) * orders.Count && await OpenAsync(program, ct) == 0, ct);
        }

        AssertEachOnceInOrder(orders, await CallsAsync(outside, ct));
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <returns>Where the program has to answer, and the shop's numbers of orders that are here.</returns>
    private async Task<(Uri Address, IReadOnlyList<string> Orders)> PrepareAsync(ProgramProcess outside, CancellationToken ct)
    {
        using var program = await ProgramProcess.StartAsync(folder.FullName, ct);
        var shop = await program.IntegrateAsync(outside, ct);
        await program.SendAsync(HttpMethod.Put, $"{shop}/mappings/order-statuses",
            Steps.Select(step => new { source = $"{step.State}", target = new { action = "import", retry = false, status = step.Status } }), ct);
        await program.SendAsync(HttpMethod.Post, "/api/v1/integrations", new
        {
            connector = "order-api",
            name = "Panel",
            settings = new
            {
                url = new Uri(outside.Http.BaseAddress!, "/sandbox/order-api"),
                authentication = "hmac",
                profile = "standard-webhooks",
                secret = SandboxAddress.OrderApiSecret,
                orderIdSource = "reference",
                shopOrderId = "id",
            },
        }, ct);
        await program.RunAsync(shop, "import-new-orders", ct);
        var orders = await OrdersAsync(program, ct);
        var access = await program.SendAsync(HttpMethod.Post, $"{shop}/order-events/secret", new { }, ct);
        await outside.SendAsync(HttpMethod.Put, "/sandbox/control/module",
            new { enabled = true, address = new Uri(program.Http.BaseAddress!, $"{access["path"]}"), secret = $"{access["secret"]}" }, ct);
        return (program.Http.BaseAddress!, orders);
    }

    private static async Task<IReadOnlyList<string>> OrdersAsync(ProgramProcess program, CancellationToken ct)
    {
        var orders = new List<string>();
        for (var next = ""; next is not null && orders.Count < Orders;)
        {
            var page = await program.GetAsync($"/api/v1/orders?status=Confirmed&limit=167{(next.Length > 0 ? $"&after={next}" : "")}", ct);
            orders.AddRange(((JsonArray)page["items"]!).Select(order => $"{order!["externalId"]}"));
            next = (string?)page["next"];
        }

        return orders;
    }

    /// <summary>The shop changes all orders, one after the other, whether the program is there to hear of it or not.</summary>
    private async Task ChangeKilledAsync(ProgramProcess outside, Uri address, IReadOnlyList<string> orders, int state, CancellationToken ct)
    {
        foreach (var part in orders.Chunk((orders.Count / KillsOfEach) + 1))
        {
            using var program = await ProgramProcess.StartAsync(folder.FullName, ct, address);
            var killAfter = random.Next(part.Length / 2, part.Length);
            for (var done = 0; done < part.Length; done++)
            {
                (await outside.Http.PutAsJsonAsync($"/sandbox/control/orders/{part[done]}/state", new { state }, ct)).EnsureSuccessStatusCode();
                if (done == killAfter)
                {
                    await program.KillAsync();
                }
            }
        }
    }

    private static async Task<int> OpenAsync(ProgramProcess program, CancellationToken ct) =>
        (int)(await program.GetAsync("/api/v1/outbox?state=pending,sending,retrying,unknown&limit=1", ct))["total"]!;

    /// <returns>How many messages had an effect.</returns>
    private static async Task<int> EventsAsync(ProgramProcess outside, CancellationToken ct) =>
        (int)(await outside.GetAsync("/sandbox/control/order-api?last=0", ct))["counts"]!["events"]!;

    /// <returns>What the system that listens got, oldest first.</returns>
    private static async Task<IReadOnlyList<JsonNode>> CallsAsync(ProgramProcess outside, CancellationToken ct) =>
        [.. ((JsonArray)(await outside.GetAsync("/sandbox/control/order-api?last=100000", ct))["last"]!).Reverse().Select(call => call!)];

    private void AssertEachOnceInOrder(IReadOnlyList<string> orders, IReadOnlyList<JsonNode> calls)
    {
        using var db = ProgramCalls.OpenDatabase(folder.FullName);
        Assert.All(db.OutboxMessages.Where(row => row.Kind == OutboxKind.Event).ToList(), message => Assert.Equal(OutboxState.Sent, message.State));
        var effects = calls.Where(call => !(bool)call["repeated"]!).Select(call => call["call"]!)
            .GroupBy(call => $"{call["shopOrderId"]}", call => $"{call["status"]}").ToDictionary(group => group.Key, group => group.ToList());
        Assert.Equal(orders.Order(), effects.Keys.Order());
        Assert.All(effects, order => Assert.Equal(Steps.Select(step => step.Word), order.Value));
    }
}
