using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// Writes stock, some rows at once. Every row is read just before it is written; after any doubt the rows are read again, and those
/// that are not as wanted are sent one by one (contract §4.5, §6.3).
/// </summary>
internal sealed class StockWriter(PrestaShopClient client, StockReader reader, TimeProvider clock)
{
    /// <summary>When so many rows in a row are refused, it is the shop that is broken.</summary>
    private const int TooManyRefused = 5;

    /// <summary>After a time-out the request may still be at work in the shop; a look that comes too early sees nothing of it.</summary>
    private static readonly TimeSpan QuietPeriod = TimeSpan.FromSeconds(10);

    public async IAsyncEnumerable<IReadOnlyList<StockWritten>> WriteAsync(
        ShopAccess shop, ShopMemory memory, IReadOnlyList<StockWrite> writes, [EnumeratorCancellation] CancellationToken ct)
    {
        var round = new StockRound(shop, memory, new PlaceFinder(client, shop));
        var ordered = writes.GroupBy(write => write.Variant.ProductId).SelectMany(product => product).ToList();
        for (var begin = 0; begin < ordered.Count && round.Stop is null;)
        {
            var end = StockRound.EndOfBatch(ordered, begin, memory.StockBatch.Rows);
            await memory.StockGate.WaitAsync(ct);
            try
            {
                await SettleAsync(round, ordered[begin..end], afterDoubt: false, ct);
            }
            finally
            {
                memory.StockGate.Release();
            }

            begin = end;
            if (round.TakeResults() is { Count: > 0 } results)
            {
                yield return results;
            }
        }

        if (round.Stop is { } stop)
        {
            throw new RemoteFailureException(stop);
        }
    }

    /// <param name="afterDoubt">A request with these figures may have reached the shop already.</param>
    private async Task SettleAsync(StockRound round, IReadOnlyList<StockWrite> batch, bool afterDoubt, CancellationToken ct)
    {
        var pending = await LookAsync(round, batch, afterDoubt, ct);
        for (var attempt = 1; pending.Count > 0; attempt++)
        {
            if (await PutAsync(round, pending, ct) is not { } failure)
            {
                round.Written(pending);
                return;
            }

            if (failure.Cure is not (Cure.Repeat or Cure.Wait))
            {
                await SortOutAsync(round, pending, failure, afterDoubt, ct);
                return;
            }

            if (!round.Shop.Patient || RetryRules.PauseAfter(failure, attempt, callerSplits: false) is not { } pause)
            {
                round.GiveUp(failure, afterDoubt || failure.Cure == Cure.Wait ? pending : []);
                return;
            }

            await Task.Delay(pause, clock, ct);
            pending = await LookAsync(round, [.. pending.Select(row => row.Write)], afterDoubt || failure.Cure == Cure.Wait, ct);
        }
    }

    private async Task SortOutAsync(StockRound round, IReadOnlyList<PendingRow> pending, ShopFailure failure, bool afterDoubt, CancellationToken ct)
    {
        if (failure.Remote.NeedsPerson || failure is { Cure: Cure.None, Remote.Kind: RemoteFailureKind.Unavailable })
        {
            round.GiveUp(failure, afterDoubt ? pending : []); // turned away at the door: nothing was done
            return;
        }

        var isRefusal = failure.Remote.Kind == RemoteFailureKind.Rejected;
        if (pending.Count == 1 && isRefusal)
        {
            round.Refused(pending[0], failure, TooManyRefused);
            return;
        }

        var mayStillRun = !isRefusal && failure.Remote.Code is FailureCode.Timeout or FailureCode.Gateway or FailureCode.ConnectionLost;
        if (mayStillRun)
        {
            round.Memory.StockBatch.Halve();
            await Task.Delay(QuietPeriod, clock, ct);
        }

        var unsaved = await LookAsync(round, [.. pending.Select(row => row.Write)], afterDoubt: true, ct);
        if (round.Timeouts.AreTooMany(failure))
        {
            round.GiveUp(failure, unsaved);
        }
        else if (pending.Count > 1)
        {
            for (var i = 0; i < unsaved.Count; i++)
            {
                if (round.Stop is { } stop)
                {
                    round.GiveUp(stop, mayStillRun ? [.. unsaved.Skip(i).Select(row => row.Write)] : []);
                    return;
                }

                await SettleAsync(round, [unsaved[i].Write], afterDoubt: true, ct);
            }
        }
        else if (unsaved.Count == 1 && mayStillRun)
        {
            round.Add(unsaved[0].Write, StockSent.Unknown, unsaved[0].Row.Quantity, failure.Remote.Message);
        }
        else if (unsaved.Count == 1)
        {
            round.Refused(unsaved[0], failure, TooManyRefused);
        }
    }

    /// <summary>Reads the rows of a batch and settles what need not be sent.</summary>
    /// <returns>What is left to send.</returns>
    private async Task<IReadOnlyList<PendingRow>> LookAsync(StockRound round, IReadOnlyList<StockWrite> batch, bool afterDoubt, CancellationToken ct)
    {
        try
        {
            var products = batch.Select(write => write.Variant.ProductId).Where(id => id.All(char.IsAsciiDigit) && id.Length > 0).Distinct();
            var read = await reader.NamedAsync(round.Shop, round.Memory.StockPage, round.Memory.WholeStock, products, ct);
            var rows = read.All.ToList();
            var found = StockOddities.Find(rows, await round.Place.PlaceAsync(rows, ct)).ToLookup(row => row.Row.Key);
            return [.. batch.Select(write => round.Decide(write, found[write.Variant], read.Bad.GetValueOrDefault(write.Variant.ProductId), afterDoubt)).OfType<PendingRow>()];
        }
        catch (RemoteFailureException error)
        {
            round.GiveUp(error.Failure, afterDoubt ? batch : []);
            return [];
        }
    }

    /// <returns>Null when the shop confirmed every row.</returns>
    private async Task<ShopFailure?> PutAsync(StockRound round, IReadOnlyList<PendingRow> pending, CancellationToken ct)
    {
        var (shop, memory) = (round.Shop, round.Memory);
        var xml = StockXml.Write(pending.Select(row => (row.Row, row.Write.Quantity)));
        var query = ShopQuery.Of(memory.WholeStock.Resource);
        var sent = await client.PutAsync(shop, query, xml, memory.PutIsBlocked, ct);
        if (!memory.PutIsBlocked && IsBlocked(sent.Answer))
        {
            var disguised = await client.PutAsync(shop, query, xml, disguised: true, ct);
            memory.PutIsBlocked = disguised.Answer is { IsPrestaShop: true };
            sent = memory.PutIsBlocked ? disguised : sent;
        }

        if (sent.Failure is not null)
        {
            return sent.Failure;
        }

        var shown = sent.Records.ToLookup(record => record["id"], record => record["quantity"]);
        var confirmed = pending.All(row => shown[row.Row.Wire["id"]].Contains(row.Write.Quantity.ToString(CultureInfo.InvariantCulture)));
        return confirmed ? null : AnswerFailures.Malformed(shop.Host, "it does not show the figures that were sent");
    }

    /// <summary>Something before PrestaShop takes offence at the verb.</summary>
    internal static bool IsBlocked(ShopAnswer? answer) => answer is { IsPrestaShop: false }
        && answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotAcceptable or HttpStatusCode.NotImplemented;
}
