using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.Completeness;
using OrderSync.Web.Feeds.ConfirmShipments;
using OrderSync.Web.Feeds.ExportProducts;
using OrderSync.Web.Feeds.ExportStock;
using OrderSync.Web.Feeds.GoLive;
using OrderSync.Web.Feeds.ImportImages;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Feeds.ImportProducts;
using OrderSync.Web.Feeds.ImportStock;
using OrderSync.Web.Feeds.ImportSuppliers;
using OrderSync.Web.Feeds.OrderEvents;
using OrderSync.Web.Feeds.RefreshArticles;
using OrderSync.Web.Feeds.SendOrders;
using OrderSync.Web.Feeds.UpdateOrders;

namespace OrderSync.Web.Feeds;

public static class FeedsSetup
{
    /// <summary>The feeds, the worker that runs them and the schedule that starts them.</summary>
    public static void AddFeeds(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IFeed, ImportOrdersFeed>();
        services.AddSingleton<IFeed, RetryFeed>();
        services.AddSingleton<CompletenessCounter>();
        services.AddSingleton<IFeed, CheckCompletenessFeed>();
        services.AddSingleton<IFeed, ImportProductsFeed>();
        services.AddSingleton<IFeed, UpdateProductsFeed>();
        services.AddSingleton<IFeed, ImportImagesFeed>();
        services.AddSingleton<IFeed, ImportSuppliersFeed>();
        services.AddSingleton<IFeed, ImportOffersFeed>();
        services.AddSingleton<IFeed, ImportStockFeed>();
        services.AddSingleton<IFeed, UpdateOrdersFeed>();
        services.AddSingleton<IFeed, OrderEventsFeed>();
        services.AddSingleton<IFeed, ConfirmShipmentsFeed>();
        services.AddSingleton<IFeed, SendOrdersFeed>();
        services.AddSingleton<IFeed, AskTargetFeed>();
        services.AddSingleton<IFeed, RefreshArticlesFeed>();
        services.AddSingleton<IFeed, ExportStockFeed>();
        services.AddSingleton<IFeed, StockCheckFeed>();
        services.AddSingleton<IFeed, ExportProductDataFeed>();
        services.AddSingleton<ExportJobs>();
        services.AddSingleton<ProductExportJobs>();
        services.AddSingleton<OrderIntake>();
        services.AddSingleton<OrderUpdates>();
        services.AddSingleton<ShownOrders>();
        services.AddSingleton<InboxQueue>();
        services.AddSingleton<FeedCatalog>();
        services.AddSingleton(provider => new FeedTitles(provider.GetServices<IFeed>().ToDictionary(feed => feed.Key, feed => feed.Title)));
        services.AddSingleton<FeedMonitor>();
        services.AddSingleton<FeedSignal>();
        services.AddSingleton<GoLiveReader>();
        services.AddSingleton<GoLiveGate>();
        services.AddSingleton<FeedQueue>();
        services.AddSingleton<FeedSchedules>();
        services.AddSingleton<FeedProbe>();
        services.AddSingleton<FeedWaker>();
        services.AddSingleton<RunLease>();
        services.AddSingleton<StaleRuns>();
        services.AddSingleton<RunFinisher>();
        services.AddSingleton<FeedRunner>();
        services.AddSingleton<OfferedFeeds>();
        services.AddSingleton<FeedScheduler>();
        services.AddTransient<FeedScheduler.FireFeed>();
        FeedScheduler.Register(services, DatabaseLocation.Of(builder));
        services.AddHostedService<OutboxAnnouncer>();
        services.AddHostedService<InboxListener>();
        services.AddHostedService<FeedWorker>();
        services.AddHostedService<RemoteRunWatcher>();
        services.AddHostedService<ScheduleReconciliation>();
    }

    /// <summary>Brings feeds in line with what connectors offer, and the job engine in line with our rows, once, when the program starts.</summary>
    private sealed class ScheduleReconciliation(OfferedFeeds offered, FeedScheduler scheduler) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await offered.AddMissingAsync(stoppingToken);
            await scheduler.ReconcileAsync(stoppingToken);
        }
    }
}
