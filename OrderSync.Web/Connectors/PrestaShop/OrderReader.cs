using System.Globalization;
using System.Runtime.CompilerServices;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Reads orders page by page: new ones along their ids, named ones by theirs.</summary>
internal sealed class OrderReader(PageReader pages, OrderChildren children, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async IAsyncEnumerable<OrderPage> ReadNewAsync(
        ShopAccess shop, ShopMemory memory, ShopZone zone, OrderCursor cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var asked in cursor.MissingBelowOverlap().Chunk(memory.Page.Rows))
        {
            var late = await NamedAsync(shop, memory, zone, asked, withRefunds: false, ct);
            cursor = cursor.AfterAsking(asked, late.Settled, Now);
            yield return late.ToPage(cursor);
        }

        var progress = new ReadProgress();
        for (var above = cursor.ListAbove; ;)
        {
            var page = await NextAsync(shop, memory, zone, Orders(memory, zone), above, cursor.IsWanted, withRefunds: false, ct);
            cursor = cursor.AfterPage(above, page.Listed, page.Settled, Now);
            progress.Add(page.Listed.Count, page.Orders.Count + page.Unreadable.Count, above, cursor.LastId);
            if (!page.IsLast && progress.Newest == 0)
            {
                progress.Newest = await pages.NewestAsync(shop, "orders", ct);
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
            var page = await NamedAsync(shop, memory, zone, asked, withRefunds: true, ct);
            yield return page.ToPage(null) with { Gone = [.. asked.Where(id => !page.Listed.Contains(id)).Select(PageReader.Text)] };
        }
    }

    /// <summary>Reads what changed in a window of time along its ids: neither equal seconds nor our own writes can make it skip one (contract §2.6).</summary>
    public async IAsyncEnumerable<OrderPage> ReadChangedAsync(
        ShopAccess shop, ShopMemory memory, ShopZone zone, ChangeCursor cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        var changed = Orders(memory, zone) with
        {
            Narrow = query => query.Since("date_upd", zone.ToShop(cursor.Since, Now)),
            Note = answer =>
            {
                memory.Note(answer);
                cursor = cursor.Begin(answer?.ShopTime ?? Now);
            },
        };
        for (var isLast = false; !isLast;)
        {
            var page = await NextAsync(shop, memory, zone, changed, cursor.LastId, _ => true, withRefunds: true, ct);
            isLast = page.IsLast;
            cursor = isLast ? cursor.NextWindow() : cursor.After(page.Listed.Max());
            yield return page.ToPage(null) with { Cursor = cursor.ToJson() };
        }
    }

    private async Task<Page> NamedAsync(ShopAccess shop, ShopMemory memory, ShopZone zone, long[] ids, bool withRefunds, CancellationToken ct)
    {
        var readAt = Now;
        var read = await pages.NamedAsync(shop, Orders(memory, zone), ids, ct);
        var page = await CompleteAsync(shop, memory, zone, read.All, read.Bad, withRefunds, ct);
        return page with { ReadAt = readAt };
    }

    private async Task<Page> NextAsync(
        ShopAccess shop, ShopMemory memory, ShopZone zone, IdList<OrderDraft> list, long above, Func<long, bool> isWanted, bool withRefunds, CancellationToken ct)
    {
        var readAt = Now;
        var read = await pages.NextAsync(shop, list, above, isWanted, ct);
        var page = await CompleteAsync(shop, memory, zone, read.Records, read.Bad, withRefunds, ct);
        return page with { Listed = read.Listed, IsLast = read.IsLast, ReadAt = readAt };
    }

    private async Task<Page> CompleteAsync(
        ShopAccess shop, ShopMemory memory, ShopZone zone, IEnumerable<OrderDraft> read, IReadOnlyDictionary<string, BadRecord> bad, bool withRefunds, CancellationToken ct)
    {
        var drafts = read.OrderBy(draft => draft.Id).ToList();
        var found = await children.ReadAsync(shop, memory, zone, drafts, withRefunds, ct);
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

    private IdList<OrderDraft> Orders(ShopMemory memory, ShopZone zone) =>
        new(memory.Orders, memory.Page, Parse(memory, zone), draft => draft.Id) { Note = memory.Note };

    private Func<WireRecord, ShopAnswer, OrderDraft> Parse(ShopMemory memory, ShopZone zone) => (record, answer) =>
    {
        memory.Note(answer);
        return OrderDraft.Parse(record, zone, answer.ShopTime ?? Now);
    };

    private static long Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <param name="Listed">Every id the shop showed, delivered or not.</param>
    private sealed record Page(IReadOnlyList<ExternalOrder> Orders, IReadOnlyList<UnreadableOrder> Unreadable, IReadOnlyList<long> Listed, bool IsLast)
    {
        public DateTime? ReadAt { get; init; }

        /// <summary>Ids that need not be read again by themselves: all but half-written orders.</summary>
        public IReadOnlySet<long> Settled => Listed.Except(Orders.Where(order => order.NotReady is not null).Select(order => Number(order.ExternalId))).ToHashSet();

        public OrderPage ToPage(OrderCursor? cursor) => new(Orders, Unreadable, [], cursor?.ToJson()) { ReadAt = ReadAt };
    }
}
