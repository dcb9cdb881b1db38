using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Resources;

namespace OrderSync.Web.Sandbox.PrestaShop.Storage;

/// <summary>Adds rows to one table; columns not named keep their default.</summary>
public sealed class RowInserter : IDisposable
{
    private readonly Statement statement;

    public RowInserter(SqliteConnection connection, Resource resource, params string[] fields)
        : this(connection, resource.Name, [.. fields.SelectMany(name => ShopSchema.ColumnsOf(resource.Stored(name)))])
    {
    }

    public RowInserter(SqliteConnection connection, string table, params string[] columns)
    {
        var names = string.Join(", ", columns.Select(column => $"\"{column}\""));
        statement = new Statement(connection, $"INSERT INTO {table} ({names}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})");
    }

    public void Add(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            statement.Bind(i + 1, values[i]);
        }

        statement.Step();
    }

    public void Dispose() => statement.Dispose();
}
