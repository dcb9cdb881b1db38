using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace OrderSync.Web.Data;

/// <summary>
/// Inserts many rows of one kind with prepared statements. For rows nobody needs to track: it is several times faster than
/// SaveChanges, and works in the same transaction. Columns and conversions come from the model, so both stay in one place. A row
/// the database refuses ends in a <see cref="DbUpdateException"/>, as with SaveChanges.
/// </summary>
public static class BulkInsert
{
    /// <summary>SQL Server takes at most 2,100 parameters in a statement.</summary>
    private const int MostParameters = 2000;

    /// <summary>Keys made by the database are left to it and not read back.</summary>
    public static async Task BulkInsertAsync<T>(this OrderSyncDb db, IReadOnlyCollection<T> rows, CancellationToken ct)
        where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        var table = Table.Of<T>(db);
        foreach (var chunk in rows.Chunk(RowsPerStatement(db, table)).GroupBy(chunk => chunk.Length))
        {
            await using var command = table.Prepare(db, chunk.Key);
            foreach (var part in chunk)
            {
                table.Fill(command, part);
                await ExecuteAsync(command.ExecuteNonQueryAsync, ct);
            }
        }
    }

    /// <summary>Inserts row by row and puts the key the database made into each.</summary>
    public static async Task BulkInsertWithKeysAsync<T>(this OrderSyncDb db, IReadOnlyCollection<T> rows, CancellationToken ct)
        where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        var table = Table.Of<T>(db);
        await using var command = table.Prepare(db, 1, returnKey: true);
        foreach (var row in rows)
        {
            table.Fill(command, [row]);
            table.Key.PropertyInfo!.SetValue(row, await ExecuteAsync(command.ExecuteScalarAsync, ct));
        }
    }

    /// <summary>A server is asked seldom. SQLite is in the process and looks each parameter up by name: many in a statement cost their square.</summary>
    private static int RowsPerStatement(OrderSyncDb db, Table table) =>
        db.Database.IsSqlite() ? 1 : Math.Clamp(MostParameters / table.Columns.Count, 1, 500);

    internal static async Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> execute, CancellationToken ct)
    {
        try
        {
            return await execute(ct);
        }
        catch (DbException refused)
        {
            throw new DbUpdateException("The database refused a row.", refused);
        }
    }

    internal static string ParameterName(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    private sealed record Column(string Name, Func<object, object?> Read, RelationalTypeMapping Mapping);

    private sealed record Table(string Name, IProperty Key, IReadOnlyList<Column> Columns)
    {
        public static Table Of<T>(OrderSyncDb db)
        {
            var type = db.Model.FindEntityType(typeof(T))!;
            return new(
                type.GetTableName()!,
                type.FindPrimaryKey()!.Properties[0],
                [.. type.GetProperties()
                    .Where(property => property.ValueGenerated == ValueGenerated.Never || !property.IsPrimaryKey())
                    .Select(property => new Column(property.GetColumnName(), Reader(property), property.GetRelationalTypeMapping()))]);
        }

        public DbCommand Prepare(OrderSyncDb db, int rows, bool returnKey = false)
        {
            var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            command.CommandText = Sql(db, rows, returnKey);
            for (var i = 0; i < rows * Columns.Count; i++)
            {
                command.Parameters.Add(Columns[i % Columns.Count].Mapping.CreateParameter(command, ParameterName(i), null, nullable: true));
            }

            return command;
        }

        public void Fill<T>(DbCommand command, IReadOnlyList<T> rows)
            where T : class
        {
            for (var i = 0; i < rows.Count * Columns.Count; i++)
            {
                command.Parameters[i].Value = Columns[i % Columns.Count].Read(rows[i / Columns.Count]) ?? DBNull.Value;
            }
        }

        private static Func<object, object?> Reader(IProperty property)
        {
            var getter = property.GetGetter();
            var convert = property.GetTypeMapping().Converter?.ConvertToProvider;
            return convert is null
                ? getter.GetClrValueUsingContainingEntity
                : entity => getter.GetClrValueUsingContainingEntity(entity) is { } value ? convert(value) : null;
        }

        private string Sql(OrderSyncDb db, int rows, bool returnKey)
        {
            var quote = db.GetService<ISqlGenerationHelper>();
            var key = quote.DelimitIdentifier(Key.GetColumnName());
            var sql = new StringBuilder(64 + (rows * Columns.Count * 6));
            sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO {quote.DelimitIdentifier(Name)} (");
            sql.AppendJoin(',', Columns.Select(column => quote.DelimitIdentifier(column.Name))).Append(')');
            sql.Append(returnKey && !db.Database.IsSqlite() ? $" OUTPUT INSERTED.{key}" : "").Append(" VALUES ");
            for (var row = 0; row < rows; row++)
            {
                sql.Append(row == 0 ? "(" : ",(");
                sql.AppendJoin(',', Enumerable.Range(row * Columns.Count, Columns.Count).Select(ParameterName)).Append(')');
            }

            return sql.Append(returnKey && db.Database.IsSqlite() ? $" RETURNING {key}" : "").ToString();
        }
    }
}
