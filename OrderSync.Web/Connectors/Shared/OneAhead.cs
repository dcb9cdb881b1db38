using System.Runtime.CompilerServices;

namespace OrderSync.Web.Connectors.Shared;

public static class OneAhead
{
    /// <summary>While the consumer works on an item, the next one (never more) is already being made.</summary>
    public static async IAsyncEnumerable<T> ReadOneAhead<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> source, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var items = source(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = MoveNext(items);
        try
        {
            while (await next)
            {
                var item = items.Current;
                next = MoveNext(items);
                yield return item;
            }
        }
        finally
        {
            await EndAsync(next, stop);
        }
    }

    private static Task<bool> MoveNext<T>(IAsyncEnumerator<T> items) => Task.Run(() => items.MoveNextAsync().AsTask());

    /// <summary>The consumer may leave early: what is under way must have ended before its source is disposed.</summary>
    private static async Task EndAsync(Task next, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
