using System.Runtime.CompilerServices;
using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Feeds.Completeness;
using OrderSync.Web.Feeds.ConfirmShipments;
using OrderSync.Web.Feeds.ExportProducts;
using OrderSync.Web.Feeds.ExportStock;
using OrderSync.Web.Feeds.ImportImages;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Feeds.ImportProducts;
using OrderSync.Web.Feeds.ImportStock;
using OrderSync.Web.Feeds.ImportSuppliers;
using OrderSync.Web.Feeds.OrderEvents;
using OrderSync.Web.Feeds.UpdateOrders;

namespace OrderSync.Tests.Support;

/// <summary>A shop whose orders and faults the test writes down; its cursor is the number of orders read.</summary>
internal sealed partial class ScriptedShop : IOrderSource, IOrderLookup, ICatalogSource, ISupplierSource, IImageSource, IStockTarget, ICatalogTarget, IOrderStatusTarget
{
    public List<ExternalProduct> Products { get; } = [];

    public List<ExternalStock> Stock { get; } = [];

    public List<ExternalSupplier> Suppliers { get; } = [];

    public List<ProductOffers> Offers { get; } = [];

    public List<ExternalImages> Images { get; } = [];

    /// <summary>Pictures by their ids; a thumbnail is named by the id with an s.</summary>
    public Dictionary<string, byte[]> Pictures { get; } = [];

    /// <summary>Pictures asked for, in order.</summary>
    public List<string> Downloads { get; } = [];

    /// <summary>Called when a picture is asked for; throw here to break the shop.</summary>
    public Action<string> BeforePicture { get; set; } = _ => { };

    /// <summary>Ids of products whose answer is not readable now.</summary>
    public HashSet<string> BrokenProducts { get; } = [];

    /// <summary>Lists of the catalogue the shop does not give.</summary>
    public List<RemoteFailure> Lacking { get; } = [];

    public List<ExternalOrder> Orders { get; } = [];

    public List<UnreadableOrder> Unreadable { get; } = [];

    /// <summary>Called before each page; throw here to break the shop.</summary>
    public Action<int> BeforePage { get; set; } = _ => { };

    public ScriptedStatuses Statuses { get; } = new();

    public int PageSize { get; set; } = 2;

    public ExportSettings Export { get; set; } = new(["main"], 0, new StockGuardLimits());

    /// <summary>What happens after a page of stock was taken in.</summary>
    public Func<Task> AfterStockPage { get; set; } = () => Task.CompletedTask;

    /// <summary>Every figure the shop was told: product and pieces.</summary>
    public List<(string Product, int Quantity)> Told { get; } = [];

    /// <summary>Called before a row is read and written, between the two, and after a part was written whose results nobody has yet.</summary>
    public Action<StockWrite> BeforeWrite { get; set; } = _ => { };

    public Action<StockWrite> BetweenReadAndWrite { get; set; } = _ => { };

    public Action AfterWrite { get; set; } = () => { };

    /// <summary>The shop does what it is told, but its answers do not come.</summary>
    public bool AnswersAreLost { get; set; }

    public ConnectorDescriptor Descriptor => new(
        new ConnectorKey("test"), "Test shop", "A shop of a test.", typeof(ScriptedSettings), typeof(object),
        [
            new FeedOffer(ImportOrdersFeed.FeedKey, "*/5 * * * *"), new FeedOffer(RetryFeed.FeedKey, "0 * * * *"), new FeedOffer(CheckCompletenessFeed.FeedKey, null),
            new FeedOffer(ImportProductsFeed.FeedKey, null), new FeedOffer(UpdateProductsFeed.FeedKey, null),
            new FeedOffer(ImportStockFeed.FeedKey, null), new FeedOffer(ConfirmShipmentsFeed.FeedKey, null), new FeedOffer(ImportSuppliersFeed.FeedKey, null), new FeedOffer(ImportOffersFeed.FeedKey, null),
            new FeedOffer(UpdateOrdersFeed.FeedKey, null), new FeedOffer(OrderEventsFeed.FeedKey, null),
            new FeedOffer(ImportImagesFeed.FeedKey, null),
            new FeedOffer(ExportStockFeed.FeedKey, null), new FeedOffer(ExportProductDataFeed.FeedKey, null), new FeedOffer(StockCheckFeed.FeedKey, null),
        ], [], this);

    public async IAsyncEnumerable<OrderPage> ReadNewAsync(Connection connection, string? cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        var position = cursor is null ? 0 : int.Parse(cursor);
        for (var page = 0; position < Orders.Count || page == 0; page++)
        {
            ct.ThrowIfCancellationRequested();
            BeforePage(page);
            var orders = Orders.Skip(position).Take(PageSize).ToList();
            position += orders.Count;
            yield return new OrderPage(orders, page == 0 ? Unreadable : [], [], position.ToString());
        }
    }

    public async IAsyncEnumerable<OrderPage> ReadAsync(
        Connection connection, IReadOnlyList<string> externalIds, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        BeforePage(0);
        Asked.Add(externalIds);
        var found = Orders.Where(order => externalIds.Contains(order.ExternalId)).ToList();
        yield return new OrderPage(found, [], [.. externalIds.Except(found.Select(order => order.ExternalId))], null);
    }

    /// <summary>Orders asked for by their numbers, one list for each time.</summary>
    public List<IReadOnlyList<string>> Asked { get; } = [];

    /// <summary>When pages of changes say that their reading began; null leaves it open.</summary>
    public DateTime? ReadAt { get; set; }

    /// <summary>What the shop says changed; its cursor is the number of changes read.</summary>
    public List<ExternalOrder> Changed { get; } = [];

    public async IAsyncEnumerable<OrderPage> ReadChangedAsync(Connection connection, string? cursor, DateTime since, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        var position = cursor is null ? 0 : int.Parse(cursor);
        for (var page = 0; position < Changed.Count || page == 0; page++)
        {
            ct.ThrowIfCancellationRequested();
            BeforePage(page);
            var orders = Changed.Skip(position).Take(PageSize).ToList();
            position += orders.Count;
            yield return new OrderPage(orders, page == 0 ? Unreadable : [], [], position.ToString()) { ReadAt = ReadAt };
        }
    }

    public async IAsyncEnumerable<ProductPage> ReadProductsAsync(Connection connection, string? cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        var position = cursor is null ? 0 : int.Parse(cursor);
        for (var page = 0; position < Products.Count || page == 0; page++)
        {
            ct.ThrowIfCancellationRequested();
            BeforePage(page);
            var products = Products.Skip(position).Take(PageSize).ToList();
            position += products.Count;
            yield return new ProductPage([.. products.Where(product => !BrokenProducts.Contains(product.ExternalId))], BrokenIn(products), position.ToString()) { Lacking = page == 0 ? Lacking : [] };
        }
    }

    private List<UnreadableProduct> BrokenIn(IEnumerable<ExternalProduct> products) =>
        [.. products.Where(product => BrokenProducts.Contains(product.ExternalId)).Select(product => new UnreadableProduct(product.ExternalId, new Phrase("Not readable."), "<"))];

    public async IAsyncEnumerable<SupplierPage> ReadSuppliersAsync(Connection connection, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        foreach (var suppliers in Suppliers.Chunk(PageSize))
        {
            ct.ThrowIfCancellationRequested();
            yield return new SupplierPage(suppliers, new Dictionary<string, Phrase>());
        }
    }

    public async IAsyncEnumerable<OfferPage> ReadOffersAsync(Connection connection, string? cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        for (var (position, page) = (cursor is null ? 0 : int.Parse(cursor), 0); position < Offers.Count; page++)
        {
            ct.ThrowIfCancellationRequested();
            BeforePage(page);
            var products = Offers.Skip(position).Take(PageSize).ToList();
            position += products.Count;
            yield return new OfferPage(products, [], position.ToString()) { Lacking = page == 0 ? Lacking : [] };
        }
    }

    public async IAsyncEnumerable<ImagePage> ReadImagesAsync(Connection connection, string? cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        for (var position = cursor is null ? 0 : int.Parse(cursor); position < Images.Count;)
        {
            ct.ThrowIfCancellationRequested();
            var products = Images.Skip(position).Take(PageSize).ToList();
            position += products.Count;
            yield return new ImagePage(products, [], position.ToString());
        }
    }

    public async Task<RemoteFailure?> DownloadAsync(Connection connection, ImageRequest image, Stream target, CancellationToken ct)
    {
        var name = image.Size == ImageSize.Original ? image.ImageId : image.ImageId + "s";
        Downloads.Add(name);
        BeforePicture(name);
        if (!Pictures.TryGetValue(name, out var picture))
        {
            return new RemoteFailure(RemoteFailureKind.Rejected, "image-missing", new Phrase("Picture {0} is missing.", name), new Phrase("Upload it."));
        }

        await target.WriteAsync(picture, ct);
        return null;
    }

    public async IAsyncEnumerable<StockPage> ReadStockAsync(Connection connection, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        for (var position = 0; position < Stock.Count; position += PageSize)
        {
            ct.ThrowIfCancellationRequested();
            yield return new StockPage([.. Stock.Skip(position).Take(PageSize)]);
            await AfterStockPage();
        }
    }

    public Task<IReadOnlyList<ExternalStock>> ReadStockAsync(Connection connection, IReadOnlyCollection<string> productIds, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ExternalStock>>([.. Stock.Where(row => productIds.Contains(row.ProductId))]);

    public async IAsyncEnumerable<IReadOnlyList<StockWritten>> WriteStockAsync(
        Connection connection, IReadOnlyList<StockWrite> writes, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        foreach (var part in writes.Chunk(PageSize))
        {
            ct.ThrowIfCancellationRequested();
            var results = part.Select(Write).ToList();
            AfterWrite();
            yield return results;
        }
    }

    public ExportSettings ExportSettings(Connection connection) => Export;

    /// <summary>What a write of stock comes to; the rules of the port.</summary>
    private StockWritten Write(StockWrite write)
    {
        BeforeWrite(write);
        var index = Stock.FindIndex(row => row.ProductId == write.Variant.ProductId && row.VariantId == write.Variant.VariantId && row.Oddity is null);
        if (index < 0)
        {
            return new(write.Variant, StockSent.NoRow, null);
        }

        if (Stock[index].Quantity != write.Expected)
        {
            return new(write.Variant, StockSent.Changed, Stock[index].Quantity);
        }

        BetweenReadAndWrite(write);
        Told.Add((write.Variant.ProductId, write.Quantity));
        Stock[index] = Stock[index] with { Quantity = write.Quantity };
        return AnswersAreLost ? new(write.Variant, StockSent.Unknown, null) : new(write.Variant, StockSent.Written, write.Quantity);
    }

    public Task<ShownOrder?> LookAsync(Connection connection, string orderId, CancellationToken ct) => Statuses.LookAsync(connection, orderId, ct);

    public Task<StatusWritten> WriteTrackingAsync(Connection connection, TrackingWrite write, CancellationToken ct) => Statuses.WriteTrackingAsync(connection, write, ct);

    public Task<StatusWritten> WriteStateAsync(Connection connection, StateWrite write, CancellationToken ct) => Statuses.WriteStateAsync(connection, write, ct);

    public StatusSettings StatusSettings(Connection connection) => Statuses.Settings;

    public ImportSettings Settings { get; set; } = Given.Settings;

    public ImportSettings ImportSettings(Connection connection) => Settings;
}

internal sealed record ScriptedSettings : IConnectorSettings
{
    public int RequestsPerMinute => 0;

    public IEnumerable<ConnectionProblem> Validate() => [];
}
