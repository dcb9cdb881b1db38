using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Feeds.ImportProducts;
using OrderSync.Web.Feeds.ImportStock;

namespace OrderSync.Tests.EndToEnd;

/// <summary>The sandbox shop's catalogue through the whole program.</summary>
public sealed class CatalogueTests(FaultyShop shop) : IClassFixture<FaultyShop>
{
    [Fact]
    public async Task Every_saved_product_arrives_once_and_open_orders_are_promised_their_pieces()
    {
        var integration = await shop.TryItAsync();
        await RunAsync(integration, ImportOrdersFeed.FeedKey);

        var first = await RunAsync(integration, ImportProductsFeed.FeedKey);
        var second = await RunAsync(integration, ImportProductsFeed.FeedKey);
        var update = await RunAsync(integration, UpdateProductsFeed.FeedKey);

        var inShop = shop.Numbers("SELECT id FROM products WHERE state = 1 ORDER BY id");
        Assert.Equal((RunState.Succeeded, inShop.Count), (first.State, first.Created));
        Assert.Equal((0, 0, inShop.Count), (second.Created, update.Updated, update.Unchanged));
        var listed = await shop.ReadAsync(db => db.Listings.Where(row => row.IntegrationId == integration).Select(row => row.ExternalId).ToListAsync());
        Assert.Equal(inShop, listed.Select(id => int.Parse(id, CultureInfo.InvariantCulture)).Order());
        Assert.Equal(
            shop.Numbers("SELECT COUNT(*) FROM products p LEFT JOIN combinations c ON c.id_product = p.id WHERE p.state = 1").Single(),
            await shop.ReadAsync(db => db.VariantListings.CountAsync(row => row.IntegrationId == integration)));
        Assert.Equal(await OpenPiecesAsync(integration), await shop.ReadAsync(db => db.Reservations.Where(row => db.Orders.Any(order => order.Id == row.OrderId && order.IntegrationId == integration)).SumAsync(row => row.Quantity)));
    }

    [Fact]
    public async Task The_shops_stock_is_taken_over_once_a_plan_is_approved_with_what_open_orders_hold()
    {
        var integration = await shop.TryItAsync();
        await RunAsync(integration, ImportOrdersFeed.FeedKey);
        await RunAsync(integration, ImportProductsFeed.FeedKey);

        var reading = await RunAsync(integration, ImportStockFeed.FeedKey);
        var plan = await shop.ReadAsync(db => db.StockPlans.SingleAsync(row => row.RunId == reading.Id));
        var approved = await shop.Plans.ApproveAsync(Actor.System, plan.Id, "Looks right", CancellationToken.None);
        await shop.RunQueuedAsync();

        Assert.True(approved.Succeeded, approved.Refusal?.Message.ToString());
        // Orders with the carrier nobody mapped hold pieces too.
        Assert.Equal([StockGuards.OrdersOpen], plan.Guards.Select(guard => guard.Guard));
        var leaves = shop.Numbers("""
            SELECT COALESCE(SUM(s.quantity), 0) FROM stock_availables s JOIN products p ON p.id = s.id_product AND p.state = 1
            WHERE s.id_product_attribute <> 0 OR NOT EXISTS (SELECT 1 FROM combinations c WHERE c.id_product = s.id_product)
            """).Single();
        Assert.Equal(
            leaves + await shop.ReadAsync(async db => await db.Reservations.SumAsync(row => row.Quantity) + (await db.HeldAsync(["main"], await db.Variants.Select(row => row.Id).ToListAsync(), default)).Values.Sum()),
            await shop.ReadAsync(db => db.StockLevels.SumAsync(row => row.OnHand)));
        var again = await RunAsync(integration, ImportStockFeed.FeedKey);
        Assert.Equal((0, RunState.Succeeded), (again.Waiting, again.State));
    }

    private async Task<FeedRun> RunAsync(long integration, FeedKey key)
    {
        var feed = await shop.FeedAsync(integration, key);
        var started = await shop.Queue.StartAsync(feed.Id, RunTrigger.Manual, "Test", CancellationToken.None);
        await shop.RunQueuedAsync();
        return await shop.RunAsync(started.Value!.RunId);
    }

    /// <summary>Pieces on lines of open orders whose product the shop lists.</summary>
    private Task<int> OpenPiecesAsync(long integration) => shop.ReadAsync(db => db.Orders
        .Where(order => order.IntegrationId == integration && OpenOrders.Reserving.Contains(order.Status))
        .SelectMany(order => order.Lines)
        .Where(line => db.VariantListings.Any(row => row.IntegrationId == integration
            && row.ExternalProductId == line.ExternalProductId && row.ExternalVariantId == line.ExternalVariantId))
        .SumAsync(line => line.Quantity));
}
