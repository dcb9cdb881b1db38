using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Benchmarks;

/// <summary>Does the same work bare: one request after the other, no parsing, no decisions, prepared statements.</summary>
internal static class LimitChild
{
    private static readonly string[] Tables = ["IncomingOrders", "IncomingPayloads", "Orders", "OrderLines", "OrderTerms", "TimelineEvents", "FeedRunItems", "MissingValues"];

    public static async Task<int> RunAsync(string[] args)
    {
        var folder = args[0];
        var download = await DownloadAsync(await File.ReadAllLinesAsync(Path.Combine(folder, ImportChild.AddressesFile)));
        await using var imported = Open(Path.Combine(folder, "ordersync.db"));
        var compress = Compress(imported);
        var write = await WriteAsync(imported, Path.Combine(folder, "limit.db"));
        Console.WriteLine(JsonSerializer.Serialize(new LimitFigures(download.TotalSeconds, compress.TotalSeconds, write.TotalSeconds)));
        return 0;
    }

    internal static async Task<TimeSpan> DownloadAsync(string[] addresses)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(SandboxAddress.PrestaShopKey + ":")));
        var watch = Stopwatch.StartNew();
        foreach (var address in addresses)
        {
            using var answer = await http.GetAsync(address);
            await answer.Content.CopyToAsync(Stream.Null);
        }

        return watch.Elapsed;
    }

    private static TimeSpan Compress(SqliteConnection imported)
    {
        var watch = new Stopwatch();
        using var command = imported.CreateCommand();
        command.CommandText = """SELECT "Body" FROM "IncomingPayloads" """;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var json = Encoding.UTF8.GetBytes(PayloadCodec.ReadText(reader.GetFieldValue<byte[]>(0)));
            watch.Start();
            PayloadCodec.Pack(json);
            watch.Stop();
        }

        return watch.Elapsed;
    }

    private static async Task<TimeSpan> WriteAsync(SqliteConnection imported, string file)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = false }.ToString();
        await using (var db = new SqliteOrderSyncDb(new DbContextOptionsBuilder<SqliteOrderSyncDb>().UseSqlite(connectionString).Options))
        {
            await db.Database.MigrateAsync();
        }

        await using var target = new SqliteConnection(connectionString);
        await target.OpenAsync();
        Execute(target, "PRAGMA journal_mode = WAL");
        var watch = new Stopwatch();
        foreach (var table in Tables)
        {
            CopyTable(imported, target, table, watch);
        }

        return watch.Elapsed;
    }

    /// <summary>Reads rows in chunks with the watch stopped, writes them with the watch running; commits about as often as an import does.</summary>
    private static void CopyTable(SqliteConnection source, SqliteConnection target, string table, Stopwatch watch)
    {
        using var read = source.CreateCommand();
        read.CommandText = $"SELECT * FROM \"{table}\"";
        using var reader = read.ExecuteReader();
        using var insert = Insert(target, table, reader.FieldCount);
        const int RowsPerCommit = 750;
        var rows = new List<object[]>(RowsPerCommit);
        for (var more = reader.Read(); more || rows.Count > 0; more = more && reader.Read())
        {
            if (more)
            {
                rows.Add(new object[reader.FieldCount]);
                reader.GetValues(rows[^1]);
            }

            if (!more || rows.Count == RowsPerCommit)
            {
                Write(target, insert, rows, watch);
                rows.Clear();
            }
        }
    }

    private static void Write(SqliteConnection target, SqliteCommand insert, List<object[]> rows, Stopwatch watch)
    {
        watch.Start();
        using (var transaction = target.BeginTransaction())
        {
            insert.Transaction = transaction;
            foreach (var row in rows)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    insert.Parameters[i].Value = row[i];
                }

                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        watch.Stop();
    }

    private static SqliteCommand Insert(SqliteConnection target, string table, int columns)
    {
        var insert = target.CreateCommand();
        insert.CommandText = $"INSERT INTO \"{table}\" VALUES ({string.Join(',', Enumerable.Range(0, columns).Select(i => $"@{i}"))})";
        for (var i = 0; i < columns; i++)
        {
            insert.Parameters.AddWithValue($"@{i}", DBNull.Value);
        }

        insert.Prepare();
        return insert;
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
