using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Runs;

namespace OrderSync.Benchmarks;

/// <summary>Times what the lists ask of a database with many orders, and of a run with many items.</summary>
internal static class ListBenchmark
{
    private const int Repetitions = 40;
    private const int Items = 100_000;

    public static async Task<int> RunAsync(int orders)
    {
        var folder = Directory.CreateTempSubdirectory("ordersync-bench-").FullName;
        try
        {
            var databases = new Databases(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "many.db") }.ToString());
            var runId = await ManyRows.FillAsync(databases, orders, Items);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Lists on {orders:N0} orders and a run of {Items:N0} items (SQLite), ms"));
            Console.WriteLine($"{"query",-34} {"median",8} {"95th",8}");
            await OrdersAsync(new OrderQueries(databases));
            await ItemsAsync(new RunItemQueries(databases), runId);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task OrdersAsync(OrderQueries queries)
    {
        var first = await queries.ListAsync(new OrderFilter(), null, 50, default);
        await TimeAsync("first page", _ => queries.ListAsync(new OrderFilter(), null, 50, default));
        await TimeAsync("next page", _ => queries.ListAsync(new OrderFilter(), OrderCursor.Parse(first.Next), 50, default));
        await TimeAsync("one shop", _ => queries.ListAsync(new OrderFilter { IntegrationId = 2 }, null, 50, default));
        await TimeAsync("frequent status", _ => queries.ListAsync(new OrderFilter { Statuses = [OrderStatus.Confirmed] }, null, 50, default));
        await TimeAsync("rare status", _ => queries.ListAsync(new OrderFilter { Statuses = [OrderStatus.Refunded] }, null, 50, default));
        await TimeAsync("store", _ => queries.ListAsync(new OrderFilter { StoreKey = "outlet" }, null, 50, default));
        await TimeAsync("one shop and rare status", _ => queries.ListAsync(new OrderFilter { IntegrationId = 2, Statuses = [OrderStatus.Refunded] }, null, 50, default));
        await TimeAsync("one day", _ => queries.ListAsync(new OrderFilter { From = ManyRows.Newest.AddDays(-30), Before = ManyRows.Newest.AddDays(-29) }, null, 50, default));
        await TimeAsync("search a number", i => queries.ListAsync(new OrderFilter { Search = $"{4711 + i}" }, null, 50, default));
        await TimeAsync("search a rare name", i => queries.ListAsync(new OrderFilter { Search = $"name{1000 + i}" }, null, 50, default));
        await TimeAsync("search a frequent word", _ => queries.ListAsync(new OrderFilter { Search = "shirt" }, null, 50, default));
        await TimeAsync("search two words", i => queries.ListAsync(new OrderFilter { Search = $"shirt name{1000 + i}" }, null, 50, default));
        await TimeAsync("search two frequent words", _ => queries.ListAsync(new OrderFilter { Search = "first shirt" }, null, 50, default));
        await TimeAsync("search two words seldom together", _ => queries.ListAsync(new OrderFilter { Search = "anna nowak" }, null, 50, default));
        await TimeAsync("search two frequent, seldom so", _ => queries.ListAsync(new OrderFilter { Search = "paul smith" }, null, 50, default));
        await TimeAsync("search finds nothing", _ => queries.ListAsync(new OrderFilter { Search = "zzzzzz" }, null, 50, default));
    }

    private static async Task ItemsAsync(RunItemQueries queries, long runId)
    {
        var first = await queries.ListAsync(runId, [], default, 50, default);
        await TimeAsync("run items, first page", _ => queries.ListAsync(runId, [], default, 50, default));
        await TimeAsync("run items, next page", _ => queries.ListAsync(runId, [], IdCursor.Parse(first.Next), 50, default));
        await TimeAsync("run items, failed only", _ => queries.ListAsync(runId, [ItemOutcome.Failed], default, 50, default));
        await TimeAsync("run errors by cause", _ => queries.ErrorsAsync(runId, default));
    }

    private static async Task TimeAsync<T>(string name, Func<int, Task<T>> query)
    {
        await query(0);
        var times = new List<double>();
        for (var i = 0; i < Repetitions; i++)
        {
            var watch = Stopwatch.StartNew();
            await query(i);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34} {times[Repetitions / 2],8:0.0} {times[Repetitions * 95 / 100],8:0.0}"));
    }
}

/// <summary>Contexts on one SQLite file.</summary>
internal sealed class Databases(string connectionString) : IDbContextFactory<OrderSyncDb>
{
    private readonly DbContextOptions<SqliteOrderSyncDb> options =
        new DbContextOptionsBuilder<SqliteOrderSyncDb>().UseSqlite(connectionString).AddInterceptors(new SqlitePragmas()).Options;

    public OrderSyncDb CreateDbContext() => new SqliteOrderSyncDb(options);
}
