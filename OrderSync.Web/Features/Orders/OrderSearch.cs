using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Orders;

/// <summary>
/// Finds orders by words. A rare word is looked up and its orders are checked; when every word is common, the list is walked from its newest
/// end and each order checked, which soon fills a window. Either way a search reads thousands of index entries, never a million.
/// </summary>
internal static class OrderSearch
{
    /// <summary>Up to so many entries a word counts as rare: its orders are all looked up.</summary>
    private const int Rare = 20_000;

    /// <summary>With several words the index alone tells which orders have them all, so the rarest may have more entries.</summary>
    private const int RareAmongSeveral = 60_000;

    /// <summary>While walking each order has to be looked at, so counting ends early: "100+".</summary>
    private const int CountedOnAWalk = 100;

    public static async Task<OrderMatch> FindAsync(OrderSyncDb db, OrderFilter filter, string search, CancellationToken ct)
    {
        var words = SearchTerms.OfQuery(search).Select(TermRange.Of).ToList();
        if (words.Count == 0)
        {
            return OrderMatch.Nothing;
        }

        var rare = words.Count == 1 ? Rare : RareAmongSeveral;
        var counted = new List<(TermRange Word, int Entries)>();
        foreach (var word in words)
        {
            counted.Add((word, await Terms(db, word).Take(rare + 1).CountAsync(ct)));
        }

        counted.Sort((left, right) => left.Entries.CompareTo(right.Entries));
        return counted[0].Entries > rare
            ? new OrderMatch(null, orders => WithWords(db, orders, words)) { CountedAtMost = CountedOnAWalk }
            : OrderMatch.Of(counted[0].Entries == 0 ? [] : await KeysAsync(db, filter, counted, rare, ct));
    }

    /// <summary>Of the other words, one with few entries is read as a whole, one with many is asked for order by order.</summary>
    private static async Task<List<OrderKey>> KeysAsync(
        OrderSyncDb db, OrderFilter filter, List<(TermRange Word, int Entries)> words, int rare, CancellationToken ct)
    {
        var statuses = filter.Statuses;
        var found = words.Skip(1).Aggregate(Terms(db, words[0].Word), (terms, other) =>
        {
            var alike = Terms(db, other.Word);
            return other.Entries > rare
                ? terms.Where(term => alike.Any(same => same.OrderId == term.OrderId))
                : terms.Where(term => alike.Select(same => same.OrderId).Contains(term.OrderId));
        }).Select(term => term.OrderId);
        var orders = OrderKeys.Matching(db, filter).Where(order => found.Contains(order.Id));
        orders = statuses.Count > 0 ? orders.Where(order => statuses.Contains(order.Status)) : orders;
        return await orders.Select(order => new OrderKey(order.Id, order.PlacedAt)).ToListAsync(ct);
    }

    private static IQueryable<Order> WithWords(OrderSyncDb db, IQueryable<Order> orders, IEnumerable<TermRange> words) =>
        words.Aggregate(orders, (matching, word) =>
        {
            var (from, to) = (word.From, word.To);
            return word.Exact
                ? matching.Where(order => db.OrderTerms.Any(term => term.OrderId == order.Id && term.Term == from))
                : matching.Where(order => db.OrderTerms.Any(term =>
                    term.OrderId == order.Id && string.Compare(term.Term, from) >= 0 && string.Compare(term.Term, to) < 0));
        });

    private static IQueryable<OrderTerm> Terms(OrderSyncDb db, TermRange word)
    {
        var (from, to) = (word.From, word.To);
        return word.Exact
            ? db.OrderTerms.Where(term => term.Term == from)
            : db.OrderTerms.Where(term => string.Compare(term.Term, from) >= 0 && string.Compare(term.Term, to) < 0);
    }
}

/// <summary>What a search comes to: either the keys of all orders that match, or a condition to walk the list with.</summary>
internal sealed record OrderMatch(IReadOnlyList<OrderKey>? Keys, Func<IQueryable<Order>, IQueryable<Order>> Condition)
{
    public static OrderMatch All { get; } = new(null, orders => orders);

    public static OrderMatch Nothing { get; } = Of([]);

    public static OrderMatch Of(IReadOnlyList<OrderKey> keys) => new(keys, orders => orders);

    /// <summary>Where counting ends at the latest, when it has to end.</summary>
    public int? CountedAtMost { get; init; }
}

/// <summary>All terms that begin with a word. A single Latin letter or digit is meant exactly: it would begin half of all terms.</summary>
internal readonly record struct TermRange(string From, string To, bool Exact)
{
    public static TermRange Of(string word) => new(word, Next(word), word.Length == 1 && char.IsAscii(word[0]));

    /// <summary>The first text that does not begin with the word. Its last letter counted up keeps the order of both databases (UTF-8 and UTF-16).</summary>
    private static string Next(string word)
    {
        var letters = word.EnumerateRunes().ToList();
        var last = letters[^1].Value;
        return string.Concat(letters.SkipLast(1)) + char.ConvertFromUtf32(last is 0xD7FF ? 0xE000 : Math.Min(last + 1, 0x10FFFF));
    }
}
