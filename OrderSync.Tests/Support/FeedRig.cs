using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Images;
using OrderSync.Web.Data.Inbox;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Orders.Shipping;
using OrderSync.Web.Feeds;
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
using OrderSync.Web.Outbox;
using OrderSync.Web.Outbox.Shipping;

namespace OrderSync.Tests.Support;

/// <summary>Feeds on a real database with a scripted shop and a clock the test sets; the test decides when something runs.</summary>
internal sealed class FeedRig : IAsyncDisposable
{
    private readonly Dictionary<FeedKey, long> feeds = [];

    private FeedRig(TestDatabase database)
    {
        Database = database;
        var registry = new ConnectorRegistry([Shop.Descriptor, Listener.Descriptor, Target.Descriptor, Pharmacy.Descriptor]);
        var connections = Connections = new ConnectionFactory(registry, new SettingsCodec(new EphemeralDataProtectionProvider()));
        Listeners = new ListenerRig(registry, connections, database, Clock);
        Outbox = new OutboxWriter(registry, Clock);
        Targets = new TargetRig(registry, connections, Outbox, Listeners, database, Clock);
        var intake = new OrderIntake(database, Targets.News, Listeners.Signal, Monitor, Clock);
        var shown = new ShownOrders(intake, new OrderUpdates(Targets.News, Listeners.Signal, Monitor), database);
        var exports = new ExportJobs(registry, intake, database, Monitor, Clock);
        var catalog = Catalog = new FeedCatalog(
        [
            new ImportOrdersFeed(registry, intake), new RetryFeed(registry, intake, database), new CheckCompletenessFeed(new CompletenessCounter(registry, database), database, Monitor),
            new ImportProductsFeed(registry), new UpdateProductsFeed(registry), new ImportStockFeed(registry, intake, database),
            new ImportSuppliersFeed(registry), new ImportOffersFeed(registry),
            new UpdateOrdersFeed(registry, shown, database), new OrderEventsFeed(registry, shown, new InboxQueue(database), Inbox, Monitor, Clock),
            new ImportImagesFeed(registry, Images = new ImageStore(ImageFolder, Clock), database),
            new ConfirmShipmentsFeed(registry, new OutboxSender(database, new OutboxLease(database, Clock), Clock), Monitor),
            new SendOrdersFeed(registry, Targets.Sender, Monitor), new AskTargetFeed(registry, database, Targets.Reports, Monitor), new RefreshArticlesFeed(registry, database, Clock),
            new ExportProductDataFeed(new ProductExportJobs(registry, connections, Images, database, Monitor)), new ExportStockFeed(exports), new StockCheckFeed(exports),
        ]);
        Connectors = registry;
        Gate = new GoLiveGate(database, new GoLiveReader(registry, connections, catalog), Monitor, Clock);
        Queue = new FeedQueue(database, catalog, Gate, Monitor, Signal, Clock);
        Waker = new FeedWaker(database, catalog, Queue, Clock);
        Lease = new RunLease(database, catalog, Clock);
        OtherNode = new RunLease(database, catalog, Clock);
        Stale = new StaleRuns(database, Monitor, Signal, Clock, NullLogger<StaleRuns>.Instance);
        Finisher = new RunFinisher(database, Gate, Monitor, Signal, Clock, NullLogger<RunFinisher>.Instance);
        Probe = new FeedProbe(database, Queue, Clock);
        Schedules = new FeedSchedules(database, Queue, Clock);
        Runner = new FeedRunner(
            database, catalog, connections, Monitor, Finisher, Clock, NullLogger<FeedRunner>.Instance);
    }

    public TestDatabase Database { get; }

    /// <summary>Where pictures are stored.</summary>
    public string ImageFolder { get; } = Directory.CreateTempSubdirectory("ordersync-images-").FullName;

    public ImageStore Images { get; }
    public FeedCatalog Catalog { get; }
    public ScriptedShop Shop { get; } = new();
    public ScriptedListener Listener { get; } = new();
    public ScriptedTarget Target { get; } = new();
    public ScriptedPharmacy Pharmacy { get; } = new();
    public FakeClock Clock { get; } = FakeClock.At("2026-11-21T12:00:00Z");
    public FeedMonitor Monitor { get; } = new();
    public FeedSignal Signal { get; } = new();
    public InboxSignal Inbox { get; } = new();
    public ConnectorRegistry Connectors { get; }
    public ConnectionFactory Connections { get; }
    public GoLiveGate Gate { get; }
    public FeedQueue Queue { get; }
    public FeedWaker Waker { get; }
    public OutboxWriter Outbox { get; }
    public ListenerRig Listeners { get; }
    public TargetRig Targets { get; }
    public OrderActions Orders => new(Database, Targets.Changes, Listeners.Signal, Monitor, Clock);
    public ShipmentActions Shipments => new(Database, Shipping, Listeners.Signal, Monitor, Clock);
    public ShipmentWriter Shipping => new(Outbox, Targets.News, Clock);
    public RunLease Lease { get; }
    public RunLease OtherNode { get; }
    public StaleRuns Stale { get; }
    public RunFinisher Finisher { get; }
    public FeedProbe Probe { get; }
    public FeedSchedules Schedules { get; }
    public FeedRunner Runner { get; }
    public long IntegrationId { get; private set; }
    public long ImportFeed => feeds[ImportOrdersFeed.FeedKey];
    public long RetryFeedId => feeds[RetryFeed.FeedKey];

    /// <param name="locked">Feeds wait for the steps of the go-live sequence, as in a new integration; else each has an override.</param>
    public static async Task<FeedRig> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, bool locked = false) =>
        await CreateAsync(await TestDatabase.CreateAsync(provider), locked);

    public static async Task<FeedRig> CreateAsync(TestDatabase database, bool locked = false)
    {
        var rig = new FeedRig(database);
        rig.IntegrationId = await Rows.IntegrationAsync(rig.Database);
        await using var db = rig.Database.CreateDbContext();
        foreach (var offer in rig.Shop.Descriptor.Feeds)
        {
            var feed = new Feed { IntegrationId = rig.IntegrationId, Key = offer.Key, Cron = offer.DefaultCron };
            db.Feeds.Add(feed);
            await db.SaveChangesAsync();
            rig.feeds[offer.Key] = feed.Id;
        }

        if (!locked)
        {
            await rig.Database.UnlockAsync(rig.IntegrationId, rig.feeds.Keys);
        }

        await rig.MapEverythingAsync();
        return rig;
    }

    /// <summary>Queues the feed and runs it here and now to its end.</summary>
    public async Task<FeedRun> RunAsync(long feedId, RunTrigger trigger = RunTrigger.Manual)
    {
        var started = await Queue.StartAsync(feedId, trigger, "Test", default);
        await Runner.RunAsync((await Lease.ClaimAsync(default))!, default);
        return await ReadRunAsync(started.Value!.RunId);
    }

    public Task<FeedRun> ImportAsync() => RunAsync(ImportFeed);

    public Task<FeedRun> RetryAsync(RunTrigger trigger = RunTrigger.Manual) => RunAsync(RetryFeedId, trigger);

    public Task<FeedRun> ImportProductsAsync() => RunAsync(feeds[ImportProductsFeed.FeedKey]);

    public Task<FeedRun> UpdateProductsAsync() => RunAsync(feeds[UpdateProductsFeed.FeedKey]);

    public Task<FeedRun> ConfirmShipmentsAsync() => RunAsync(feeds[ConfirmShipmentsFeed.FeedKey]);

    public Task<FeedRun> ExportStockAsync(RunTrigger trigger = RunTrigger.Manual) => RunAsync(feeds[ExportStockFeed.FeedKey], trigger);

    public Task<FeedRun> CheckStockAsync() => RunAsync(feeds[StockCheckFeed.FeedKey]);

    public Task<FeedRun> ImportStockAsync() => RunAsync(feeds[ImportStockFeed.FeedKey]);

    /// <summary>Runs the feed of the key here and now.</summary>
    public Task<FeedRun> RunAsync(FeedKey key) => RunAsync(feeds[key]);

    public Task<FeedRun> UpdateOrdersAsync() => RunAsync(feeds[UpdateOrdersFeed.FeedKey]);

    public async Task<FeedRun> ReadRunAsync(long id)
    {
        await using var db = Database.CreateDbContext();
        return await db.FeedRuns.AsNoTracking().SingleAsync(run => run.Id == id);
    }

    public async Task<T> ReadAsync<T>(Func<OrderSyncDb, Task<T>> read)
    {
        await using var db = Database.CreateDbContext();
        return await read(db);
    }

    public Task<IncomingOrder> IncomingAsync(string externalId) =>
        ReadAsync(db => db.IncomingOrders.Include(row => row.Missing).SingleAsync(row => row.ExternalId == externalId));

    public Task MapAsync(string table, string source, string target) => ReadAsync(async db =>
    {
        var row = await db.ValueMappings.SingleOrDefaultAsync(row => row.Table == table && row.Source == source);
        if (row is null)
        {
            db.ValueMappings.Add(row = new ValueMapping { IntegrationId = IntegrationId, Table = table, Source = source });
        }

        (row.Target, row.UpdatedAt, row.UpdatedBy) = (target, Clock.GetUtcNow().UtcDateTime, "Max");
        return await db.SaveChangesAsync();
    });

    public ValueTask DisposeAsync()
    {
        Directory.Delete(ImageFolder, recursive: true);
        return Database.DisposeAsync();
    }

    private async Task MapEverythingAsync()
    {
        foreach (var (source, rule) in Given.Mappings.Statuses)
        {
            await MapAsync(MappingTables.OrderStatuses, source, rule.ToJson());
        }

        await MapAsync(MappingTables.ShippingMethods, "7", MappingSet.KeyToJson("express"));
        await MapAsync(MappingTables.PaymentMethods, "Bank wire", MappingSet.KeyToJson("transfer"));
    }
}
