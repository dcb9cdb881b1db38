using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OrderSync.Web.Sandbox.PrestaShop.Storage;

/// <summary>
/// A prepared statement run many times. It binds by position and gives values as bytes, without the provider's look-up of names
/// and its strings: an answer of a hundred orders runs hundreds of them, a shop of fifty thousand has half a million rows.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public Statement(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
    }

    public Row Row => new(statement);

    public void Bind(int position, object? value) => Check(value switch
    {
        null => raw.sqlite3_bind_null(statement, position),
        int number => raw.sqlite3_bind_int(statement, position, number),
        long number => raw.sqlite3_bind_int64(statement, position, number),
        bool flag => raw.sqlite3_bind_int(statement, position, flag ? 1 : 0),
        string text => raw.sqlite3_bind_text(statement, position, text),
        _ => throw new ArgumentException($"A {value.GetType().Name} has no column type here.", nameof(value)),
    });

    /// <summary>Goes to the next row; false, and ready to be run again, when there is none.</summary>
    public bool Step()
    {
        switch (raw.sqlite3_step(statement))
        {
            case raw.SQLITE_ROW:
                return true;
            case raw.SQLITE_DONE:
                Check(raw.sqlite3_reset(statement));
                return false;
            case var failure:
                throw Failed(failure);
        }
    }

    public void Dispose() => statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw Failed(result);
        }
    }

    private SqliteException Failed(int result) => new(raw.sqlite3_errmsg(database).utf8_to_string(), result);
}

/// <summary>The row a statement stands on.</summary>
internal readonly struct Row(sqlite3_stmt statement)
{
    /// <summary>The value as UTF-8 text; empty for null. Valid until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(statement, column);

    public long Integer(int column) => raw.sqlite3_column_int64(statement, column);
}
