using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Storage;
using static OrderSync.Web.Sandbox.SandboxClock;

namespace OrderSync.Web.Sandbox.PrestaShop.Orders;

/// <summary>Orders after the shop was made: new ones, and what happens to them.</summary>
public sealed class OrderBook(ShopDatabase database, ShopSettings settings)
{
    private readonly Lock gate = new();
    private readonly List<(OrderDraft Order, DateTimeOffset Due)> unfinished = [];

    /// <summary>Places one order per instant and returns their numbers.</summary>
    /// <param name="unfinishedFor">Leaves them half-written for so long; null writes them whole.</param>
    /// <param name="change">What is special about them.</param>
    public IReadOnlyList<int> Place(IReadOnlyList<DateTimeOffset> instants, TimeSpan? unfinishedFor, Func<OrderDraft, OrderDraft>? change = null) => database.Write(connection =>
    {
        var last = Count(connection, "orders");
        var factory = new OrderFactory(Count(connection, "customers"));
        using var writer = new OrderWriter(connection);
        foreach (var (i, instant) in instants.Index())
        {
            var number = last + i + 1;
            var order = factory.Create(number, instant, instant) with { Shop = settings.ShopOf(number) };
            Place(connection, writer, change?.Invoke(order) ?? order, unfinishedFor);
        }

        return (IReadOnlyList<int>)[.. Enumerable.Range(last + 1, instants.Count)];
    });

    /// <summary>Completes the half-written orders whose time has come.</summary>
    public void FinishDue(DateTimeOffset now)
    {
        var due = TakeDue(now);
        if (due.Count > 0)
        {
            database.Write(connection =>
            {
                using var writer = new OrderWriter(connection);
                due.ForEach(writer.Finish);
                return true;
            });
        }
    }

    /// <summary>Moves an order to a state with the effects of the real shop; false when there is no such order or state.</summary>
    public bool ChangeState(int number, int stateId, DateTimeOffset at) =>
        OrderState.Find(stateId) is { } state && database.Write(connection => StateChange.Apply(connection, number, state, ShopText(at)));

    /// <summary>The customer who has owed money longest pays.</summary>
    public void PayOldest(DateTimeOffset placedBefore, DateTimeOffset at) => database.Write(connection =>
    {
        var number = ShopDatabase.Scalar(
            connection, "SELECT id FROM orders WHERE current_state IN ($check, $wire) AND date_add < $before ORDER BY id LIMIT 1",
            ("$check", OrderState.AwaitingCheck), ("$wire", OrderState.AwaitingWire), ("$before", ShopText(placedBefore)));
        return number is long id && StateChange.Apply(connection, (int)id, OrderState.Get(OrderState.Paid), ShopText(at));
    });

    /// <summary>Forgets what was half-written, because the tables have been made anew.</summary>
    public void Forget()
    {
        lock (gate)
        {
            unfinished.Clear();
        }
    }

    private List<OrderDraft> TakeDue(DateTimeOffset now)
    {
        lock (gate)
        {
            var due = unfinished.Where(entry => entry.Due <= now).Select(entry => entry.Order).ToList();
            unfinished.RemoveAll(entry => entry.Due <= now);
            return due;
        }
    }

    private void Place(SqliteConnection connection, OrderWriter writer, OrderDraft order, TimeSpan? unfinishedFor)
    {
        if (unfinishedFor is { } delay)
        {
            writer.WriteUnfinished(order);
            lock (gate)
            {
                unfinished.Add((order, order.PlacedAt + delay));
            }
        }
        else
        {
            writer.Write(order);
        }

        foreach (var line in order.Lines)
        {
            StockChange.Apply(connection, line.Variant.Product.Id, line.Variant.Combination, -line.Quantity);
        }
    }

    private static int Count(SqliteConnection connection, string table) =>
        (int)(long)ShopDatabase.Scalar(connection, $"SELECT COALESCE(MAX(id), 0) FROM {table}")!;
}
