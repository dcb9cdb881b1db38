using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Tests.Feeds;

/// <summary>What orders do to stock.</summary>
public sealed class ReservationTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task An_imported_order_reserves_its_pieces_once(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider);
        await MugsAsync(rig);
        rig.Shop.Orders.Add(OrderOf("1", 2));

        await rig.ImportAsync();
        await rig.RetryAsync();

        Assert.Equal(2, await ReservedAsync(rig));
    }

    [Fact]
    public async Task An_order_that_came_before_its_product_reserves_once_the_product_is_known()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(OrderOf("1", 2));
        await rig.ImportAsync();
        var before = await ReservedAsync(rig);

        await MugsAsync(rig);
        await rig.UpdateProductsAsync();

        Assert.Equal((0, 2), (before, await ReservedAsync(rig)));
    }

    [Fact]
    public async Task Shipping_takes_the_pieces_off_once_and_ends_the_reservation()
    {
        await using var rig = await FeedRig.CreateAsync();
        await MugsAsync(rig);
        await CountAsync(rig, 10);
        rig.Shop.Orders.Add(OrderOf("1", 3));
        await rig.ImportAsync();

        await SetAsync(rig, OrderStatus.Shipped);
        await SetAsync(rig, OrderStatus.Delivered);

        Assert.Equal((7, 0), (await OnHandAsync(rig), await ReservedAsync(rig)));
        var movement = await rig.ReadAsync(db => db.StockMovements.OrderByDescending(row => row.Id).FirstAsync());
        Assert.Equal((10, 7, "Max"), (movement.Before, movement.After, movement.Actor));
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(-1, 10)]
    public async Task An_order_that_arrives_shipped_takes_its_pieces_off_unless_they_were_gone_when_somebody_counted(int hoursAfterCount, int left)
    {
        await using var rig = await FeedRig.CreateAsync();
        await MugsAsync(rig);
        await CountAsync(rig, 10);
        await rig.MapAsync(MappingTables.OrderStatuses, "4", new StatusRule(StatusAction.Import, false, OrderStatus.Shipped).ToJson());
        rig.Shop.Orders.Add(OrderOf("1", 3) with { StatusId = "4", PlacedAt = rig.Clock.GetUtcNow().UtcDateTime.AddHours(hoursAfterCount) });

        await rig.ImportAsync();
        await rig.RetryAsync();

        Assert.Equal((left, 0), (await OnHandAsync(rig), await ReservedAsync(rig)));
    }

    [Fact]
    public async Task Shipping_what_nobody_counted_leaves_its_stock_unknown()
    {
        await using var rig = await FeedRig.CreateAsync();
        await MugsAsync(rig);
        rig.Shop.Orders.Add(OrderOf("1", 3));
        await rig.ImportAsync();

        await SetAsync(rig, OrderStatus.Shipped);

        Assert.Equal((0, 0, 0), (await ReservedAsync(rig), await rig.ReadAsync(db => db.StockLevels.CountAsync()), await rig.ReadAsync(db => db.StockMovements.CountAsync())));
    }

    [Fact]
    public async Task Cancelling_frees_and_opening_again_reserves_again()
    {
        await using var rig = await FeedRig.CreateAsync();
        await MugsAsync(rig);
        rig.Shop.Orders.Add(OrderOf("1", 3));
        await rig.ImportAsync();

        await SetAsync(rig, OrderStatus.Cancelled);
        var freed = await ReservedAsync(rig);
        await SetAsync(rig, OrderStatus.Confirmed);

        Assert.Equal((0, 3), (freed, await ReservedAsync(rig)));
    }

    [Fact]
    public async Task An_order_shipped_and_opened_again_by_mistake_neither_reserves_nor_ships_a_second_time()
    {
        await using var rig = await FeedRig.CreateAsync();
        await MugsAsync(rig);
        await CountAsync(rig, 10);
        rig.Shop.Orders.Add(OrderOf("1", 3));
        await rig.ImportAsync();

        await SetAsync(rig, OrderStatus.Shipped);
        await SetAsync(rig, OrderStatus.Confirmed);
        await SetAsync(rig, OrderStatus.Shipped);
        await rig.UpdateProductsAsync();

        Assert.Equal((7, 0), (await OnHandAsync(rig), await ReservedAsync(rig)));
    }

    [Fact]
    public async Task The_same_count_books_no_movement()
    {
        await using var rig = await FeedRig.CreateAsync();
        await MugsAsync(rig);
        await CountAsync(rig, 10);
        await CountAsync(rig, 10);

        Assert.Equal(1, await rig.ReadAsync(db => db.StockMovements.CountAsync()));
    }

    private static Task<int> ReservedAsync(FeedRig rig) => rig.ReadAsync(db => db.Reservations.SumAsync(row => row.Quantity));

    private static Task<int> OnHandAsync(FeedRig rig) => rig.ReadAsync(db => db.StockLevels.Select(row => row.OnHand).SingleAsync());

    private static async Task MugsAsync(FeedRig rig)
    {
        var line = Given.Order().Lines[0];
        rig.Shop.Products.Add(new ExternalProduct
        {
            ExternalId = line.ProductId,
            Kind = ProductKind.Simple,
            Name = "Mug",
            Variants = [new ExternalVariant { ExternalId = line.VariantId, Sku = "MUG" }],
        });
        await rig.ImportProductsAsync();
    }

    private static Task CountAsync(FeedRig rig, int pieces) => rig.ReadAsync(async db =>
    {
        var variant = await db.Variants.Select(row => row.Id).SingleAsync();
        await db.SetAsync("main", variant, pieces, new StockCause(MovementKind.ByHand, "Max"), rig.Clock.GetUtcNow().UtcDateTime, default);
        return await db.SaveChangesAsync();
    });

    private static async Task SetAsync(FeedRig rig, OrderStatus status)
    {
        var actor = new Actor(ActorKind.Person, "1", "Max", Role.Support);
        var order = await rig.ReadAsync(db => db.Orders.Select(row => row.Id).SingleAsync());
        var outcome = await rig.Orders.SetStatusAsync(actor, order, status, default);
        Assert.True(outcome.Succeeded);
    }

    private static ExternalOrder OrderOf(string id, int quantity)
    {
        var order = Given.Order() with { ExternalId = id };
        var line = order.Lines[0] with { Quantity = quantity };
        var products = line.UnitPrice * quantity;
        return order with
        {
            Lines = [line],
            ProductsTotal = products,
            Total = products + order.ShippingTotal + order.WrappingTotal - order.DiscountTotal,
        };
    }
}
