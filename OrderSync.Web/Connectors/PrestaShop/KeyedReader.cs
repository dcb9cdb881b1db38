using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Why a record cannot be read, and the piece of text that shows it.</summary>
internal sealed record BadRecord(Phrase Reason, string Excerpt);

/// <param name="Rows">What could be read, by key.</param>
/// <param name="Bad">Keys whose records cannot be read.</param>
internal sealed record KeyedRecords<T>(ILookup<string, T> Rows, IReadOnlyDictionary<string, BadRecord> Bad)
{
    public IEnumerable<T> All => Rows.SelectMany(rows => rows);
}

/// <summary>
/// Reads the records that belong to given keys, many with one request. A list that one record breaks, or that is too much for the shop,
/// is halved until it can be read: what is left over is the bad record itself.
/// </summary>
internal sealed class KeyedReader(PrestaShopClient client)
{
    /// <param name="field">Field of the list that holds the key.</param>
    /// <exception cref="RemoteFailureException">The shop itself fails.</exception>
    public Task<KeyedRecords<T>> ReadAsync<T>(
        ShopAccess shop, ShopQuery query, string field, IEnumerable<string> keys, Func<WireRecord, ShopAnswer, T> map, Func<T, string> keyOf,
        CancellationToken ct) =>
        HalvingAsync(query.Batches(keys.Distinct()), part => client.TryListAsync(shop, query.AnyOf(field, part), map, part.Length == 1, ct), keyOf);

    /// <summary>The same for keys that have many records each: these are paged along their ids.</summary>
    /// <exception cref="RemoteFailureException">The shop itself fails.</exception>
    public Task<KeyedRecords<T>> ReadManyAsync<T>(
        ShopAccess shop, IdList<T> list, string field, IEnumerable<string> keys, Func<T, string> keyOf, CancellationToken ct) =>
        list.Fields.AskAsync(query => HalvingAsync(
            query.Above("id", long.MaxValue).Sort("id").Limit(list.Page.Rows).Batches(keys.Distinct()),
            part => AlongIdsAsync(shop, list, query.AnyOf(field, part), part.Length == 1, ct),
            keyOf));

    private static async Task<KeyedRecords<T>> HalvingAsync<T>(IEnumerable<string[]> batches, Func<string[], Task<ShopList<T>>> ask, Func<T, string> keyOf)
    {
        var timeouts = new Timeouts();
        var good = new List<T>();
        var bad = new Dictionary<string, BadRecord>();
        var parts = new Stack<string[]>(batches.Reverse());
        while (parts.TryPop(out var part))
        {
            var list = await ask(part);
            if (list.Failure is not { } failure)
            {
                good.AddRange(list.Records);
            }
            else if (timeouts.AreTooMany(failure))
            {
                throw failure.ToException();
            }
            else if (part.Length == 1)
            {
                bad[part[0]] = new BadRecord(failure.Remote.Message, list.Excerpt);
            }
            else
            {
                parts.Push(part[(part.Length / 2)..]);
                parts.Push(part[..(part.Length / 2)]);
            }
        }

        return new KeyedRecords<T>(good.ToLookup(keyOf), bad);
    }

    /// <summary>All records of a list; fewer rows at once where that is too much for the shop.</summary>
    /// <param name="single">There is only one key left, so a record that cannot be read is the end of it.</param>
    private async Task<ShopList<T>> AlongIdsAsync<T>(ShopAccess shop, IdList<T> list, ShopQuery query, bool single, CancellationToken ct)
    {
        var timeouts = new Timeouts();
        var records = new List<T>();
        while (true)
        {
            var rows = list.Page.Rows;
            var above = records.Count == 0 ? 0 : list.IdOf(records[^1]);
            var page = query.Above("id", above).Sort("id").Limit(rows);
            var read = await client.TryListAsync(shop, page, list.Map, false, ct);
            var isTooMuch = read.Failure?.Cure == Cure.Smaller && rows > 1;
            if (single && read.Failure is not null && !isTooMuch)
            {
                read = await client.TryListAsync(shop, page, list.Map, true, ct); // once more, to show what is wrong
            }

            if (read.Failure is not { } failure)
            {
                list.Page.Succeeded();
                records.AddRange(read.Records);
                if (read.Records.Count < rows)
                {
                    return read with { Records = records };
                }
            }
            else if (isTooMuch)
            {
                list.Page.Halve();
                if (timeouts.AreTooMany(failure))
                {
                    throw failure.ToException();
                }
            }
            else
            {
                return read;
            }
        }
    }
}
