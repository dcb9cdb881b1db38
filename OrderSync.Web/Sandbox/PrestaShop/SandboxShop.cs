using System.Globalization;
using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Seed;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop;

/// <summary>An order as the panel lists it.</summary>
/// <param name="PlacedAt">In the shop's time.</param>
/// <param name="HistoryRows">How often it has entered a state: each time one row, and one mail if the state has one and it was asked for.</param>
public sealed record OrderSummary(
    int Number, string Reference, string PlacedAt, int State, decimal Total, string Currency, string Tracking, int HistoryRows);

/// <summary>The shop seen from behind the counter: what the panel and the control endpoints do to it.</summary>
public sealed class SandboxShop(ShopDatabase database, ShopSeeder seeder, OrderBook book, OrderArrivals arrivals, SandboxClock clock)
{
    public OrderArrivals Arrivals => arrivals;

    public int CountOrders()
    {
        arrivals.CatchUp();
        using var connection = database.OpenForReading();
        return (int)(long)ShopDatabase.Scalar(connection, "SELECT COUNT(*) FROM orders")!;
    }

    public IReadOnlyList<OrderSummary> LastOrders(int count)
    {
        arrivals.CatchUp();
        using var connection = database.OpenForReading();
        using var command = ShopDatabase.Command(
            connection,
            """
            SELECT o.id, o.reference, o.date_add, o.current_state, o.total_paid, c.iso_code,
                COALESCE((SELECT tracking_number FROM order_carriers WHERE id_order = o.id ORDER BY id DESC LIMIT 1), ''),
                (SELECT COUNT(*) FROM order_histories WHERE id_order = o.id)
            FROM orders o JOIN currencies c ON c.id = o.id_currency ORDER BY o.id DESC LIMIT $count
            """,
            ("$count", count));
        using var reader = command.ExecuteReader();
        var orders = new List<OrderSummary>(count);
        while (reader.Read())
        {
            var total = decimal.Parse(reader.GetString(4), CultureInfo.InvariantCulture);
            orders.Add(new(
                reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), total, reader.GetString(5), reader.GetString(6), reader.GetInt32(7)));
        }

        return orders;
    }

    public IReadOnlyList<int> AddOrders(int count) => arrivals.Add(count);

    /// <summary>A customer buys so many of one article, and nothing else.</summary>
    /// <returns>The number of the order.</returns>
    public int Buy(Variant article, int pieces) => arrivals.Add(article, pieces);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SentMail> LastMails(int count, int? order = null)
    {
        using var connection = database.OpenForReading();
        return SentMails.Last(connection, count, order);
    }

    public bool ChangeState(int order, int state)
    {
        arrivals.CatchUp();
        return book.ChangeState(order, state, clock.GetUtcNow());
    }

    /// <summary>Writes fields of a record as a database tool would: nothing else follows, date_upd does not move.</summary>
    public bool Overwrite(Resource resource, int id, IReadOnlyDictionary<string, string?> values)
    {
        var assignments = values.Keys.SelectMany(name => ShopSchema.ColumnsOf(resource.Stored(name)).Select(column => $"\"{column}\" = ${name}"));
        var sql = $"UPDATE {resource.Name} SET {string.Join(", ", assignments)} WHERE id = $record";
        return database.Write(connection =>
        {
            using var command = ShopDatabase.Command(connection, sql, ("$record", id));
            foreach (var (name, value) in values)
            {
                command.Parameters.AddWithValue($"${name}", (object?)value ?? DBNull.Value);
            }

            return command.ExecuteNonQuery() == 1;
        });
    }

    /// <summary>Throws everything away and fills the shop as new.</summary>
    public void Reset(int orders)
    {
        book.Forget();
        seeder.Fill(orders);
    }
}
