using System.Collections.Concurrent;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Budget;

namespace OrderSync.Tests.Data;

public sealed class AccountBudgetTests
{
    private static readonly RequestLimit[] Limits = [new(2, TimeSpan.FromSeconds(1)), new(30, TimeSpan.FromMinutes(1))];

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_thousand_requests_of_two_processes_never_fill_a_window_beyond_its_limit(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = FakeClock.At("2026-11-21T12:00:00Z");
        var sent = new ConcurrentQueue<DateTimeOffset>();

        await RunAsync(database, clock, 1000, sent);

        Assert.Equal(1000, sent.Count);
        Keeps([.. sent.Order()]);
        // 30 a minute is what may be used, and little less is.
        Assert.InRange((sent.Max() - sent.Min()).TotalMinutes, 32, 34.5);
    }

    [Fact]
    public async Task A_process_that_begins_later_keeps_what_others_have_used()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = FakeClock.At("2026-11-21T12:00:00Z");
        var sent = new ConcurrentQueue<DateTimeOffset>();

        await RunAsync(database, clock, 30, sent);
        await RunAsync(database, clock, 40, sent);

        Keeps([.. sent.Order()]);
    }

    [Fact]
    public async Task Another_account_does_not_wait()
    {
        await using var database = await TestDatabase.CreateAsync();
        var budget = new DatabaseAccountBudget(database, FakeClock.At("2026-11-21T12:00:00Z"));

        for (var i = 0; i < 50; i++)
        {
            await GoAsync(budget, $"account-{i}");
        }
    }

    [Fact]
    public async Task Waiting_until_a_place_is_free_takes_none()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = FakeClock.At("2026-11-21T12:00:00Z");
        var budget = new DatabaseAccountBudget(database, clock);
        await budget.WaitUntilFreeAsync("a", Limits, default);
        await budget.WaitUntilFreeAsync("a", Limits, default);
        await GoAsync(budget);
        await GoAsync(budget);

        var free = budget.WaitUntilFreeAsync("a", Limits, default).AsTask();
        Assert.False(free.IsCompleted);
        await StepAsync(clock, [free]);
        await free;
        await GoAsync(budget);
    }

    [Fact]
    public async Task Whoever_wakes_late_keeps_those_behind_it_back_for_as_long()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = FakeClock.At("2026-11-21T12:00:00Z");
        var (slow, quick) = (new DatabaseAccountBudget(database, clock), new DatabaseAccountBudget(database, clock));
        await GoAsync(slow);
        await GoAsync(slow);
        var late = GoAsync(slow);
        SpinWait.SpinUntil(() => clock.TimerCount == 1);

        // The machine stood still for 1.5 s.
        clock.Advance(TimeSpan.FromSeconds(2.5));
        await late;
        await GoAsync(quick);
        var third = GoAsync(quick);

        Assert.False(third.IsCompleted);
        await StepAsync(clock, [third]);
    }

    [Fact]
    public async Task A_window_begins_with_the_answer_as_nobody_knows_when_a_request_arrived_before_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = FakeClock.At("2026-11-21T12:00:00Z");
        var (one, other) = (new DatabaseAccountBudget(database, clock), new DatabaseAccountBudget(database, clock));
        var first = await one.WaitAsync("a", Limits, default);
        await GoAsync(other);
        var third = GoAsync(other);
        await MoveAsync(clock, TimeSpan.FromSeconds(3));
        Assert.False(third.IsCompleted);

        await first.DisposeAsync();
        await MoveAsync(clock, TimeSpan.FromSeconds(0.9));
        Assert.False(third.IsCompleted);
        await StepAsync(clock, [third]);
    }

    [Fact]
    public async Task One_whose_process_died_is_waited_for_no_longer_than_its_way_can_take()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = FakeClock.At("2026-11-21T12:00:00Z");
        var budget = new DatabaseAccountBudget(database, clock);
        _ = await new DatabaseAccountBudget(database, clock).WaitAsync("a", Limits, default);
        await GoAsync(budget);
        var third = GoAsync(budget);
        await MoveAsync(clock, DatabaseAccountBudget.LongestWay);

        Assert.False(third.IsCompleted);
        await StepAsync(clock, [third]);
        Assert.InRange(clock.GetUtcNow(), DateTimeOffset.Parse("2026-11-21T12:00:06Z"), DateTimeOffset.Parse("2026-11-21T12:00:06.5Z"));
    }

    [Fact]
    public async Task Whoever_is_called_off_takes_no_place_along()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = FakeClock.At("2026-11-21T12:00:00Z");
        var budget = new DatabaseAccountBudget(database, clock);
        await GoAsync(budget);
        await GoAsync(budget);
        using var off = new CancellationTokenSource();
        var given = budget.WaitAsync("a", Limits, off.Token).AsTask();
        await off.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        clock.Advance(TimeSpan.FromSeconds(1));
        await GoAsync(budget);
        await GoAsync(budget);
    }

    [Fact]
    public async Task The_right_to_ask_is_given_once_in_its_time_over_all_processes()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = FakeClock.At("2026-11-21T12:00:00Z");
        DatabaseAccountMemory[] processes = [.. Enumerable.Range(0, 4).Select(_ => new DatabaseAccountMemory(database, clock))];

        Assert.Single(await AskAsync(), right => right);
        Assert.DoesNotContain(true, await AskAsync());
        Assert.Null(await processes[0].FindAsync("a", "q", default));
        await processes[1].KeepAsync("a", "q", "text", default);
        clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Single(await AskAsync(), right => right);
        Assert.Equal(new KeptAnswer("text", clock.GetUtcNow().UtcDateTime.AddHours(-1)), await processes[2].FindAsync("a", "q", default));
        Assert.True(await processes[0].MayAskAsync("b", "q", TimeSpan.FromHours(1), default));

        Task<bool[]> AskAsync() => Task.WhenAll(processes.Select(process => Task.Run(() => process.MayAskAsync("a", "q", TimeSpan.FromHours(1), default))));
    }

    private static async Task RunAsync(TestDatabase database, FakeClock clock, int count, ConcurrentQueue<DateTimeOffset> sent)
    {
        var left = count;
        var senders = new[] { new DatabaseAccountBudget(database, clock), new DatabaseAccountBudget(database, clock) }.Select(process => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await using var place = await process.WaitAsync("account", Limits, default);
                sent.Enqueue(clock.GetUtcNow());
            }
        })).ToArray();
        await StepAsync(clock, senders);
    }

    /// <summary>A request that is answered at once.</summary>
    private static async Task GoAsync(DatabaseAccountBudget budget, string account = "a")
    {
        await using var place = await budget.WaitAsync(account, Limits, default);
    }

    /// <summary>Moves the clock on while one waits for it.</summary>
    private static async Task MoveAsync(FakeClock clock, TimeSpan time)
    {
        for (var gone = TimeSpan.Zero; gone < time; gone += TimeSpan.FromMilliseconds(100))
        {
            await Task.Run(() => SpinWait.SpinUntil(() => clock.TimerCount == 1));
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>Moves the clock on whenever all who are not done wait for it.</summary>
    private static async Task StepAsync(FakeClock clock, Task[] waiting)
    {
        while (!waiting.All(task => task.IsCompleted))
        {
            await Task.Run(() => SpinWait.SpinUntil(() => waiting.Count(task => !task.IsCompleted) <= clock.TimerCount));
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        await Task.WhenAll(waiting);
    }

    /// <summary>No window, wherever it begins, holds more than its limit.</summary>
    private static void Keeps(DateTimeOffset[] times)
    {
        foreach (var limit in Limits)
        {
            for (var i = limit.Requests; i < times.Length; i++)
            {
                Assert.True(times[i] - times[i - limit.Requests] >= limit.Window, $"{limit.Requests + 1} requests within {limit.Window} at {times[i]:O}");
            }
        }
    }
}
