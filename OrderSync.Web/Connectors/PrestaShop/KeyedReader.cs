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
    public async Task<KeyedRecords<T>> ReadAsync<T>(
        ShopAccess shop, ShopQuery query, string field, IEnumerable<string> keys, Func<WireRecord, ShopAnswer, T> map, Func<T, string> keyOf,
        CancellationToken ct)
    {
        var timeouts = new Timeouts();
        var good = new List<T>();
        var bad = new Dictionary<string, BadRecord>();
        var parts = new Stack<string[]>(query.Batches(keys.Distinct()).Reverse());
        while (parts.TryPop(out var part))
        {
            var list = await client.TryListAsync(shop, query.AnyOf(field, part), map, part.Length == 1, ct);
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
}
