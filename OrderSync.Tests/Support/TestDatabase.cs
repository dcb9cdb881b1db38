using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using OrderSync.Web.Data;
using Xunit.Sdk;

namespace OrderSync.Tests.Support;

/// <summary>Runs a data test once on each provider: on SQLite always, on SQL Server when ORDERSYNC_TEST_SQLSERVER holds a connection string.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnAttribute : DataAttribute
{
    private readonly DatabaseProvider provider;

    public OnAttribute(DatabaseProvider provider)
    {
        this.provider = provider;
        if (provider == DatabaseProvider.SqlServer && TestDatabase.SqlServer is null)
        {
            Skip = "ORDERSYNC_TEST_SQLSERVER is not set: there is no SQL Server to test on.";
        }
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[provider]];
}

/// <summary>A database of its own for one test, migrated and empty.</summary>
public sealed class TestDatabase : IDbContextFactory<OrderSyncDb>, IAsyncDisposable
{
    public static readonly string? SqlServer = Environment.GetEnvironmentVariable("ORDERSYNC_TEST_SQLSERVER");

    /// <summary>Migrated once; tests start from copies, which is much faster than migrating each.</summary>
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private readonly Func<OrderSyncDb> create;
    private readonly Func<Task> drop;

    private TestDatabase(Func<OrderSyncDb> create, Func<Task> drop) => (this.create, this.drop) = (create, drop);

    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) =>
        provider == DatabaseProvider.Sqlite ? await CreateSqliteAsync([]) : await CreateSqlServerAsync();

    /// <summary>A database whose power can be cut, or with which something else goes wrong.</summary>
    internal static Task<TestDatabase> CreateAsync(IInterceptor trouble) => CreateSqliteAsync([trouble]);

    /// <summary>Called whenever somebody turns to the database; throw here to let the program die at that point.</summary>
    public Action BeforeUse { get; set; } = () => { };

    /// <summary>The file of a SQLite database.</summary>
    public string? Path { get; private init; }

    public OrderSyncDb CreateDbContext()
    {
        BeforeUse();
        return create();
    }

    public async ValueTask DisposeAsync() => await drop();

    /// <summary>Puts a migrated and empty database there.</summary>
    public static async Task CopyToAsync(string file) => File.Copy(await Template.Value, file);

    private static async Task<TestDatabase> CreateSqliteAsync(IEnumerable<IInterceptor> interceptors)
    {
        var file = NewFile();
        await CopyToAsync(file);
        return new TestDatabase(() => Sqlite(file, interceptors), () =>
        {
            SqliteConnection.ClearPool(new SqliteConnection(ConnectionString(file)));
            Directory.Delete(System.IO.Path.GetDirectoryName(file)!, recursive: true);
            return Task.CompletedTask;
        })
        {
            Path = file,
        };
    }

    private static async Task<TestDatabase> CreateSqlServerAsync()
    {
        var options = new DbContextOptionsBuilder<SqlServerOrderSyncDb>()
            .UseSqlServer($"{SqlServer};Initial Catalog=OrderSyncTest_{Guid.NewGuid():N}", sql => sql.EnableRetryOnFailure())
            .Options;
        await using var db = new SqlServerOrderSyncDb(options);
        await db.Database.MigrateAsync();
        return new TestDatabase(() => new SqlServerOrderSyncDb(options), async () =>
        {
            await using var last = new SqlServerOrderSyncDb(options);
            await last.Database.EnsureDeletedAsync();
        });
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var file = NewFile();
        await using (var db = Sqlite(file, []))
        {
            await db.Database.MigrateAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        SqliteConnection.ClearPool(new SqliteConnection(ConnectionString(file)));
        return file;
    }

    private static SqliteOrderSyncDb Sqlite(string file, IEnumerable<IInterceptor> interceptors) =>
        new(new DbContextOptionsBuilder<SqliteOrderSyncDb>().UseSqlite(ConnectionString(file)).AddInterceptors([new SqlitePragmas(), .. interceptors]).Options);

    private static string ConnectionString(string file) => new SqliteConnectionStringBuilder { DataSource = file }.ToString();

    private static string NewFile() => System.IO.Path.Combine(Directory.CreateTempSubdirectory("ordersync-test-").FullName, "test.db");
}
