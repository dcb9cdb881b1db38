using System.Net;
using System.Runtime.CompilerServices;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// Changes products or their variants, some at once, as <see cref="StockWriter"/> does stock: every product is read just before it is written; after any doubt
/// they are read again, and those that are not as wanted go one by one. One field each by PATCH where the shop has it, else the whole record.
/// </summary>
internal sealed class ProductWriter(WrittenResource resource, PrestaShopClient client, KeyedReader keyed, TimeProvider clock)
{
    /// <summary>When so many products in a row are refused, it is the shop that is broken.</summary>
    private const int TooManyRefused = 10;

    /// <summary>After a time-out the request may still be at work in the shop; a look that comes too early sees nothing of it.</summary>
    private static readonly TimeSpan QuietPeriod = TimeSpan.FromSeconds(10);

    public async IAsyncEnumerable<IReadOnlyList<CatalogWritten>> WriteAsync(
        ShopAccess shop, ShopMemory memory, IReadOnlyList<ProductEdit> edits, [EnumeratorCancellation] CancellationToken ct)
    {
        var round = new ProductRound(shop, memory, TooManyRefused);
        for (var begin = 0; begin < edits.Count && round.Stop is null;)
        {
            var batch = edits.Skip(begin).Take(memory.ProductBatch.Rows).ToList();
            await memory.ProductGate.WaitAsync(ct);
            try
            {
                await SettleAsync(round, batch, afterDoubt: false, ct);
            }
            finally
            {
                memory.ProductGate.Release();
            }

            begin += batch.Count;
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

    /// <param name="afterDoubt">A request with these changes may have reached the shop already.</param>
    private async Task SettleAsync(ProductRound round, IReadOnlyList<ProductEdit> batch, bool afterDoubt, CancellationToken ct)
    {
        var pending = await LookAsync(round, batch, afterDoubt, ct);
        for (var attempt = 1; pending.Count > 0; attempt++)
        {
            var patches = round.Memory.MayPatch;
            if (await SendAsync(round, pending, ct) is not { } failure)
            {
                round.Written(pending);
                return;
            }

            if (patches && !round.Memory.MayPatch)
            {
                pending = await LookAsync(round, Edits(pending), afterDoubt, ct); // now the whole records are needed
                continue;
            }

            if (failure.Cure is not (Cure.Repeat or Cure.Wait))
            {
                await SortOutAsync(round, pending, failure, afterDoubt, ct);
                return;
            }

            if (!round.Shop.Patient || RetryRules.PauseAfter(failure, attempt, callerSplits: false) is not { } pause)
            {
                round.GiveUp(failure.Remote, afterDoubt || failure.Cure == Cure.Wait ? Edits(pending) : []);
                return;
            }

            await Task.Delay(pause, clock, ct);
            pending = await LookAsync(round, Edits(pending), afterDoubt || failure.Cure == Cure.Wait, ct);
        }
    }

    private async Task SortOutAsync(ProductRound round, IReadOnlyList<PendingProduct> pending, ShopFailure failure, bool afterDoubt, CancellationToken ct)
    {
        if (failure.Remote.NeedsPerson || failure is { Cure: Cure.None, Remote.Kind: RemoteFailureKind.Unavailable })
        {
            round.GiveUp(failure.Remote, afterDoubt ? Edits(pending) : []); // turned away at the door: nothing was done
            return;
        }

        var isRefusal = failure.Remote.Kind == RemoteFailureKind.Rejected;
        if (pending.Count == 1 && isRefusal)
        {
            round.Refused(pending[0], failure);
            return;
        }

        var mayStillRun = !isRefusal && failure.Remote.Code is FailureCode.Timeout or FailureCode.Gateway or FailureCode.ConnectionLost;
        if (mayStillRun)
        {
            round.Memory.ProductBatch.Halve();
            await Task.Delay(QuietPeriod, clock, ct);
        }

        var unsaved = await LookAsync(round, Edits(pending), afterDoubt: true, ct);
        if (round.Timeouts.AreTooMany(failure))
        {
            round.GiveUp(failure.Remote, Edits(unsaved));
        }
        else if (pending.Count > 1)
        {
            await OneByOneAsync(round, unsaved, mayStillRun, ct);
        }
        else if (unsaved.Count == 1 && mayStillRun)
        {
            round.Add(unsaved[0].Edit.Result(CatalogSent.Unknown, unsaved[0].Record, failure.Remote.Message));
        }
        else if (unsaved.Count == 1)
        {
            round.Refused(unsaved[0], failure);
        }
    }

    private async Task OneByOneAsync(ProductRound round, IReadOnlyList<PendingProduct> unsaved, bool mayStillRun, CancellationToken ct)
    {
        for (var i = 0; i < unsaved.Count; i++)
        {
            if (round.Stop is { } stop)
            {
                round.GiveUp(stop, mayStillRun ? Edits([.. unsaved.Skip(i)]) : []);
                return;
            }

            await SettleAsync(round, [unsaved[i].Edit], afterDoubt: true, ct);
        }
    }

    /// <summary>Reads the products of a batch and settles what need not be sent.</summary>
    /// <returns>What is left to send.</returns>
    private async Task<IReadOnlyList<PendingProduct>> LookAsync(ProductRound round, IReadOnlyList<ProductEdit> batch, bool afterDoubt, CancellationToken ct)
    {
        try
        {
            var query = ShopQuery.Of(resource.Name);
            query = round.Memory.MayPatch ? query.Display(batch[0].Fields) : query.DisplayFull();
            var read = await ReadAsync(round, query, batch.Select(edit => edit.RecordId), ct);
            var prices = resource == WrittenResource.Products ? [] : await PricesAsync(round, batch, ct);
            return
            [
                .. batch.Select(edit => round.Decide(
                    edit.On(prices), read.Rows[edit.RecordId].FirstOrDefault(), read.Bad.GetValueOrDefault(edit.RecordId), afterDoubt)).OfType<PendingProduct>(),
            ];
        }
        catch (RemoteFailureException error)
        {
            round.GiveUp(error.Failure, afterDoubt ? batch : []);
            return [];
        }
    }

    private Task<KeyedRecords<WireRecord>> ReadAsync(ProductRound round, ShopQuery query, IEnumerable<string> ids, CancellationToken ct) => keyed.ReadAsync(
        round.Shop, query, "id", ids.Where(id => id.Length > 0 && id.All(char.IsAsciiDigit)), (record, _) => Checked(record), record => record["id"], ct);

    /// <exception cref="FormatException">Its price is no number: then this record alone is left out.</exception>
    private static WireRecord Checked(WireRecord record)
    {
        _ = record.Amount("price");
        return record;
    }

    /// <summary>Prices of the products the variants differ from.</summary>
    private async Task<Dictionary<string, decimal>> PricesAsync(ProductRound round, IReadOnlyList<ProductEdit> batch, CancellationToken ct)
    {
        var read = await ReadAsync(round, ShopQuery.Of(WrittenResource.Products.Name).Display("id", "price"), batch.Select(edit => edit.ProductId), ct);
        return read.All.ToDictionary(record => record["id"], record => record.Amount("price"));
    }

    /// <returns>Null when the shop confirmed every product.</returns>
    private async Task<ShopFailure?> SendAsync(ProductRound round, IReadOnlyList<PendingProduct> pending, CancellationToken ct)
    {
        var (shop, memory) = (round.Shop, round.Memory);
        var (query, records) = (ShopQuery.Of(resource.Name), pending.Select(product => (product.Record, product.Changes)));
        var sent = memory.MayPatch
            ? await client.WriteAsync(shop, HttpMethod.Patch, query, ProductXml.Patch(resource, records), ct)
            : await PutAsync(shop, memory, query, ProductXml.Put(resource, records), ct);
        if (memory.MayPatch && (sent.Answer?.Status == HttpStatusCode.MethodNotAllowed || StockWriter.IsBlocked(sent.Answer)))
        {
            memory.PatchIsRefused = true;
        }

        if (sent.Failure is not null)
        {
            return sent.Failure;
        }

        var shown = sent.Records.ToLookup(record => record["id"]);
        return pending.All(product => shown[product.Edit.RecordId].Any(product.Edit.IsConfirmedBy)) ? null
            : AnswerFailures.Malformed(shop.Host, "it does not show what was sent");
    }

    private async Task<ShopList<WireRecord>> PutAsync(ShopAccess shop, ShopMemory memory, ShopQuery query, string xml, CancellationToken ct)
    {
        var sent = await client.PutAsync(shop, query, xml, memory.PutIsBlocked, ct);
        if (memory.PutIsBlocked || !StockWriter.IsBlocked(sent.Answer))
        {
            return sent;
        }

        var disguised = await client.PutAsync(shop, query, xml, disguised: true, ct);
        memory.PutIsBlocked = disguised.Answer is { IsPrestaShop: true };
        return memory.PutIsBlocked ? disguised : sent;
    }

    private static IReadOnlyList<ProductEdit> Edits(IReadOnlyList<PendingProduct> pending) => [.. pending.Select(product => product.Edit)];
}
