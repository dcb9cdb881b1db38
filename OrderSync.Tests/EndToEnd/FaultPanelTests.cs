using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Sandbox.Faults;

namespace OrderSync.Tests.EndToEnd;

/// <summary>Every fault of the sandbox's panel during an import: it ends honestly, and once the fault is over nothing is lost or doubled.</summary>
public sealed class FaultPanelTests(FaultyShop shop) : IClassFixture<FaultyShop>
{
    /// <summary>An order of the third page, which is read after the first is saved.</summary>
    private const int Malformed = 203;

    /// <summary>How much of the import meets the fault.</summary>
    public enum Reach
    {
        WholeRun,
        AfterFirstPage,
        OnlyAddresses,
        TwoRequests,
    }

    /// <summary>All there are: a new kind has to say in <see cref="CodeOf"/> how it ends.</summary>
    public static TheoryData<FaultKind, Reach> EveryFault
    {
        get
        {
            var all = new TheoryData<FaultKind, Reach>();
            foreach (var kind in Enum.GetValues<FaultKind>().Where(kind => !new Fault(kind).IsOfWrites))
            {
                // Half-written orders are a fault of the moment they are placed, whatever is asked for.
                foreach (var reach in kind == FaultKind.UnfinishedOrders ? [Reach.WholeRun] : Enum.GetValues<Reach>())
                {
                    all.Add(kind, reach);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(EveryFault))]
    public async Task An_import_under_a_fault_ends_honestly_and_the_next_runs_bring_every_order_once(FaultKind kind, Reach reach)
    {
        var integration = await shop.TryItAsync();
        var (run, held) = await ImportUnderAsync(integration, kind, reach);

        Assert.Equal(CodeOf(kind, reach), run.FailureCode);
        await AssertNoExceptionIsShownAsync(run);
        var expected = await shop.ImportableAsync(integration);
        var imported = await shop.ImportedAsync(integration);
        if (run.FailureCode.Length > 0)
        {
            await AssertFailureIsToldAsync(run);
            Assert.Equal(expected.IntersectBy(imported.Select(order => order.Number), order => order.Number), imported);
        }
        else
        {
            await AssertWhatIsHeldIsToldAsync(run, kind, held);
            Assert.Equal(expected.ExceptBy(held, order => order.Number), imported);
        }

        shop.Faults.Clear();
        await RunNextAsync(integration, run);

        Assert.Equal(await shop.ImportableAsync(integration), await shop.ImportedAsync(integration));
        Assert.Equal(await shop.NobodysAsync(integration), await NumbersAsync(integration, row => row.State == IncomingState.Problem && row.Cause == DecisionCause.Customer));
        Assert.Empty(await NumbersAsync(integration, row => row.State == IncomingState.Problem && row.Cause != DecisionCause.Customer));
        Assert.Empty(await NumbersAsync(integration, row => row.State == IncomingState.Seen || row.Cause == DecisionCause.NotReady));
    }

    /// <summary>How an import ends that meets the fault: the failure's code, or nothing when it gets past it.</summary>
    private static string CodeOf(FaultKind kind, Reach reach) => kind switch
    {
        FaultKind.Slow or FaultKind.PhpNotice or FaultKind.ByteOrderMark or FaultKind.TrailingScript => "",
        FaultKind.MalformedRecord or FaultKind.UnfinishedOrders => "",
        FaultKind.TimeOut or FaultKind.ServerError when reach == Reach.TwoRequests => "", // asking for less helps
        FaultKind.TimeOut => "timeout",
        FaultKind.ServerError => "out-of-resources",
        FaultKind.TooManyRequests => "rate-limited",
        FaultKind.ServiceUnavailable => "unavailable",
        FaultKind.MaintenancePage => "not-prestashop",
        FaultKind.Redirect => "redirected",
        FaultKind.AuthorizationStripped => "header-stripped",
        FaultKind.WebserviceOff => "webservice-off",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Say here how an import ends that meets this fault."),
    };

    /// <summary>Runs <i>Import new orders</i> while the fault is on and orders arrive.</summary>
    /// <returns>The run, and the orders it cannot import however well it works.</returns>
    private async Task<(FeedRun Run, IReadOnlyCollection<int> Held)> ImportUnderAsync(long integration, FaultKind kind, Reach reach)
    {
        var fault = FaultOf(kind, reach);
        var feed = await shop.FeedAsync(integration, ImportOrdersFeed.FeedKey);
        var started = (await shop.Queue.StartAsync(feed.Id, RunTrigger.Manual, "Test", CancellationToken.None)).Value!;
        if (reach != Reach.AfterFirstPage)
        {
            shop.Faults.Set(fault);
        }

        var added = shop.Shop.AddOrders(3);
        var announced = 0;
        using (shop.Monitor.Subscribe($"run:{started.RunId}", SetAfterFirstPage))
        {
            await shop.RunQueuedAsync();
        }

        return (await shop.RunAsync(started.RunId), HeldBy(fault, reach, added));

        void SetAfterFirstPage()
        {
            // The start of the run is announced first, then each page that is saved.
            if (++announced == 2 && reach == Reach.AfterFirstPage)
            {
                shop.Faults.Set(fault);
            }
        }
    }

    private Fault FaultOf(FaultKind kind, Reach reach) => new(kind)
    {
        Requests = reach == Reach.TwoRequests ? 2 : null,
        Resource = reach == Reach.OnlyAddresses ? "addresses" : null,
        Value = kind != FaultKind.MalformedRecord ? null
            : reach == Reach.OnlyAddresses ? shop.Numbers($"SELECT id_address_delivery FROM orders WHERE id = {Count(Malformed)}")[0]
            : Malformed,
    };

    private IReadOnlyCollection<int> HeldBy(Fault fault, Reach reach, IReadOnlyList<int> added) => fault.Kind switch
    {
        FaultKind.UnfinishedOrders => [.. added],
        FaultKind.MalformedRecord when reach == Reach.TwoRequests => [], // whole again when it is asked for alone
        FaultKind.MalformedRecord when fault.Resource is null => [Malformed],
        FaultKind.MalformedRecord => shop.Numbers($"SELECT id FROM orders WHERE {Count(fault.Value!.Value)} IN (id_address_delivery, id_address_invoice)"),
        _ => [],
    };

    private async Task AssertFailureIsToldAsync(FeedRun run)
    {
        var integration = await shop.ReadAsync(db => db.Integrations.AsNoTracking().SingleAsync(row => row.Id == run.IntegrationId));
        Assert.Equal(RunState.Failed, run.State);
        Assert.NotNull(run.FinishedAt);
        Assert.Null(run.ActiveFeedId);
        Assert.NotEmpty(run.Message?.ToString() ?? "");
        Assert.NotEmpty(run.Remedy?.ToString() ?? "");
        Assert.Equal(run.Message, integration.Fault);
        Assert.True(integration.RetryAt > Now, "The shop is not left alone.");
    }

    private async Task AssertWhatIsHeldIsToldAsync(FeedRun run, FaultKind kind, IReadOnlyCollection<int> held)
    {
        var unfinished = kind == FaultKind.UnfinishedOrders ? held : [];
        var unreadable = kind == FaultKind.UnfinishedOrders ? [] : held;
        var problems = unreadable.Union(await shop.NobodysAsync(run.IntegrationId)).Order().ToList();
        Assert.Equal(problems.Count > 0 ? RunState.CompletedWithProblems : RunState.Succeeded, run.State);
        Assert.Equal(problems, await NumbersAsync(run.IntegrationId, row => row.State == IncomingState.Problem && row.Reason != null));
        Assert.Equal(unreadable.Order(), await NumbersAsync(run.IntegrationId, row => row.Cause == DecisionCause.Malformed));
        Assert.Equal(unfinished.Order(), await NumbersAsync(run.IntegrationId, row => row.State == IncomingState.Waiting && row.Cause == DecisionCause.NotReady && row.Reason != null));
        Assert.StartsWith(Count(run.Created) + " imported, ", run.Message!.ToString(), StringComparison.Ordinal);
        Assert.Contains(", " + Count(run.Waiting) + " waiting, ", run.Message.ToString(), StringComparison.Ordinal);
        Assert.Equal(problems.Count, run.Failed);
        Assert.Equal(problems.Count > 0, run.Message.ToString().Contains(", " + Count(run.Failed) + " with a problem, ", StringComparison.Ordinal));
        Assert.Null(run.ActiveFeedId);
    }

    private async Task<List<int>> NumbersAsync(long integration, Expression<Func<IncomingOrder, bool>> which)
    {
        var ids = await shop.ReadAsync(db => db.IncomingOrders.Where(row => row.IntegrationId == integration).Where(which).Select(row => row.ExternalId).ToListAsync());
        return [.. ids.Select(id => int.Parse(id, CultureInfo.InvariantCulture)).Order()];
    }

    private async Task AssertNoExceptionIsShownAsync(FeedRun run)
    {
        var shown = new List<Phrase?> { run.Message, run.Remedy };
        await shop.ReadAsync(async db =>
        {
            shown.AddRange(await db.FeedRunItems.Where(item => item.RunId == run.Id).Select(item => item.Message).ToListAsync());
            shown.AddRange(await db.FeedRunLogs.Where(log => log.RunId == run.Id).Select(log => log.Text).ToListAsync());
            shown.AddRange(await db.IncomingOrders.Where(row => row.IntegrationId == run.IntegrationId).Select(row => row.Reason).ToListAsync());
            return true;
        });
        var texts = shown.OfType<Phrase>().Select(phrase => phrase.ToString()).Distinct().ToList();
        Assert.DoesNotContain(texts, text => text.Contains("Exception", StringComparison.Ordinal) || text.Contains("System.", StringComparison.Ordinal));
    }

    /// <summary>What comes by itself once the fault is over: a failed shop is left alone for as long as it rests, then probed; problems are tried again.</summary>
    private async Task RunNextAsync(long integration, FeedRun first)
    {
        var import = await shop.FeedAsync(integration, ImportOrdersFeed.FeedKey);
        var retry = await shop.FeedAsync(integration, RetryFeed.FeedKey);
        shop.Clock.Advance(TimeSpan.FromSeconds(10)); // whatever was half-written is whole now
        if (first.State == RunState.Failed)
        {
            await shop.Schedules.FireAsync(import.Id, CancellationToken.None);
            Assert.False(await shop.ReadAsync(db => db.FeedRuns.AnyAsync(run => run.ActiveFeedId == import.Id)), "The shop was not left alone.");
            var rests = await shop.ReadAsync(db => db.Integrations.Where(row => row.Id == integration).Select(row => row.RetryAt).SingleAsync());
            shop.Clock.Advance(rests!.Value - Now);
            await shop.Probe.StartDueAsync(CancellationToken.None);
        }
        else
        {
            await shop.Schedules.FireAsync(import.Id, CancellationToken.None);
        }

        await shop.RunQueuedAsync();
        await shop.Schedules.FireAsync(retry.Id, CancellationToken.None);
        await shop.RunQueuedAsync();
        var next = await shop.ReadAsync(db => db.FeedRuns.AsNoTracking().Where(run => run.IntegrationId == integration && run.Id > first.Id).ToListAsync());
        Assert.Contains(next, run => run.FeedKey == ImportOrdersFeed.FeedKey);
        Assert.Contains(next, run => run.FeedKey == RetryFeed.FeedKey);
        Assert.All(next, run => Assert.Contains(run.State, new[] { RunState.Succeeded, RunState.CompletedWithProblems }));
        var after = await shop.ReadAsync(db => db.Integrations.AsNoTracking().SingleAsync(row => row.Id == integration));
        Assert.Null(after.Fault);
        Assert.Null(after.RetryAt);
    }

    private DateTime Now => shop.Clock.GetUtcNow().UtcDateTime;

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);
}
