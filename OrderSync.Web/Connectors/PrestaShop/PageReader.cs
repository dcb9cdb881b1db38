using System.Globalization;
using System.Runtime.CompilerServices;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>A list that can be read along its ids.</summary>
internal sealed record IdList<T>(ListFields Fields, PageSize Page, Func<WireRecord, ShopAnswer, T> Map, Func<T, long> IdOf)
{
    /// <summary>Told of each answer, whether it is good or not: it may say what version the shop has.</summary>
    public Action<ShopAnswer?> Note { get; init; } = _ => { };

    /// <summary>Narrows the list by more than ids.</summary>
    public Func<ShopQuery, ShopQuery> Narrow { get; init; } = query => query;

    public string Key(T record) => PageReader.Text(IdOf(record));
}

/// <param name="Listed">Every id the shop showed, whether its record was wanted, good or neither.</param>
/// <param name="Bad">Records that cannot be read, by id.</param>
internal sealed record ListedPage<T>(IReadOnlyList<long> Listed, IReadOnlyList<T> Records, IReadOnlyDictionary<string, BadRecord> Bad, bool IsLast);

/// <summary>
/// Reads a list page by page along its ids. A page that is too much for the shop is halved; of a page that one record breaks, the ids are
/// listed alone, and the records read in ever smaller parts until the bad one is found.
/// </summary>
internal sealed class PageReader(PrestaShopClient client, KeyedReader keyed)
{
    /// <summary>When so many records of a page are unreadable and none is readable, it is the shop that is broken.</summary>
    private const int TooManyBad = 10;

    private static readonly Dictionary<string, BadRecord> NoneBad = [];

    public static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The next records above an id, with as many rows as the shop manages at once.</summary>
    public async Task<ListedPage<T>> NextAsync<T>(ShopAccess shop, IdList<T> list, long above, Func<long, bool> isWanted, CancellationToken ct)
    {
        var timeouts = new Timeouts();
        while (true)
        {
            var (rows, asked) = (list.Page.Rows, list.Fields.Query.Escaped());
            var read = await list.Fields.AskAsync(query =>
                client.TryListAsync(shop, list.Narrow(query).Above("id", above).Sort("id").Limit(rows), list.Map, false, ct));
            list.Note(read.Answer);
            if (read.Failure is not { } failure)
            {
                list.Page.Succeeded();
                var wanted = read.Records.Where(record => isWanted(list.IdOf(record)));
                return new ListedPage<T>([.. read.Records.Select(list.IdOf)], [.. wanted], NoneBad, read.Records.Count < rows);
            }

            if (failure.Cure == Cure.Smaller && rows > 1)
            {
                list.Page.Halve();
                if (timeouts.AreTooMany(failure))
                {
                    throw failure.ToException();
                }
            }
            else if (list.Fields.Query.Escaped() == asked) // else the answer has taught us to ask otherwise
            {
                return await IsolateAsync(shop, list, (above, rows), isWanted, failure, ct);
            }
        }
    }

    /// <summary>All pages above an id, each with the id it reaches to and about how many records there are in all.</summary>
    public async IAsyncEnumerable<(ListedPage<T> Page, long Last, long Estimate)> AlongAsync<T>(
        ShopAccess shop, IdList<T> list, long above, [EnumeratorCancellation] CancellationToken ct)
    {
        var progress = new ReadProgress();
        while (true)
        {
            var page = await NextAsync(shop, list, above, _ => true, ct);
            var last = page.Listed.Count == 0 ? above : page.Listed.Max();
            progress.Add(page.Listed.Count, page.Listed.Count, above, last);
            if (!page.IsLast && progress.Newest == 0)
            {
                progress.Newest = await NewestAsync(shop, list.Fields.Resource, ct);
            }

            yield return (page, last, page.IsLast ? progress.Read : progress.Estimate);
            if (page.IsLast)
            {
                yield break;
            }

            above = last;
        }
    }

    /// <summary>Records by their ids.</summary>
    public Task<KeyedRecords<T>> NamedAsync<T>(ShopAccess shop, IdList<T> list, IEnumerable<long> ids, CancellationToken ct) =>
        list.Fields.AskAsync(query => keyed.ReadAsync(shop, query, "id", ids.Select(Text), list.Map, list.Key, ct));

    /// <summary>The highest id of a list; -1 when it is empty.</summary>
    public async Task<long> NewestAsync(ShopAccess shop, string resource, CancellationToken ct)
    {
        var newest = await client.ListAsync(shop, ShopQuery.Of(resource).Display("id").Sort("id", "DESC").Limit(1), record => record.Id, ct);
        return newest.Count == 0 ? -1 : newest[0];
    }

    private async Task<ListedPage<T>> IsolateAsync<T>(
        ShopAccess shop, IdList<T> list, (long Above, int Rows) window, Func<long, bool> isWanted, ShopFailure failure, CancellationToken ct)
    {
        var query = list.Narrow(ShopQuery.Of(list.Fields.Resource).Display("id")).Above("id", window.Above).Sort("id").Limit(window.Rows);
        var ids = await client.ListAsync(shop, query, record => record.Id, ct);
        var read = await NamedAsync(shop, list, ids.Where(isWanted), ct);
        return read.Rows.Count == 0 && read.Bad.Count >= TooManyBad
            ? throw failure.ToException()
            : new ListedPage<T>(ids, [.. read.All], read.Bad, ids.Count < window.Rows);
    }
}

/// <summary>How many records a read will give in all, judged from how densely the ids are used so far.</summary>
internal sealed class ReadProgress
{
    private long listed;
    private long span;
    private long last;

    public long Read { get; private set; }

    public long Newest { get; set; }

    public long Estimate => Read + (span == 0 ? 0 : Math.Max(0, Newest - last) * listed / span);

    public void Add(int listedNow, int readNow, long above, long lastId)
    {
        listed += listedNow;
        Read += readNow;
        span += lastId - above;
        last = lastId;
    }
}
