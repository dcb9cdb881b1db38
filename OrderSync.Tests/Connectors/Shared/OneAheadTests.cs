using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.Shared;

public sealed class OneAheadTests
{
    [Fact]
    public async Task Items_come_in_their_order() => Assert.Equal([1, 2, 3], await ListAsync(3));

    [Fact]
    public async Task Nothing_gives_nothing() => Assert.Empty(await ListAsync(0));

    [Fact]
    public async Task Items_made_before_a_failure_are_delivered_first()
    {
        var seen = new List<int>();

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var item in OneAhead.ReadOneAhead(_ => FailingAfter(2), CancellationToken.None))
            {
                seen.Add(item);
            }
        });

        Assert.Equal([1, 2], seen);
    }

    [Fact]
    public async Task A_consumer_that_leaves_stops_the_source_and_lets_it_clean_up()
    {
        var ended = new TaskCompletionSource();

        await foreach (var _ in OneAhead.ReadOneAhead(stop => Endless(ended, stop), CancellationToken.None))
        {
            break;
        }

        Assert.True(ended.Task.IsCompletedSuccessfully);
    }

    private static async Task<List<int>> ListAsync(int count)
    {
        var seen = new List<int>();
        await foreach (var item in OneAhead.ReadOneAhead(_ => Numbers(count), CancellationToken.None))
        {
            seen.Add(item);
        }

        return seen;
    }

    private static async IAsyncEnumerable<int> Numbers(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            await Task.Yield();
            yield return number;
        }
    }

    private static async IAsyncEnumerable<int> FailingAfter(int count)
    {
        await foreach (var number in Numbers(count))
        {
            yield return number;
        }

        throw new InvalidOperationException();
    }

    private static async IAsyncEnumerable<int> Endless(TaskCompletionSource ended, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        try
        {
            yield return 1;
            await Task.Delay(Timeout.Infinite, stop);
        }
        finally
        {
            ended.SetResult();
        }
    }
}
