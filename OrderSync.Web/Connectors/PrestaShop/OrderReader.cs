using System.Globalization;
using System.Runtime.CompilerServices;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Reads orders page by page: new ones along their ids, named ones by theirs.</summary>
internal sealed class OrderReader(PrestaShopClient client, KeyedReader keyed, OrderChildren children, TimeProvider clock)
{
    /// <summary>When so many orders of a page are unreadable and none is readable, it is the shop that is broken.</summary>
    private const int TooManyBad = 10;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async IAsyncEnumerable<OrderPage> ReadNewAsync(
        ShopAccess shop, ShopMemory memory, ShopZone zone, OrderCursor cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var asked in cursor.MissingBelowOverlap().Chunk(memory.Page.Rows))
        {
            var late = await NamedAsync(shop, memory, zone, asked, ct);
            cursor = cursor.AfterAsking(asked, late.Settled, Now);
            yield return late.ToPage(cursor);
        }

        var progress = new Progress();
        for (var above = cursor.ListAbove; ;)
        {
            var page = await NextAsync(shop, memory, zone, above, cursor.IsWanted, ct);
            cursor = cursor.AfterPage(above, page.Listed, page.Settled, Now);
            progress.Add(page.Listed.Count, page.Orders.Count + page.Unreadable.Count, above, cursor.LastId);
            if (!page.IsLast && progress.Newest == 0)
            {
                progress.Newest = await NewestAsync(shop, ct);
            }

            yield return page.ToPage(cursor) with { EstimatedTotal = page.IsLast ? progress.Read : progress.Estimate };
            if (page.IsLast)
            {
                yield break;
            }

            above = page.Listed.Max();
        }
    }

    public async IAsyncEnumerable<OrderPage> ReadNamedAsync(
        ShopAccess shop, ShopMemory memory, ShopZone zone, IReadOnlyList<string> ids, [EnumeratorCancellation] CancellationToken ct)
    {
        var numbers = ids.Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToHashSet();
        var strange = ids.Where(id => !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0);
        if (strange.ToList() is { Count: > 0 } gone)
        {
            yield return new OrderPage([], [], gone, null);
        }

        foreach (var asked in numbers.Where(number => number > 0).Order().Chunk(memory.Page.Rows))
        {
            var page = await NamedAsync(shop, memory, zone, asked, ct);
            yield return page.ToPage(null) with { Gone = [.. asked.Where(id => !page.Listed.Contains(id)).Select(Text)] };
        }
    }

    private async Task<Page> NamedAsync(ShopAccess shop, ShopMemory memory, ShopZone zone, long[] ids, CancellationToken ct)
    {
        var read = await WithFieldsAsync(memory, query => keyed.ReadAsync(shop, query, "id", ids.Select(Text), Parse(memory, zone), draft => draft.ExternalId, ct));
        return await CompleteAsync(shop, memory, zone, read.All, read.Bad, ct);
    }

    /// <summary>The next orders above an id, with as many rows as the shop manages at once.</summary>
    private async Task<Page> NextAsync(
        ShopAccess shop, ShopMemory memory, ShopZone zone, long above, Func<long, bool> isWanted, CancellationToken ct)
    {
        var timeouts = new Timeouts();
        while (true)
        {
            var rows = memory.Page.Rows;
            var rowsWereBroken = memory.RowsAreBroken;
            var list = await WithFieldsAsync(memory, query =>
                client.TryListAsync(shop, query.Above("id", above).Sort("id").Limit(rows), Parse(memory, zone), false, ct));
            memory.Note(list.Answer);
            if (list.Failure is not { } failure)
            {
                memory.Page.Succeeded();
                var wanted = list.Records.Where(draft => isWanted(draft.Id));
                var page = await CompleteAsync(shop, memory, zone, wanted, new Dictionary<string, BadRecord>(), ct);
                return page with { Listed = [.. list.Records.Select(draft => draft.Id)], IsLast = list.Records.Count < rows };
            }

            if (failure.Cure == Cure.Smaller && rows > 1)
            {
                memory.Page.Halve();
                if (timeouts.AreTooMany(failure))
                {
                    throw failure.ToException();
                }
            }
            else if (rowsWereBroken == memory.RowsAreBroken)
            {
                return await IsolateAsync(shop, memory, zone, (above, rows), isWanted, failure, ct);
            }
        }
    }

    /// <summary>A page that something in it breaks: list its ids alone, then read those that are wanted in ever smaller parts.</summary>
    private async Task<Page> IsolateAsync(
        ShopAccess shop, ShopMemory memory, ShopZone zone, (long Above, int Rows) window, Func<long, bool> isWanted, ShopFailure failure, CancellationToken ct)
    {
        var query = ShopQuery.Of("orders").Display("id").Above("id", window.Above).Sort("id").Limit(window.Rows);
        var ids = await client.ListAsync(shop, query, record => record.Id, ct);
        var read = await WithFieldsAsync(memory, orders =>
            keyed.ReadAsync(shop, orders, "id", ids.Where(isWanted).Select(Text), Parse(memory, zone), draft => draft.ExternalId, ct));
        if (read.Rows.Count == 0 && read.Bad.Count >= TooManyBad)
        {
            throw failure.ToException();
        }

        var page = await CompleteAsync(shop, memory, zone, read.All, read.Bad, ct);
        return page with { Listed = ids, IsLast = ids.Count < window.Rows };
    }

    private async Task<Page> CompleteAsync(
        ShopAccess shop, ShopMemory memory, ShopZone zone, IEnumerable<OrderDraft> read, IReadOnlyDictionary<string, BadRecord> bad, CancellationToken ct)
    {
        var drafts = read.OrderBy(draft => draft.Id).ToList();
        var found = await children.ReadAsync(shop, memory, zone, drafts, ct);
        var unreadable = bad.Select(record => new UnreadableOrder(record.Key, record.Value.Reason, record.Value.Excerpt)).ToList();
        var orders = new List<ExternalOrder>();
        foreach (var draft in drafts)
        {
            if (found.Unreadable(draft) is { } broken)
            {
                unreadable.Add(broken);
            }
            else
            {
                orders.Add(found.Complete(draft));
            }
        }

        var listed = orders.Select(order => order.ExternalId).Concat(unreadable.Select(order => order.ExternalId)).Select(Number);
        return new Page(orders, unreadable, [.. listed], IsLast: false);
    }

    /// <summary>Asks for the fields of the shop's version; a shop that does not know one of them is asked for all it has.</summary>
    private static async Task<T> WithFieldsAsync<T>(ShopMemory memory, Func<ShopQuery, Task<T>> read)
    {
        try
        {
            return await read(memory.Orders);
        }
        catch (RemoteFailureException error) when (error.Failure.Code == FailureCode.UnknownField && memory.FallBackToAllFields())
        {
            return await read(memory.Orders);
        }
    }

    private async Task<long> NewestAsync(ShopAccess shop, CancellationToken ct)
    {
        var newest = await client.ListAsync(shop, ShopQuery.Of("orders").Display("id").Sort("id", "DESC").Limit(1), record => record.Id, ct);
        return newest.Count == 0 ? -1 : newest[0];
    }

    private Func<WireRecord, ShopAnswer, OrderDraft> Parse(ShopMemory memory, ShopZone zone) => (record, answer) =>
    {
        memory.Note(answer);
        return OrderDraft.Parse(record, zone, answer.ShopTime ?? Now);
    };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static long Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <param name="Listed">Every id the shop showed, delivered or not.</param>
    private sealed record Page(IReadOnlyList<ExternalOrder> Orders, IReadOnlyList<UnreadableOrder> Unreadable, IReadOnlyList<long> Listed, bool IsLast)
    {
        /// <summary>Ids that need not be read again by themselves: all but half-written orders.</summary>
        public IReadOnlySet<long> Settled => Listed.Except(Orders.Where(order => order.NotReady is not null).Select(order => Number(order.ExternalId))).ToHashSet();

        public OrderPage ToPage(OrderCursor? cursor) => new(Orders, Unreadable, [], cursor?.ToJson());
    }

    /// <summary>How many orders a read will give in all, judged from how densely the ids are used so far.</summary>
    private sealed class Progress
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
}
