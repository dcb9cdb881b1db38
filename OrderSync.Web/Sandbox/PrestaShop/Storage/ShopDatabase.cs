using Microsoft.Data.Sqlite;

namespace OrderSync.Web.Sandbox.PrestaShop.Storage;

/// <summary>
/// The shop's own SQLite file. Readers come and go beside one writer; a file made by an older version of the program is refilled.
/// </summary>
public sealed class ShopDatabase : IDisposable
{
    private readonly Lock gate = new();
    private readonly string connectionString;
    private readonly SqliteConnection writer;

    public ShopDatabase(string path)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path));
        Directory.CreateDirectory(directory!);
        connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        writer = new SqliteConnection(connectionString);
        writer.Open();
        // Losing the last orders of a sandbox when the power fails is fine; waiting for the disk is not.
        Run(writer, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;");
        IsNew = (long)Scalar(writer, "PRAGMA user_version")! != ShopSchema.Version;
    }

    /// <summary>Something was saved. Must not wait.</summary>
    public event Action? Written;

    /// <summary>True until the file has been filled by <see cref="Recreate"/>.</summary>
    public bool IsNew { get; private set; }

    public SqliteConnection OpenForReading()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Empties the shop and fills it again, in one transaction.</summary>
    public void Recreate(Action<SqliteConnection> fill) => Write(connection =>
    {
        Run(connection, ShopSchema.DropScript);
        Run(connection, ShopSchema.TablesScript);
        fill(connection);
        Run(connection, ShopSchema.IndexesScript);
        Run(connection, $"PRAGMA user_version = {ShopSchema.Version}");
        IsNew = false;
        return true;
    });

    /// <summary>Runs <paramref name="work"/> in a transaction; one at a time.</summary>
    public T Write<T>(Func<SqliteConnection, T> work)
    {
        var result = Keep(work);
        Written?.Invoke();
        return result;
    }

    /// <summary>The same for what is not the shop's: nobody is told that something was saved.</summary>
    public T Keep<T>(Func<SqliteConnection, T> work)
    {
        lock (gate)
        {
            using var transaction = writer.BeginTransaction();
            var result = work(writer);
            transaction.Commit();
            return result;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            writer.Dispose();
        }

        SqliteConnection.ClearPool(new SqliteConnection(connectionString));
    }

    public static void Run(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteScalar();
    }

    public static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
