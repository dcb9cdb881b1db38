using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Targets;

namespace OrderSync.Web.Features.Orders;

/// <summary>Place of an order in the list.</summary>
internal readonly record struct OrderKey(long Id, DateTime PlacedAt);

/// <summary>
/// Finds which orders a window of the list holds without reading any order. Every question is one range of an index: several statuses are
/// several ranges whose beginnings are merged, so the cost does not grow with the number of orders.
/// </summary>
internal static class OrderKeys
{
    public static IQueryable<Order> Matching(OrderSyncDb db, OrderFilter filter)
    {
        var orders = db.Orders.AsNoTracking();
        orders = filter.IntegrationId is { } integration ? orders.Where(order => order.IntegrationId == integration) : orders;
        orders = filter.StoreKey is { } store ? orders.Where(order => order.StoreKey == store) : orders;
        orders = filter.ExternalId is { } external ? orders.Where(order => order.ExternalId == external) : orders;
        if (filter is { ExternalId: not null, IntegrationId: null })
        {
            // Numbers are indexed shop by shop; naming all shops lets the database use that index.
            orders = orders.Where(order => db.Integrations.Select(shop => shop.Id).Contains(order.IntegrationId));
        }

        if (filter.Held)
        {
            var held = TargetQueries.Held(db);
            orders = orders.Where(order => held.Contains(order.Id));
        }

        orders = filter.From is { } from ? orders.Where(order => order.PlacedAt >= from) : orders;
        return filter.Before is { } before ? orders.Where(order => order.PlacedAt < before) : orders;
    }

    /// <summary>The first <paramref name="count"/> keys after (or before) the cursor, in the order of the list.</summary>
    public static async Task<List<OrderKey>> WindowAsync(
        OrderSyncDb db, OrderFilter filter, Func<IQueryable<Order>, IQueryable<Order>> also, OrderCursor? cursor, int count, CancellationToken ct)
    {
        var keys = new List<OrderKey>();
        foreach (var status in Ranges(filter))
        {
            var orders = also(Matching(db, filter));
            orders = status is { } one ? orders.Where(order => order.Status == one) : orders;
            keys.AddRange(await Sorted(After(orders, cursor), cursor)
                .Take(count)
                .Select(order => new OrderKey(order.Id, order.PlacedAt))
                .ToListAsync(ct));
        }

        return Merge(keys, cursor, count);
    }

    /// <summary>Cuts a window out of all keys that match.</summary>
    public static List<OrderKey> Window(IEnumerable<OrderKey> keys, OrderCursor? cursor, int count) =>
        Merge(cursor is { } place ? keys.Where(key => place.Back ? Compare(key, place) > 0 : Compare(key, place) < 0) : keys, cursor, count);

    /// <summary>How many match, counted no further than <paramref name="most"/>; exactly when it is null.</summary>
    public static async Task<int> CountAsync(
        OrderSyncDb db, OrderFilter filter, Func<IQueryable<Order>, IQueryable<Order>> also, int? most, CancellationToken ct)
    {
        var count = 0;
        foreach (var status in Ranges(filter))
        {
            var orders = also(Matching(db, filter));
            orders = status is { } one ? orders.Where(order => order.Status == one) : orders;
            count += await (most is { } limit ? orders.Take(limit - count) : orders).CountAsync(ct);
            if (count >= most)
            {
                break;
            }
        }

        return count;
    }

    /// <summary>The index of stores has the status before the time, so a store is asked for status by status.</summary>
    private static IEnumerable<OrderStatus?> Ranges(OrderFilter filter) =>
        filter.Statuses.Count > 0 ? filter.Statuses.Distinct().Select(status => (OrderStatus?)status)
        : filter is { StoreKey: not null, IntegrationId: null } ? Enum.GetValues<OrderStatus>().Select(status => (OrderStatus?)status)
        : [null];

    /// <summary>The first comparison gives the index its range, the second the exact place within one moment.</summary>
    private static IQueryable<Order> After(IQueryable<Order> orders, OrderCursor? cursor)
    {
        if (cursor is not { } place)
        {
            return orders;
        }

        var (at, id) = (place.PlacedAt, place.Id);
        return place.Back
            ? orders.Where(order => order.PlacedAt >= at && (order.PlacedAt > at || order.Id > id))
            : orders.Where(order => order.PlacedAt <= at && (order.PlacedAt < at || order.Id < id));
    }

    private static IQueryable<Order> Sorted(IQueryable<Order> orders, OrderCursor? cursor) => cursor is { Back: true }
        ? orders.OrderBy(order => order.PlacedAt).ThenBy(order => order.Id)
        : orders.OrderByDescending(order => order.PlacedAt).ThenByDescending(order => order.Id);

    private static List<OrderKey> Merge(IEnumerable<OrderKey> keys, OrderCursor? cursor, int count) => cursor is { Back: true }
        ? [.. keys.OrderBy(key => key.PlacedAt).ThenBy(key => key.Id).Take(count).Reverse()]
        : [.. keys.OrderByDescending(key => key.PlacedAt).ThenByDescending(key => key.Id).Take(count)];

    private static int Compare(OrderKey key, OrderCursor place) =>
        key.PlacedAt == place.PlacedAt ? key.Id.CompareTo(place.Id) : key.PlacedAt.CompareTo(place.PlacedAt);
}
