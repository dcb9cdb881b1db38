namespace OrderSync.Domain.Integrations;

/// <summary>Says what orders a shop has, without taking them in: what an explanation and a count against the shop are made of.</summary>
public interface IOrderLookup
{
    /// <summary>
    /// Looks for orders by the shop's number or their reference, which several orders may share. A few requests at most; a fault is told at once
    /// instead of tried again, as a person waits.
    /// </summary>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully.</exception>
    Task<FoundOrders> FindAsync(Connection connection, string number, CancellationToken ct);

    /// <summary>Lists all orders of the shop by their numbers, in big pages: nothing else of them is read.</summary>
    /// <param name="from">The shop's own day to begin with; null lists all there are.</param>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully.</exception>
    IAsyncEnumerable<IReadOnlyList<OrderHead>> ListAsync(Connection connection, DateOnly? from, CancellationToken ct);

    /// <summary>The day it is in the shop.</summary>
    DateOnly DayIn(Connection connection, DateTime utc);

    /// <summary>
    /// Tells of an order's number whether reading new orders is past it: whatever it is by now, it is not asked for again by itself.
    /// </summary>
    /// <param name="cursor">Where reading goes on; see <see cref="OrderPage.Cursor"/>.</param>
    Func<string, bool> IsPast(Connection connection, string? cursor);
}

/// <summary>What a shop shows for a number.</summary>
public sealed record FoundOrders(IReadOnlyList<ExternalOrder> Orders, IReadOnlyList<UnreadableOrder> Unreadable)
{
    public static FoundOrders None { get; } = new([], []);

    public bool IsEmpty => Orders.Count + Unreadable.Count == 0;
}

/// <summary>An order of a shop's list.</summary>
/// <param name="Day">When it was placed, by the shop's own calendar; null when the shop does not say.</param>
public sealed record OrderHead(string ExternalId, DateOnly? Day);
