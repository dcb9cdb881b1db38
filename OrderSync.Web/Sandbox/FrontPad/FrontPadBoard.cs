using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.FrontPad;

/// <summary>An order on the board.</summary>
/// <param name="Fields">As they came, without the secret.</param>
/// <param name="Status">Code of its status.</param>
/// <param name="Reported">What became of the last report; empty before the first.</param>
public sealed record BoardOrder(long Id, DateTimeOffset At, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<string> Dropped, int Status, string Reported)
{
    /// <summary>Shown to people: it begins again with each day.</summary>
    public long Number => ((Id - 1) % 1000) + 1;

    public string Field(string name) => Fields.GetValueOrDefault(name, "");

    /// <summary>Products that were taken, with their quantities.</summary>
    public IEnumerable<(string Key, string Article, string Quantity)> Products => Fields.Keys
        .Where(name => name.StartsWith("product[", StringComparison.Ordinal))
        .Select(name => name["product[".Length..^1])
        .Where(key => !Dropped.Contains(key))
        .Select(key => (key, Field($"product[{key}]"), Field($"product_kol[{key}]")));
}

/// <summary>A status of the account, as its reference lists it.</summary>
public sealed record BoardStatus(int Code, string Name)
{
    public static readonly IReadOnlyList<BoardStatus> All =
        [new(1, "Новый"), new(3, "В производстве"), new(12, "Произведен"), new(4, "В пути"), new(10, "Выполнен"), new(11, "Отменен")];

    public static string NameOf(int code) => All.FirstOrDefault(status => status.Code == code)?.Name ?? code.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The orders of the account, in a table of their own.</summary>
public sealed class FrontPadBoard
{
    private const long FirstId = 5_550_001;
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ShopDatabase database;

    public FrontPadBoard(ShopDatabase database)
    {
        this.database = database;
        database.Write(connection =>
        {
            ShopDatabase.Run(connection, """
                CREATE TABLE IF NOT EXISTS frontpad_orders (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, fields TEXT NOT NULL, dropped TEXT NOT NULL,
                    status INTEGER NOT NULL, reported TEXT NOT NULL);
                """);
            return true;
        });
    }

    public BoardOrder Add(DateTimeOffset at, IReadOnlyDictionary<string, string> fields, IReadOnlyList<string> dropped) => database.Write(connection =>
    {
        var id = Math.Max(FirstId, Convert.ToInt64(ShopDatabase.Scalar(connection, "SELECT COALESCE(MAX(id), 0) + 1 FROM frontpad_orders"), CultureInfo.InvariantCulture));
        var order = new BoardOrder(id, at, fields, dropped, BoardStatus.All[0].Code, "");
        ShopDatabase.Run(
            connection, "INSERT INTO frontpad_orders (id, at, fields, dropped, status, reported) VALUES ($id, $at, $fields, $dropped, $status, '')",
            ("$id", id), ("$at", at.ToUnixTimeMilliseconds()), ("$fields", JsonSerializer.Serialize(fields, Json)), ("$dropped", string.Join(',', dropped)), ("$status", order.Status));
        return order;
    });

    /// <summary>Newest first.</summary>
    public IReadOnlyList<BoardOrder> Last(int count) => Read("ORDER BY id DESC LIMIT $value", count);

    public BoardOrder? Find(long id) => Read("WHERE id = $value", id) is [var order] ? order : null;

    public long Count()
    {
        using var connection = database.OpenForReading();
        return Convert.ToInt64(ShopDatabase.Scalar(connection, "SELECT COUNT(*) FROM frontpad_orders"), CultureInfo.InvariantCulture);
    }

    /// <returns>The order as it is now; null when there is none.</returns>
    public BoardOrder? SetStatus(long id, int status)
    {
        Set(id, "status", status);
        return Find(id);
    }

    public void SetReported(long id, string reported) => Set(id, "reported", reported);

    public void Clear() => database.Write(connection =>
    {
        ShopDatabase.Run(connection, "DELETE FROM frontpad_orders");
        return true;
    });

    private void Set(long id, string column, object value) => database.Write(connection =>
    {
        ShopDatabase.Run(connection, $"UPDATE frontpad_orders SET {column} = $value WHERE id = $id", ("$value", value), ("$id", id));
        return true;
    });

    private List<BoardOrder> Read(string tail, long value)
    {
        using var connection = database.OpenForReading();
        using var command = ShopDatabase.Command(connection, $"SELECT id, at, fields, dropped, status, reported FROM frontpad_orders {tail}", ("$value", value));
        using var reader = command.ExecuteReader();
        var orders = new List<BoardOrder>();
        while (reader.Read())
        {
            orders.Add(ReadOrder(reader));
        }

        return orders;
    }

    private static BoardOrder ReadOrder(SqliteDataReader row) => new(
        row.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(2))!,
        row.GetString(3).Split(',', StringSplitOptions.RemoveEmptyEntries), row.GetInt32(4), row.GetString(5));
}
