using System.Globalization;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.OrderApi;

/// <summary>A call as it came.</summary>
/// <param name="Proof">How the caller proved who it is: a profile, or the key.</param>
/// <param name="Fault">What was wrong with it; empty when nothing was.</param>
public sealed record OrderApiCall(DateTimeOffset At, string EventId, string OrderId, string ShopOrderId, string Status, string Proof, string Fault);

/// <summary>A call as it is listed.</summary>
/// <param name="Answer">HTTP status; 0 when the answer never came.</param>
/// <param name="Repeated">Its event had come before: it had no effect.</param>
public sealed record ListedOrderApiCall(long Number, OrderApiCall Call, int Answer, bool Repeated);

/// <summary>How many calls there have been, and what they came to.</summary>
/// <param name="Events">Messages that had an effect, each once.</param>
public sealed record OrderApiCounts(long Calls, long Events, long Repeats, long Refused);

/// <summary>What the order API got, in tables of its own.</summary>
public sealed class OrderApiCalls
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS order_api_calls (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, event_id TEXT NOT NULL, order_id TEXT NOT NULL, shop_order_id TEXT NOT NULL,
            status TEXT NOT NULL, proof TEXT NOT NULL, fault TEXT NOT NULL, answer INTEGER NOT NULL, repeated INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS order_api_events (event_id TEXT PRIMARY KEY, call INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS order_api_nonces (nonce TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private const int UsesBetweenSweeps = 1000;

    private readonly ShopDatabase database;
    private long uses;

    public OrderApiCalls(ShopDatabase database)
    {
        this.database = database;
        database.Write(connection =>
        {
            ShopDatabase.Run(connection, Tables);
            return true;
        });
    }

    /// <summary>Takes a message: only the first with its event has an effect. One without an event is always new.</summary>
    /// <returns>Whether its event had come before.</returns>
    public bool Take(OrderApiCall call, int answer) => database.Write(connection =>
    {
        var number = Insert(connection, call, answer);
        if (call.EventId.Length == 0)
        {
            return false;
        }

        using var taken = ShopDatabase.Command(connection, "INSERT OR IGNORE INTO order_api_events (event_id, call) VALUES ($event, $call)", ("$event", call.EventId), ("$call", number));
        var repeated = taken.ExecuteNonQuery() == 0;
        if (repeated)
        {
            ShopDatabase.Run(connection, "UPDATE order_api_calls SET repeated = 1 WHERE id = $id", ("$id", number));
        }

        return repeated;
    });

    /// <summary>Notes a call that had no effect.</summary>
    public void Refuse(OrderApiCall call, int answer) => database.Write(connection => Insert(connection, call, answer));

    /// <summary>Notes a number that may be used once, and forgets those too old to matter.</summary>
    /// <returns>False when it was used before.</returns>
    public bool Use(string nonce, DateTimeOffset now, TimeSpan remembered) => database.Write(connection =>
    {
        if (uses++ % UsesBetweenSweeps == 0)
        {
            ShopDatabase.Run(connection, "DELETE FROM order_api_nonces WHERE at < $old", ("$old", (now - remembered).ToUnixTimeMilliseconds()));
        }

        using var used = ShopDatabase.Command(connection, "INSERT OR IGNORE INTO order_api_nonces (nonce, at) VALUES ($nonce, $at)", ("$nonce", nonce), ("$at", now.ToUnixTimeMilliseconds()));
        return used.ExecuteNonQuery() == 1;
    });

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ListedOrderApiCall> Last(int count)
    {
        using var connection = database.OpenForReading();
        using var command = ShopDatabase.Command(
            connection, "SELECT id, at, event_id, order_id, shop_order_id, status, proof, fault, answer, repeated FROM order_api_calls ORDER BY id DESC LIMIT $count", ("$count", count));
        using var reader = command.ExecuteReader();
        var calls = new List<ListedOrderApiCall>();
        while (reader.Read())
        {
            var call = new OrderApiCall(
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6), reader.GetString(7));
            calls.Add(new ListedOrderApiCall(reader.GetInt64(0), call, reader.GetInt32(8), reader.GetInt32(9) == 1));
        }

        return calls;
    }

    public OrderApiCounts Count()
    {
        using var connection = database.OpenForReading();
        return new OrderApiCounts(
            Number("SELECT COUNT(*) FROM order_api_calls"), Number("SELECT COUNT(*) FROM order_api_events"),
            Number("SELECT COUNT(*) FROM order_api_calls WHERE repeated = 1"), Number("SELECT COUNT(*) FROM order_api_calls WHERE fault <> ''"));

        long Number(string sql) => Convert.ToInt64(ShopDatabase.Scalar(connection, sql), CultureInfo.InvariantCulture);
    }

    public void Clear() => database.Write(connection =>
    {
        ShopDatabase.Run(connection, "DELETE FROM order_api_calls; DELETE FROM order_api_events; DELETE FROM order_api_nonces;");
        return true;
    });

    private static long Insert(SqliteConnection connection, OrderApiCall call, int answer)
    {
        ShopDatabase.Run(
            connection,
            """
            INSERT INTO order_api_calls (at, event_id, order_id, shop_order_id, status, proof, fault, answer, repeated)
            VALUES ($at, $event, $order, $shop, $status, $proof, $fault, $answer, 0)
            """,
            ("$at", call.At.ToUnixTimeMilliseconds()), ("$event", call.EventId), ("$order", call.OrderId), ("$shop", call.ShopOrderId),
            ("$status", call.Status), ("$proof", call.Proof), ("$fault", call.Fault), ("$answer", answer));
        return (long)ShopDatabase.Scalar(connection, "SELECT last_insert_rowid()")!;
    }
}
