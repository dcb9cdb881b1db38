using System.Text.Json.Nodes;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.EndToEnd;

/// <summary>The real program against a system that listens, killed with SIGKILL again and again while statuses change.</summary>
public sealed class EventKillTests : IDisposable
{
    private const int Kills = 4;
    private const int Orders = 250;
    private static readonly string[] Statuses = ["Preparing", "Shipped", "ReadyForPickup", "Delivered"];
    private static readonly string[] Words = ["FULFILLED", "SHIPPED", "READY_FOR_PICKUP", "DELIVERED"];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ordersync-event-kill-");

    [Fact]
    public async Task Killed_while_a_thousand_statuses_change_each_is_told_with_effect_once_and_in_the_order_of_its_order()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var ct = timeout.Token;
        using var outside = await ProgramProcess.StartSandboxAsync(folder.FullName, Orders, ct);
        var orders = await PrepareAsync(outside, ct);

        await ChangeKilledAsync(outside, orders, ct);
        using (var last = await ProgramProcess.StartAsync(folder.FullName, ct))
        {
            await last.UntilAsync(async () => await OpenAsync(last, ct) == 0, ct);
        }

        var calls = (JsonArray)(await outside.GetAsync("/sandbox/control/order-api?last=100000", ct))["last"]!;
        AssertEachOnceInOrder(orders.Count, [.. calls.Reverse().Select(call => call!)]);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<IReadOnlyList<long>> PrepareAsync(ProgramProcess outside, CancellationToken ct)
    {
        using var program = await ProgramProcess.StartAsync(folder.FullName, ct);
        var shop = await program.IntegrateAsync(outside, ct);
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

        var orders = new List<long>();
        for (var next = ""; next is not null;)
        {
            var page = await program.GetAsync($"/api/v1/orders?limit=200{(next.Length > 0 ? $"&after={next}" : "")}", ct);
            orders.AddRange(((JsonArray)page["items"]!).Select(order => (long)order!["id"]!));
            next = (string?)page["next"];
        }

        return orders;
    }

    /// <summary>Somebody sets one status after the other; what a kill tore off is asked for again.</summary>
    private async Task ChangeKilledAsync(ProgramProcess outside, IReadOnlyList<long> orders, CancellationToken ct)
    {
        var wanted = new Queue<(long Order, string Status)>(Statuses.SelectMany(status => orders.Select(order => (order, status))));
        var (random, share) = (new Random(20261122), wanted.Count / (Kills + 1));
        while (wanted.Count > 0)
        {
            using var program = await ProgramProcess.StartAsync(folder.FullName, ct);
            var until = Math.Max(0, wanted.Count - share + random.Next(-20, 20));
            while (wanted.Count > until)
            {
                var (order, status) = wanted.Peek();
                await program.SendAsync(HttpMethod.Put, $"/api/v1/orders/{order}/status", new { status }, ct);
                wanted.Dequeue();
            }

            await program.KillAsync();
        }
    }

    private static async Task<int> OpenAsync(ProgramProcess program, CancellationToken ct) =>
        (int)(await program.GetAsync("/api/v1/outbox?state=pending,sending,retrying,unknown&limit=1", ct))["total"]!;

    private void AssertEachOnceInOrder(int orders, IReadOnlyList<JsonNode> calls)
    {
        using var db = ProgramCalls.OpenDatabase(folder.FullName);
        Assert.All(db.OutboxMessages.Where(row => row.Kind == OutboxKind.Event).ToList(), message => Assert.Equal(OutboxState.Sent, message.State));
        var effects = calls.Where(call => !(bool)call["repeated"]!).Select(call => call["call"]!)
            .GroupBy(call => $"{call["shopOrderId"]}", call => $"{call["status"]}").ToDictionary(group => group.Key, group => group.ToList());
        Assert.Equal(orders, effects.Count);
        Assert.All(effects, order => Assert.Equal(Words, order.Value));
    }
}
