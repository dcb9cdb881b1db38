using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Features.StockPlans;
using OrderSync.Web.Feeds.ExportStock;

namespace OrderSync.Tests.Support;

/// <summary>A shop whose products the hub knows and has counted; products are named 1, 2, 3 …</summary>
internal sealed class ShopWithStock : IAsyncDisposable
{
    public static readonly Actor Anna = new(ActorKind.Person, "1", "Anna", Role.Merchant);
    private int orders;

    private ShopWithStock(FeedRig rig) => Rig = rig;

    public FeedRig Rig { get; }

    public ScriptedShop Shop => Rig.Shop;

    public PlanActions Actions => new(Rig.Database, Rig.Queue, Rig.Monitor, Rig.Clock);

    /// <param name="stock">Pieces in the shop and in the hub, product by product; null was never counted in the hub.</param>
    public static async Task<ShopWithStock> CreateAsync(DatabaseProvider provider, params (int Shop, int? Hub)[] stock) =>
        await CreateAsync(await TestDatabase.CreateAsync(provider), stock);

    public static async Task<ShopWithStock> CreateAsync(TestDatabase database, (int Shop, int? Hub)[] stock)
    {
        var shop = new ShopWithStock(await FeedRig.CreateAsync(database));
        foreach (var (index, pieces) in stock.Index())
        {
            shop.Shop.Products.Add(Product($"{index + 1}"));
            shop.Shop.Stock.Add(new ExternalStock($"1{index + 1}", $"{index + 1}", "", pieces.Shop));
        }

        await shop.Rig.ImportProductsAsync();
        await shop.Rig.ImportAsync();
        foreach (var (index, pieces) in stock.Index().Where(row => row.Item.Hub is not null))
        {
            await shop.CountAsync(index + 1, pieces.Hub!.Value);
        }

        return shop;
    }

    /// <summary>A shop whose first export was approved: it shows what the hub has, and is told by itself from now on.</summary>
    public static async Task<ShopWithStock> LiveAsync(params int[] stock) => await LiveAsync(await TestDatabase.CreateAsync(), stock);

    public static async Task<ShopWithStock> LiveAsync(TestDatabase database, int[] stock)
    {
        var shop = await CreateAsync(database, [.. stock.Select(pieces => (pieces, (int?)pieces))]);
        await shop.Rig.ExportStockAsync();
        await shop.ApproveAsync();
        shop.Rig.Clock.Advance(TimeSpan.FromHours(2));
        await shop.Rig.ExportStockAsync();
        shop.Shop.Told.Clear();
        return shop;
    }

    /// <summary>Counts a product in a warehouse of the hub.</summary>
    public Task CountAsync(int product, int pieces, string warehouse = "main") => Rig.ReadAsync(async db =>
    {
        var variant = await VariantAsync(db, product);
        await db.SetAsync(warehouse, variant, pieces, new StockCause(MovementKind.ByHand, "Max"), Rig.Clock.GetUtcNow().UtcDateTime, default);
        return await db.SaveChangesAsync();
    });

    /// <summary>A customer buys in the shop, which takes the pieces off at once.</summary>
    public void Sell(int product, int pieces, string notReady = "")
    {
        Set(product, ShownOf(product) - pieces);
        var order = Given.Order();
        var line = order.Lines[0] with { ProductId = $"{product}", VariantId = "", Quantity = pieces };
        var products = line.UnitPrice * pieces;
        Shop.Orders.Add(order with
        {
            ExternalId = $"{500 + ++orders}",
            Lines = notReady.Length > 0 ? [] : [line],
            NotReady = notReady.Length > 0 ? notReady : null,
            ProductsTotal = products,
            Total = products + order.ShippingTotal + order.WrappingTotal - order.DiscountTotal,
        });
    }

    /// <summary>Somebody changes a figure in the shop's back office.</summary>
    public void Set(int product, int pieces)
    {
        var index = Shop.Stock.FindIndex(row => row.ProductId == $"{product}");
        Shop.Stock[index] = Shop.Stock[index] with { Quantity = pieces };
    }

    public int ShownOf(int product) => Shop.Stock.First(row => row.ProductId == $"{product}").Quantity;

    /// <summary>Approves the plan that waits, and runs what that starts.</summary>
    public async Task<FeedRun> ApproveAsync()
    {
        var outcome = await Actions.ApproveAsync(Anna, await WaitingAsync(), "Looked at it", default);
        Assert.True(outcome.Succeeded, outcome.Refusal?.Message.ToString());
        return await RunQueuedAsync();
    }

    /// <summary>Asks for an export plan, and runs what that starts.</summary>
    public async Task<FeedRun> AskAsync()
    {
        await RequestAsync();
        return await RunQueuedAsync();
    }

    public async Task<long> RequestAsync()
    {
        var asked = await new PlanRequests(Rig.Database, Rig.Queue, Rig.Monitor, Rig.Clock).MakeAsync(Anna, Rig.IntegrationId, default);
        return asked.Value!.PlanId;
    }

    public async Task<FeedRun> UndoAsync(long plan)
    {
        Assert.True((await Actions.UndoAsync(Anna, plan, "Wrong", default)).Succeeded);
        return await RunQueuedAsync();
    }

    public Task<long> WaitingAsync() => Rig.ReadAsync(db => db.StockPlans.Where(row => row.State == PlanState.Waiting).Select(row => row.Id).SingleAsync());

    public Task<List<StockPlan>> PlansAsync() => Rig.ReadAsync(db => db.StockPlans.AsNoTracking().OrderBy(row => row.Id).ToListAsync());

    public Task<List<PlanLineResult>> ResultsAsync(long? plan = null) =>
        Rig.ReadAsync(db => db.StockPlanLines.Where(row => plan == null || row.PlanId == plan).OrderBy(row => row.Id).Select(row => row.Result).ToListAsync());

    public Task<List<string>> CausesAsync(FeedRun run) =>
        Rig.ReadAsync(db => db.FeedRunItems.Where(row => row.RunId == run.Id && row.Cause != "").OrderBy(row => row.Cause).Select(row => row.Cause).ToListAsync());

    /// <summary>Whether the export would start by itself.</summary>
    public Task<bool> IsDueAsync() => Rig.ReadAsync(async db =>
        (await Rig.Catalog.Get(ExportStockFeed.FeedKey).DueAsync(db, Rig.Clock.GetUtcNow().UtcDateTime, default)).Count > 0);

    public async Task<FeedRun> RunQueuedAsync()
    {
        var run = (await Rig.Lease.ClaimAsync(default))!;
        await Rig.Runner.RunAsync(run, default);
        return await Rig.ReadRunAsync(run.Id);
    }

    public ValueTask DisposeAsync() => Rig.DisposeAsync();

    public static ExternalProduct Product(string id) => new()
    {
        ExternalId = id,
        Kind = ProductKind.Simple,
        Name = "Product " + id,
        Variants = [new ExternalVariant { ExternalId = "", Sku = "SKU-" + id }],
    };

    public static Task<long> VariantAsync(OrderSyncDb db, int product) =>
        db.VariantListings.Where(row => row.ExternalProductId == product.ToString()).Select(row => row.VariantId).SingleAsync();
}
