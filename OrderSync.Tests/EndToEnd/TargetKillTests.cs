using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Sandbox.PrestaShop.Seed;

namespace OrderSync.Tests.EndToEnd;

/// <summary>The real program killed with SIGKILL while it sends orders to a FrontPad, which knows no repetition: what arrives twice is made twice.</summary>
public sealed class TargetKillTests : IDisposable
{
    private const int OrdersBefore = 60;
    private const int OrderCount = 8;
    private const string Board = "/sandbox/control/frontpad";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ordersync-target-kill-");
    private Uri address = null!;

    [Fact]
    public async Task Killed_while_it_sends_nothing_is_there_twice_and_what_is_in_doubt_is_settled_by_a_report_or_a_person()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var ct = timeout.Token;
        using var outside = await ProgramProcess.StartSandboxAsync(folder.FullName, OrdersBefore, ct);

        // The first order is taken, and the program is gone before it hears of it.
        await FaultAsync(outside, "no-answer-after-taking", null, ct);
        await KilledAsync(outside, program => PrepareAsync(program, outside, ct), async () => await CountAsync(outside, ct) == 1, ct);

        // The second is on its way, and FrontPad has not looked at it yet.
        await FaultAsync(outside, "latency", 60_000, ct);
        await KilledAsync(outside, _ => Task.CompletedTask, async () => ((JsonArray)(await outside.GetAsync(Board, ct))["faults"]!).Count == 0, ct);

        using var last = await ProgramProcess.StartAsync(folder.FullName, ct, address);
        await last.UntilAsync(async () => (await MessagesAsync(last, "pending,sending,retrying", ct)).Count == 0, ct);
        await SettleAsync(last, outside, ct);
        await AssertEachOnceAsync(outside, ct);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<int> CountAsync(ProgramProcess outside, CancellationToken ct) => (int)(await outside.GetAsync(Board, ct))["orders"]!;

    private static async Task FaultAsync(ProgramProcess outside, string kind, int? value, CancellationToken ct)
    {
        using var content = JsonContent.Create(new { value, requests = 1 });
        (await outside.Http.PutAsync($"{Board}/faults/{kind}", content, ct)).EnsureSuccessStatusCode();
    }

    private async Task KilledAsync(ProgramProcess outside, Func<ProgramProcess, Task> work, Func<Task<bool>> reached, CancellationToken ct)
    {
        using var program = await ProgramProcess.StartAsync(folder.FullName, ct, address);
        address = program.Http.BaseAddress!;
        await work(program);
        await program.UntilAsync(reached, ct);
        await program.KillAsync();
    }

    /// <summary>Connects the shop and the FrontPad, and lets the orders in which the shop gets afterwards.</summary>
    private static async Task PrepareAsync(ProgramProcess program, ProgramProcess outside, CancellationToken ct)
    {
        var shop = await program.IntegrateAsync(outside, ct);
        var kitchen = await program.SendAsync(HttpMethod.Post, "/api/v1/integrations", new
        {
            connector = "frontpad",
            name = "Kitchen",
            settings = new
            {
                url = new Uri(outside.Http.BaseAddress!, "/sandbox/frontpad/api/index.php"),
                secret = SandboxAddress.FrontPadSecret,
                articleNumber = "ean",
                hookStatuses = new[] { "3" },
            },
        }, ct);
        await program.SendAsync(HttpMethod.Put, $"/api/v1/integrations/{kitchen["id"]}/mappings/statuses-by-code", new[] { new { source = "3", target = "Preparing" } }, ct);
        await program.SendAsync(HttpMethod.Put, $"/api/v1/integrations/{kitchen["id"]}/mappings/fields", new[] { new { source = "descr", target = "id" } }, ct);
        for (var i = 0; i < OrderCount; i++)
        {
            await outside.SendAsync(HttpMethod.Post, "/sandbox/control/purchases", new { reference = Catalogue.Articles[0].Reference, quantity = 1 }, ct);
        }

        await program.SendAsync(HttpMethod.Post, $"{shop}/feeds/import-new-orders/runs", new { }, ct);
    }

    private static async Task<IReadOnlyList<JsonNode>> MessagesAsync(ProgramProcess program, string states, CancellationToken ct) =>
        [.. ((JsonArray)(await program.GetAsync($"/api/v1/outbox?state={states}&limit=100", ct))["items"]!).Select(message => message!).Where(message => $"{message["kind"]}" == "order")];

    /// <summary>The orders on the board, with the shop's numbers of them.</summary>
    private static async Task<IReadOnlyList<(long Id, string Number)>> OnBoardAsync(ProgramProcess outside, CancellationToken ct) =>
        [.. ((JsonArray)(await outside.GetAsync(Board, ct))["last"]!).Select(order => ((long)order!["id"]!, $"{order["fields"]!["descr"]}"))];

    /// <summary>As a person would: whoever finds the order there says so, or the next report does; whoever does not has it sent again, or leaves it.</summary>
    private static async Task SettleAsync(ProgramProcess program, ProgramProcess outside, CancellationToken ct)
    {
        var (there, missing) = (0, 0);
        foreach (var message in await MessagesAsync(program, "unknown", ct))
        {
            var path = $"/api/v1/outbox/{message["id"]}";
            Assert.True((bool)message["needsPerson"]!);
            var number = $"{(await program.GetAsync($"/api/v1/orders/{message["order"]}", ct))["externalId"]}";
            var onBoard = (await OnBoardAsync(outside, ct)).Where(order => order.Number == number).ToList();
            var state = "sent";
            if (onBoard is [var found] && there++ == 0)
            {
                using var report = JsonContent.Create(new { status = 3 });
                (await outside.Http.PutAsync($"{Board}/orders/{found.Id}", report, ct)).EnsureSuccessStatusCode();
            }
            else if (onBoard.Count > 0)
            {
                await program.SendAsync(HttpMethod.Post, $"{path}/confirm", new { note = "It is on the board." }, ct);
            }
            else if (missing++ == 0)
            {
                await program.SendAsync(HttpMethod.Post, $"{path}/retry", new { }, ct);
            }
            else
            {
                state = "dropped";
                await program.SendAsync(HttpMethod.Post, $"{path}/drop", new { reason = "The customer came by." }, ct);
            }

            await program.UntilAsync(async () => $"{(await program.GetAsync(path, ct))["message"]!["state"]}" == state, ct);
        }

        Assert.True(there > 0, "No order that had arrived was in doubt.");
        Assert.True(missing > 0, "No order that had not arrived was in doubt.");
    }

    private async Task AssertEachOnceAsync(ProgramProcess outside, CancellationToken ct)
    {
        using var db = ProgramCalls.OpenDatabase(folder.FullName);
        var messages = db.OutboxMessages.Where(row => row.Kind == OutboxKind.Order).ToList();
        var sent = messages.Where(row => row.State == OutboxState.Sent).Select(row => row.OrderId).ToList();
        // One or the other of the shop's orders may be kept back for its payment.
        Assert.InRange(messages.Count, OrderCount / 2, OrderCount);
        Assert.All(messages, row => Assert.True(row.State is OutboxState.Sent or OutboxState.Dropped, $"{row.State}"));
        var wanted = db.Orders.Where(row => sent.Contains(row.Id)).Select(row => row.ExternalId).ToList();
        Assert.Equal(db.Orders.AsEnumerable().Count(row => int.Parse(row.ExternalId) > OrdersBefore), messages.Count);
        Assert.Equal(wanted.Order(), (await OnBoardAsync(outside, ct)).Select(order => order.Number).Order());
        Assert.Equal(0, (int)(await outside.GetAsync(Board, ct))["overLimit"]!);
        Assert.Single(db.Orders, order => order.Status == OrderStatus.Preparing);
    }
}
