using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Budget;

namespace OrderSync.Tests.Data;

public sealed class RequestBudgetTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Two_processes_together_keep_the_limit(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = FakeClock.At("2026-11-21T12:00:00Z");
        DatabaseRequestBudget[] processes = [new(database, clock), new(database, clock)];
        var sent = 0;
        var senders = processes.Select(process => Task.Run(async () =>
        {
            while (Volatile.Read(ref sent) < 100)
            {
                await process.WaitAsync(1, 60, default);
                Interlocked.Increment(ref sent);
            }
        })).ToArray();

        var seconds = 0;
        while (await AllWaitAsync(senders, clock))
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            seconds++;
            Assert.True(Volatile.Read(ref sent) <= seconds + 13, $"{sent} requests in {seconds} s at 60 a minute");
        }

        Assert.True(seconds >= 85, $"100 requests took only {seconds} s");
    }

    [Fact]
    public async Task Without_a_limit_nobody_waits()
    {
        await using var database = await TestDatabase.CreateAsync();
        var budget = new DatabaseRequestBudget(database, FakeClock.At("2026-11-21T12:00:00Z"));

        await budget.WaitAsync(1, 0, default);
    }

    /// <summary>Until every sender that is not done waits for the clock. False when all are done.</summary>
    private static Task<bool> AllWaitAsync(Task[] senders, FakeClock clock) => Task.Run(() =>
    {
        SpinWait.SpinUntil(() => senders.Count(sender => !sender.IsCompleted) == clock.TimerCount);
        return !senders.All(sender => sender.IsCompleted);
    });
}
