using System.Globalization;
using System.Runtime.CompilerServices;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Finds orders by number or reference, and lists the numbers of all.</summary>
internal sealed class OrderFinder(PrestaShopClient client, PageReader pages, OrderReader orders)
{
    /// <summary>The shop splits one cart into as many orders as there are carriers or warehouses: never that many (contract §3.1).</summary>
    private const int MostOfOneReference = 20;
    private const int LongestNumber = 64;
    private const int LongestId = 18;

    public async Task<FoundOrders> FindAsync(ShopAccess shop, ShopMemory memory, ShopZone zone, string typed, CancellationToken ct)
    {
        var number = typed.Trim().TrimStart('#');
        if (!IsNumber(number))
        {
            return FoundOrders.None;
        }

        // What looks like an id may be a reference, too: modules change how references are made.
        var isId = number.Length <= LongestId && number.All(char.IsAsciiDigit);
        var found = isId ? await ReadAsync(shop, memory, zone, [number], ct) : FoundOrders.None;
        return found.IsEmpty && await IdsAsync(shop, number, ct) is { Count: > 0 } ids ? await ReadAsync(shop, memory, zone, ids, ct) : found;
    }

    public async IAsyncEnumerable<IReadOnlyList<OrderHead>> ListAsync(ShopAccess shop, ShopMemory memory, DateOnly? from, [EnumeratorCancellation] CancellationToken ct)
    {
        var list = new IdList<(long Id, DateOnly? Day)>(memory.OrderHeads, memory.HeadPage, (record, _) => (record.Id, DayOf(record["date_add"])), head => head.Id)
        {
            Note = memory.Note,
            Narrow = query => from is { } day ? query.Since("date_add", FormattableString.Invariant($"{day.AddDays(-1):yyyy-MM-dd} 23:59:59")) : query,
        };
        for (long above = 0; ;)
        {
            var page = await pages.NextAsync(shop, list, above, _ => true, ct);
            yield return [.. page.Records.Select(head => new OrderHead(PageReader.Text(head.Id), head.Day)), .. page.Bad.Keys.Select(id => new OrderHead(id, null))];
            if (page.IsLast)
            {
                yield break;
            }

            above = page.Listed.Max();
        }
    }

    private async Task<FoundOrders> ReadAsync(ShopAccess shop, ShopMemory memory, ShopZone zone, IReadOnlyList<string> ids, CancellationToken ct)
    {
        var found = FoundOrders.None;
        await foreach (var page in orders.ReadNamedAsync(shop, memory, zone, ids, ct))
        {
            found = new FoundOrders([.. found.Orders, .. page.Orders], [.. found.Unreadable, .. page.Unreadable]);
        }

        return found;
    }

    private async Task<IReadOnlyList<string>> IdsAsync(ShopAccess shop, string reference, CancellationToken ct)
    {
        var query = ShopQuery.Of("orders").AnyOf("reference", [reference]).Display("id", "reference").Sort("id").Limit(MostOfOneReference);
        var rows = await client.ListAsync(shop, query, record => (record.Id, Reference: record["reference"]), ct);
        return [.. rows.Where(row => string.Equals(row.Reference, reference, StringComparison.OrdinalIgnoreCase)).Select(row => PageReader.Text(row.Id))];
    }

    /// <summary>Anything else would mean more than itself in a filter: a list, an interval, a part of a word (contract §2.2).</summary>
    private static bool IsNumber(string text) => text.Length is > 0 and <= LongestNumber && text.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/');

    /// <summary>The shop's own calendar: its times are without a zone, so the day is simply what stands there.</summary>
    private static DateOnly? DayOf(string text) =>
        text.Length >= 10 && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
