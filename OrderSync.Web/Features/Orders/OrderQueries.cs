using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Settings;
using OrderSync.Web.Components;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Orders;

/// <summary>What pages and the API read of orders.</summary>
public sealed class OrderQueries(IDbContextFactory<OrderSyncDb> databases)
{
    /// <summary>Counting a list stops here; people read "10,000+", and the page stays fast.</summary>
    public const int CountedAtMost = 10_000;

    /// <summary>A cart is split into a few orders; a shop that gives all the same reference must not fill the page.</summary>
    private const int SiblingsAtMost = 20;

    /// <summary>A window of the list, newest first.</summary>
    /// <param name="countAtMost">Where counting stops; null counts exactly, for scripts.</param>
    public async Task<KeysetPage<OrderRow>> ListAsync(
        OrderFilter filter, OrderCursor? cursor, int limit, CancellationToken ct, int? countAtMost = CountedAtMost)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var match = string.IsNullOrWhiteSpace(filter.Search) ? OrderMatch.All : await OrderSearch.FindAsync(db, filter, filter.Search, ct);
        var keys = match.Keys is { } all
            ? OrderKeys.Window(all, cursor, limit + 1)
            : await OrderKeys.WindowAsync(db, filter, match.Condition, cursor, limit + 1, ct);
        var most = match.CountedAtMost ?? countAtMost;
        var total = match.Keys?.Count ?? await OrderKeys.CountAsync(db, filter, match.Condition, most, ct);
        return await PageAsync(db, keys, cursor, limit, total, match.Keys is null && total >= most, ct);
    }

    /// <summary>Shops, stores and methods the list can be filtered by and translated with.</summary>
    public async Task<OrderNames> NamesAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var shops = await db.Integrations.AsNoTracking().OrderBy(row => row.Name).Select(row => new { row.Id, row.Name }).ToListAsync(ct);
        var choices = await db.Choices.AsNoTracking().OrderBy(row => row.Id).Select(row => new { row.Kind, row.Key, row.Name }).ToListAsync(ct);
        return new OrderNames(
            shops.ToDictionary(row => row.Id, row => row.Name),
            Of(ChoiceKind.Store), Of(ChoiceKind.ShippingMethod), Of(ChoiceKind.PaymentMethod));

        Dictionary<string, string> Of(ChoiceKind kind) => choices.Where(row => row.Kind == kind).ToDictionary(row => row.Key, row => row.Name);
    }

    /// <summary>An order with everything its page shows, or null.</summary>
    public async Task<OrderDetails?> FindAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var order = await db.Orders.AsNoTracking().Include(row => row.Lines.OrderBy(line => line.Position)).SingleOrDefaultAsync(row => row.Id == id, ct);
        return order is null ? null : new OrderDetails(order)
        {
            Siblings = order.Reference.Length == 0 ? [] : await SiblingsAsync(db, order, ct),
            ErasedAt = await db.IncomingOrders.Where(row => row.Id == order.IncomingOrderId).Select(row => row.ErasedAt).SingleAsync(ct),
        };
    }

    private static async Task<List<SiblingOrder>> SiblingsAsync(OrderSyncDb db, Order order, CancellationToken ct) => await db.IncomingOrders.AsNoTracking()
        .Where(row => row.Reference == order.Reference && row.IntegrationId == order.IntegrationId && row.Id != order.IncomingOrderId)
        .OrderBy(row => row.Id).Take(SiblingsAtMost)
        .Select(row => new SiblingOrder(
            row.Id, row.ExternalId, db.Orders.Where(sibling => sibling.IncomingOrderId == row.Id).Select(sibling => (long?)sibling.Id).FirstOrDefault()))
        .ToListAsync(ct);

    /// <summary>Whole orders, in the order of the ids.</summary>
    public async Task<IReadOnlyList<Order>> WholeAsync(IReadOnlyList<long> ids, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var orders = await db.Orders.AsNoTracking().Include(row => row.Lines).Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        return [.. ids.Where(orders.ContainsKey).Select(id => orders[id])];
    }

    private static async Task<KeysetPage<OrderRow>> PageAsync(
        OrderSyncDb db, List<OrderKey> keys, OrderCursor? cursor, int limit, int total, bool atLeast, CancellationToken ct)
    {
        var back = cursor is { Back: true };
        var more = keys.Count > limit;
        var shown = !more ? keys : back ? keys[^limit..] : keys[..limit];
        var rows = await RowsAsync(db, shown, ct);
        var hasBefore = back ? more : cursor is not null;
        var hasAfter = back || more;
        return new KeysetPage<OrderRow>(
            rows,
            hasBefore && shown is [var first, ..] ? new OrderCursor(first.PlacedAt, first.Id, true).ToString() : null,
            hasAfter && shown is [.., var last] ? new OrderCursor(last.PlacedAt, last.Id, false).ToString() : null,
            total)
        { TotalIsAtLeast = atLeast };
    }

    private static async Task<List<OrderRow>> RowsAsync(OrderSyncDb db, IReadOnlyList<OrderKey> keys, CancellationToken ct)
    {
        var ids = keys.Select(key => key.Id).ToList();
        var rows = await db.Orders.AsNoTracking()
            .Where(order => ids.Contains(order.Id))
            .Select(order => new OrderRow(
                order.Id, order.IntegrationId, order.ExternalId, order.Reference, order.PlacedAt, order.CustomerName, order.Email,
                order.Lines.Sum(line => line.Quantity), order.Total, order.Currency, order.PaymentMethod, order.PaymentText,
                order.ShippingMethod, order.CarrierName, order.Status, order.StoreKey))
            .ToDictionaryAsync(row => row.Id, ct);
        return [.. keys.Where(key => rows.ContainsKey(key.Id)).Select(key => rows[key.Id])];
    }
}

/// <summary>Names behind the ids and keys that orders carry.</summary>
public sealed record OrderNames(
    IReadOnlyDictionary<long, string> Shops,
    IReadOnlyDictionary<string, string> Stores,
    IReadOnlyDictionary<string, string> ShippingMethods,
    IReadOnlyDictionary<string, string> PaymentMethods)
{
    public static OrderNames None { get; } = new(
        new Dictionary<long, string>(), new Dictionary<string, string>(), new Dictionary<string, string>(), new Dictionary<string, string>());

    public string Shop(long id) => Shops.GetValueOrDefault(id, "");

    public string Store(string key) => Stores.GetValueOrDefault(key, key);

    /// <summary>Our name of the method, else the shop's text.</summary>
    public string Payment(string key, string text) => PaymentMethods.GetValueOrDefault(key) ?? (text.Length > 0 ? text : key);

    public string Shipping(string? key, string carrier) => key is null ? "" : ShippingMethods.GetValueOrDefault(key) ?? (carrier.Length > 0 ? carrier : key);
}
