using System.Collections.Concurrent;
using System.Globalization;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Stock;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>PrestaShop 1.5 to 9 as a source of orders, products, suppliers and pictures and a target of stock, products and order statuses, over its webservice.</summary>
internal sealed partial class PrestaShopConnector(PrestaShopClient client, TimeProvider clock)
    : IOrderSource, IOrderLookup, ICatalogSource, ISupplierSource, IImageSource, IStockTarget, ICatalogTarget, IOrderStatusTarget, IConnectionTest, IMappingSource
{
    private readonly ConcurrentDictionary<(long Integration, string Url, string Shop), ShopMemory> memories = [];
    private readonly SelfTest selfTest = new(client);
    private readonly MappingValues mappingValues = new(client);
    private readonly OrderReader orders = CreateOrderReader(client, clock);
    private readonly OrderFinder finder = CreateOrderFinder(client, clock);
    private readonly CatalogueReader products = CreateCatalogueReader(client);
    private readonly SupplierReader suppliers = CreateSupplierReader(client);
    private readonly ImageReader images = CreateImageReader(client, clock);
    private readonly StockReader stock = CreateStockReader(client);
    private readonly StockWriter stockWriter = new(client, CreateStockReader(client), clock);
    private readonly CatalogLook catalogue = CreateCatalogLook(client, clock);
    private readonly ProductWriter productWriter = new(WrittenResource.Products, client, new KeyedReader(client), clock);
    private readonly ProductWriter variantWriter = new(WrittenResource.Combinations, client, new KeyedReader(client), clock);
    private readonly ProductMaker productMaker = new(client, CreateCatalogLook(client, clock), clock);
    private readonly StateWriter states = new(client, new OrderSight(client), new MappingValues(client), new CarefulWrite(clock), clock);
    private readonly TrackingWriter tracking = new(client, new OrderSight(client), new CarefulWrite(clock));

    /// <inheritdoc/>
    public IAsyncEnumerable<OrderPage> ReadNewAsync(Connection connection, string? cursor, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        var start = OrderCursor.Parse(cursor, Settings(connection).ImportFromOrderId);
        return OneAhead.ReadOneAhead(stop => orders.ReadNewAsync(shop, Memory(shop), Zone(connection), start, stop), ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<OrderPage> ReadAsync(Connection connection, IReadOnlyList<string> externalIds, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return OneAhead.ReadOneAhead(stop => orders.ReadNamedAsync(shop, Memory(shop), Zone(connection), externalIds, stop), ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<OrderPage> ReadChangedAsync(Connection connection, string? cursor, DateTime since, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        var start = ChangeCursor.Parse(cursor, since);
        return OneAhead.ReadOneAhead(stop => orders.ReadChangedAsync(shop, Memory(shop), Zone(connection), start, stop), ct);
    }

    /// <inheritdoc/>
    public Task<FoundOrders> FindAsync(Connection connection, string number, CancellationToken ct)
    {
        var shop = new ShopAccess(connection) { Patient = false };
        return finder.FindAsync(shop, Memory(shop), Zone(connection), number, ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<OrderHead>> ListAsync(Connection connection, DateOnly? from, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return OneAhead.ReadOneAhead(stop => finder.ListAsync(shop, Memory(shop), from, stop), ct);
    }

    /// <inheritdoc/>
    public DateOnly DayIn(Connection connection, DateTime utc) => Zone(connection).DayOf(utc);

    /// <inheritdoc/>
    public Func<string, bool> IsPast(Connection connection, string? cursor)
    {
        var place = OrderCursor.Parse(cursor, Settings(connection).ImportFromOrderId);
        return id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && !place.IsWanted(number);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ProductPage> ReadProductsAsync(Connection connection, string? cursor, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return OneAhead.ReadOneAhead(stop => products.ReadAsync(shop, Memory(shop), CatalogueCursor.Parse(cursor), stop), ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SupplierPage> ReadSuppliersAsync(Connection connection, CancellationToken ct) =>
        suppliers.ReadSuppliersAsync(new ShopAccess(connection), ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<OfferPage> ReadOffersAsync(Connection connection, string? cursor, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return OneAhead.ReadOneAhead(stop => suppliers.ReadOffersAsync(shop, Memory(shop), CatalogueCursor.Parse(cursor).LastId, stop), ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ImagePage> ReadImagesAsync(Connection connection, string? cursor, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return images.ReadAsync(shop, Memory(shop), CatalogueCursor.Parse(cursor).LastId, ct);
    }

    /// <inheritdoc/>
    public Task<RemoteFailure?> DownloadAsync(Connection connection, ImageRequest image, Stream target, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return images.DownloadAsync(shop, Memory(shop), image, target, ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StockPage> ReadStockAsync(Connection connection, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return OneAhead.ReadOneAhead(stop => stock.ReadAllAsync(shop, Memory(shop), stop), ct);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ExternalStock>> ReadStockAsync(Connection connection, IReadOnlyCollection<string> productIds, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return stock.ReadAsync(shop, Memory(shop), productIds, ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<StockWritten>> WriteStockAsync(Connection connection, IReadOnlyList<StockWrite> writes, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return stockWriter.WriteAsync(shop, Memory(shop), writes, ct);
    }

    /// <inheritdoc/>
    public Task<ShownOrder?> LookAsync(Connection connection, string orderId, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return states.LookAsync(shop, Memory(shop), orderId, ct);
    }

    /// <inheritdoc/>
    public Task<StatusWritten> WriteTrackingAsync(Connection connection, TrackingWrite write, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return tracking.WriteAsync(shop, Memory(shop), write, ct);
    }

    /// <inheritdoc/>
    public Task<StatusWritten> WriteStateAsync(Connection connection, StateWrite write, CancellationToken ct)
    {
        var shop = new ShopAccess(connection);
        return states.WriteAsync(shop, Memory(shop), write, ct);
    }

    /// <inheritdoc/>
    public StatusSettings StatusSettings(Connection connection)
    {
        var settings = Settings(connection);
        return new StatusSettings(OrNone(settings.StatusForFullShipment), OrNone(settings.StatusForPartialShipment), settings.NotifyCustomer);

        static string? OrNone(string state) => state.Length == 0 ? null : state;
    }

    /// <inheritdoc/>
    public ImportSettings ImportSettings(Connection connection)
    {
        var settings = Settings(connection);
        return new ImportSettings(settings.Store, settings.ImportFromOrderId, ShopFacts.ShopId(connection)) { Warehouse = settings.Warehouse };
    }

    /// <inheritdoc/>
    public ExportSettings ExportSettings(Connection connection) => Settings(connection).ToExport();

    /// <inheritdoc/>
    public Task<ConnectionReport> TestAsync(Connection connection, CancellationToken ct) => selfTest.RunAsync(connection, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MappableValue>> ReadValuesAsync(Connection connection, string table, CancellationToken ct) =>
        mappingValues.ReadAsync(new ShopAccess(connection), table, ct);

    private static OrderReader CreateOrderReader(PrestaShopClient client, TimeProvider clock)
    {
        var keyed = new KeyedReader(client);
        return new OrderReader(new PageReader(client, keyed), new OrderChildren(client, keyed, clock), clock);
    }

    private static OrderFinder CreateOrderFinder(PrestaShopClient client, TimeProvider clock) =>
        new(client, new PageReader(client, new KeyedReader(client)), CreateOrderReader(client, clock));

    private static CatalogueReader CreateCatalogueReader(PrestaShopClient client)
    {
        var keyed = new KeyedReader(client);
        return new CatalogueReader(client, new PageReader(client, keyed), keyed);
    }

    private static CatalogLook CreateCatalogLook(PrestaShopClient client, TimeProvider clock)
    {
        var keyed = new KeyedReader(client);
        return new CatalogLook(client, keyed, new PageReader(client, keyed), clock);
    }

    private static SupplierReader CreateSupplierReader(PrestaShopClient client)
    {
        var keyed = new KeyedReader(client);
        return new SupplierReader(client, new PageReader(client, keyed), keyed);
    }

    private static ImageReader CreateImageReader(PrestaShopClient client, TimeProvider clock)
    {
        var keyed = new KeyedReader(client);
        return new ImageReader(client, new PageReader(client, keyed), keyed, clock);
    }

    private static StockReader CreateStockReader(PrestaShopClient client)
    {
        var keyed = new KeyedReader(client);
        return new StockReader(client, new PageReader(client, keyed), keyed);
    }

    private static PrestaShopSettings Settings(Connection connection) => (PrestaShopSettings)connection.Settings;

    private static ShopZone Zone(Connection connection) => ShopZone.Of(
        Settings(connection).TimeZone is { Length: > 0 } chosen ? chosen : connection.Facts.GetValueOrDefault(ShopFacts.TimeZone, ""));

    private ShopMemory Memory(ShopAccess shop)
    {
        var facts = shop.Connection.Facts;
        return memories.GetOrAdd(
            (shop.Connection.IntegrationId, shop.Api.AbsoluteUri, shop.ShopId),
            _ => new ShopMemory(facts.GetValueOrDefault(ShopFacts.Version, ""), facts.GetValueOrDefault(ShopFacts.ShopName, "")));
    }
}
