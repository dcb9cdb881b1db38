using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ExportStock;
using OrderSync.Web.Feeds.ImportProducts;

namespace OrderSync.Benchmarks;

/// <summary>Makes a hub that has a shop's stock, and runs its export and its check, each in a process of its own.</summary>
internal static class StockChild
{
    public static async Task<int> RunAsync(string[] args)
    {
        var (what, url, folder) = (args[0], args[1], args[2]);
        if (what == "download")
        {
            var addresses = await File.ReadAllLinesAsync(Path.Combine(folder, ImportChild.AddressesFile));
            var taken = await LimitChild.DownloadAsync(addresses);
            Tell(new StockFigures(0, 0, addresses.Length, taken.TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64));
            return 0;
        }

        var addressNotes = new AddressNotes();
        await using var app = ImportChild.Build(folder, addressNotes);
        await app.Services.GetRequiredService<DatabaseMigration>().RunAsync(default);
        if (what == "prepare")
        {
            await PrepareAsync(app.Services, url);
            return 0;
        }

        var feed = await ReadyAsync(app.Services, what == "plan" ? ExportStockFeed.FeedKey : StockCheckFeed.FeedKey, changed: what == "plan");

        // A server that runs has its code compiled; the second run is the one that counts. The first leaves nothing for it to save.
        await ImportChild.ImportAsync(app.Services, feed);
        addressNotes.Clear();
        var watch = Stopwatch.StartNew();
        var run = await ImportChild.ImportAsync(app.Services, feed);
        watch.Stop();
        await File.WriteAllLinesAsync(
            Path.Combine(folder, ImportChild.AddressesFile), addressNotes.All.Where(address => address.Contains("stock_availables", StringComparison.Ordinal)));
        Tell(new StockFigures(run.Done, run.Waiting, run.Requests, watch.Elapsed.TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64));
        return run.State == RunState.Succeeded ? 0 : 1;
    }

    private static void Tell(StockFigures figures) => Console.WriteLine(JsonSerializer.Serialize(figures));

    /// <summary>Imports the products and the orders, and gives the hub the shop's figures.</summary>
    private static async Task PrepareAsync(IServiceProvider services, string url)
    {
        var orders = await ImportChild.PrepareAsync(services, url);
        await ImportChild.ImportAsync(services, orders);
        await using var db = await services.GetRequiredService<IDbContextFactory<OrderSyncDb>>().CreateDbContextAsync();
        var feeds = new[] { ImportProductsFeed.FeedKey, ExportStockFeed.FeedKey, StockCheckFeed.FeedKey }
            .Select(key => new Feed { IntegrationId = orders.IntegrationId, Key = key }).ToList();
        db.Feeds.AddRange(feeds);
        db.GoLiveOverrides.AddRange(feeds.Select(feed => new GoLiveOverride
        {
            IntegrationId = feed.IntegrationId,
            Kind = OverrideKind.Feed,
            Key = feed.Key.Value,
            Reason = "Benchmark",
            By = "Benchmark",
            At = DateTime.UnixEpoch,
        }));
        await db.SaveChangesAsync();
        await ImportChild.ImportAsync(services, feeds[0]);
        await FillAsync(services, db, orders.IntegrationId);
    }

    private static async Task FillAsync(IServiceProvider services, OrderSyncDb db, long integrationId)
    {
        var integration = await db.Integrations.SingleAsync(row => row.Id == integrationId);
        var connection = services.GetRequiredService<ConnectionFactory>().Open(integration);
        var variants = await db.VariantListings.ToDictionaryAsync(row => new VariantKey(row.ExternalProductId, row.ExternalVariantId), row => row.VariantId);
        var reserved = await db.Reservations.GroupBy(row => row.VariantId).ToDictionaryAsync(group => group.Key, group => group.Sum(row => row.Quantity));
        await foreach (var page in services.GetRequiredService<PrestaShopConnector>().ReadStockAsync(connection, default))
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.BulkInsertAsync(
                [.. page.Rows.Where(row => row.Oddity is null && variants.ContainsKey(new VariantKey(row.ProductId, row.VariantId)))
                    .Select(row => (Variant: variants[new VariantKey(row.ProductId, row.VariantId)], row.Quantity))
                    .Select(row => new StockLevel { VariantId = row.Variant, Warehouse = "main", OnHand = row.Quantity + reserved.GetValueOrDefault(row.Variant), UpdatedAt = DateTime.UnixEpoch })],
                default);
            await transaction.CommitAsync();
        }
    }

    /// <summary>For a plan one row in ten differs; for a check, of a shop that is told by itself, none does.</summary>
    private static async Task<Feed> ReadyAsync(IServiceProvider services, FeedKey key, bool changed)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<OrderSyncDb>>().CreateDbContextAsync();
        var by = changed ? 1 : -1;
        await db.StockLevels.Where(row => row.VariantId % 10 == 0).ExecuteUpdateAsync(set => set.SetProperty(row => row.OnHand, row => row.OnHand + by));
        await (changed
            ? db.StockPlans.ExecuteDeleteAsync()
            : db.StockPlans.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, PlanState.Done).SetProperty(row => row.DecidedAt, DateTime.UnixEpoch)));
        return await db.Feeds.AsNoTracking().SingleAsync(row => row.Key == key);
    }
}
