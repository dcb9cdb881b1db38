using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.EndToEnd;

/// <summary>The real program against the sandbox shop, killed with SIGKILL again and again while it imports.</summary>
public sealed class KillTests : IDisposable
{
    /// <summary>Twenty kills take minutes; a third of them shows the same every day.</summary>
    private static readonly (int Kills, int Orders) Size = LongFactAttribute.IsOn ? (20, 6000) : (7, 2100);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ordersync-kill-");

    [Fact]
    public async Task Killed_again_and_again_during_an_import_it_has_every_order_exactly_once_and_no_run_is_left_running()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var ct = timeout.Token;
        using var shop = await ProgramProcess.StartSandboxAsync(folder.FullName, Size.Orders, ct);
        var random = new Random(20261121);
        var runs = await ImportKilledAsync(shop, random, ct);

        using (var program = await ProgramProcess.StartAsync(folder.FullName, ct))
        {
            await program.UntilNothingRunsAsync(ct);
        }

        Assert.True(runs, "The first run could not be started.");
        await AssertEveryOrderOnceAsync();
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<bool> ImportKilledAsync(ProgramProcess shop, Random random, CancellationToken ct)
    {
        var started = false;
        for (var kill = 0; kill < Size.Kills; kill++)
        {
            using var program = await ProgramProcess.StartAsync(folder.FullName, ct);
            if (!started)
            {
                await StartImportAsync(program, shop, ct);
                started = true;
            }

            await program.KillAtWorkAsync(shop, random.Next(0, 12), ct);
        }

        return started;
    }

    private static async Task StartImportAsync(ProgramProcess program, ProgramProcess shop, CancellationToken ct)
    {
        var integration = await program.IntegrateAsync(shop, ct);
        await program.SendAsync(HttpMethod.Post, $"{integration}/feeds/import-new-orders/runs", new { }, ct);
    }

    private async Task AssertEveryOrderOnceAsync()
    {
        await using var db = ProgramCalls.OpenDatabase(folder.FullName);

        // A few invented orders need a person (no e-mail address, a payment text nobody mapped); they too are there once, as problems.
        var imported = await db.IncomingOrders.CountAsync(incoming => incoming.State == IncomingState.Imported);
        var problems = await db.IncomingOrders.CountAsync(incoming => incoming.State == IncomingState.Problem && incoming.Cause != DecisionCause.Malformed);
        Assert.Equal(Size.Orders, imported + problems);
        Assert.True(imported > Size.Orders * 0.99, $"Only {imported} orders were imported.");
        Assert.Equal(Size.Orders, await db.IncomingOrders.CountAsync());
        Assert.Equal(Size.Orders, await db.IncomingOrders.Select(incoming => incoming.ExternalId).Distinct().CountAsync());
        Assert.Equal(imported, await db.Orders.CountAsync());
        Assert.Equal(imported, await db.Orders.Select(order => order.ExternalId).Distinct().CountAsync());
        Assert.Equal(imported, await db.TimelineEvents.CountAsync(entry => entry.Kind == TimelineKind.Imported));
        Assert.False(await db.Orders.AnyAsync(order => !order.Lines.Any()), "An order has no lines.");
        Assert.False(await db.Orders.AnyAsync(order => !db.OrderTerms.Any(term => term.OrderId == order.Id)), "An order cannot be found.");
        Assert.False(await db.FeedRuns.AnyAsync(run => run.State == RunState.Running || run.State == RunState.Queued), "A run is left running.");
        Assert.True(await db.FeedRuns.AnyAsync(run => run.State == RunState.Interrupted), "No kill hit a running import.");
    }
}
