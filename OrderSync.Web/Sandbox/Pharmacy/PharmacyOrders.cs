using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.Pharmacy;

/// <summary>An order the pharmacy has fetched.</summary>
/// <param name="Times">How often it was handed out.</param>
/// <param name="Status">Code that was reported last; empty before the first.</param>
public sealed record FetchedOrder(long Id, string Number, string Customer, string Lines, string Total, int Times, string Status, string Waybill, string Answer);

/// <summary>What the pharmacy has fetched, in a table of its own.</summary>
public sealed class PharmacyOrders
{
    private readonly ShopDatabase database;

    public PharmacyOrders(ShopDatabase database)
    {
        this.database = database;
        database.Keep(connection =>
        {
            ShopDatabase.Run(connection, """
                CREATE TABLE IF NOT EXISTS pharmacy_orders (id INTEGER PRIMARY KEY, number TEXT NOT NULL, customer TEXT NOT NULL, lines TEXT NOT NULL, total TEXT NOT NULL,
                    times INTEGER NOT NULL, status TEXT NOT NULL, waybill TEXT NOT NULL, answer TEXT NOT NULL);
                """);
            return true;
        });
    }

    /// <summary>An order that was handed out before is counted once more.</summary>
    public void Take(FetchedOrder order) => database.Keep(connection =>
    {
        ShopDatabase.Run(
            connection, """
            INSERT INTO pharmacy_orders (id, number, customer, lines, total, times, status, waybill, answer) VALUES ($id, $number, $customer, $lines, $total, 1, '', '', '')
            ON CONFLICT (id) DO UPDATE SET times = times + 1
            """,
            ("$id", order.Id), ("$number", order.Number), ("$customer", order.Customer), ("$lines", order.Lines), ("$total", order.Total));
        return true;
    });

    public void SetReported(long id, string status, string waybill, string answer) => database.Keep(connection =>
    {
        ShopDatabase.Run(
            connection, "UPDATE pharmacy_orders SET status = $status, waybill = $waybill, answer = $answer WHERE id = $id",
            ("$status", status), ("$waybill", waybill), ("$answer", answer), ("$id", id));
        return true;
    });

    public FetchedOrder? Find(long id) => Read("WHERE id = $value", id) is [var order] ? order : null;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<FetchedOrder> Last(int count) => Read("ORDER BY id DESC LIMIT $value", count);

    public void Clear() => database.Keep(connection =>
    {
        ShopDatabase.Run(connection, "DELETE FROM pharmacy_orders");
        return true;
    });

    private List<FetchedOrder> Read(string tail, long value)
    {
        using var connection = database.OpenForReading();
        using var command = ShopDatabase.Command(connection, $"SELECT id, number, customer, lines, total, times, status, waybill, answer FROM pharmacy_orders {tail}", ("$value", value));
        using var reader = command.ExecuteReader();
        var orders = new List<FetchedOrder>();
        while (reader.Read())
        {
            orders.Add(new FetchedOrder(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetInt32(5), reader.GetString(6), reader.GetString(7), reader.GetString(8)));
        }

        return orders;
    }
}
