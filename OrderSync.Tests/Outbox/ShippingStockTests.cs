using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Outbox;

/// <summary>What shipments do to stock: each of their lines is booked once, whatever follows.</summary>
public sealed class ShippingStockTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_part_takes_off_its_pieces_and_the_full_status_later_only_the_rest(DatabaseProvider provider)
    {
        await using var rig = await WithStockAsync(provider);
        await rig.ShipAsync("A1", 2, 1);
        var part = (await OnHandAsync(rig), await ReservedAsync(rig));

        await rig.SetAsync(OrderStatus.Shipped);
        await rig.SetAsync(OrderStatus.Delivered);

        Assert.Equal((9, 2), part);
        Assert.Equal((7, 0), (await OnHandAsync(rig), await ReservedAsync(rig)));
    }

    [Fact]
    public async Task Cancelling_after_a_part_frees_the_rest_and_opening_again_promises_only_that()
    {
        await using var rig = await WithStockAsync();
        await rig.ShipAsync("A1", 2, 1);

        await rig.SetAsync(OrderStatus.Cancelled);
        var freed = await ReservedAsync(rig);
        await rig.SetAsync(OrderStatus.Preparing);

        Assert.Equal((0, 2, 9), (freed, await ReservedAsync(rig), await OnHandAsync(rig)));
    }

    [Fact]
    public async Task A_shipment_taken_back_books_back_promises_again_and_is_not_told()
    {
        await using var rig = await WithStockAsync();
        var shipment = await rig.ShipAsync();
        var shipped = (await rig.StatusAsync(), await OnHandAsync(rig), await ReservedAsync(rig));

        var undone = await rig.Shipments.UndoAsync(OrderRows.Support, rig.OrderId, shipment, default);
        await rig.Shipments.UndoAsync(OrderRows.Support, rig.OrderId, shipment, default);
        await rig.SendAsync();

        Assert.True(undone.Succeeded);
        Assert.Equal((OrderStatus.Shipped, 7, 0), shipped);
        Assert.Equal((OrderStatus.Confirmed, 10, 3), (await rig.StatusAsync(), await OnHandAsync(rig), await ReservedAsync(rig)));
        Assert.Equal(OutboxState.Dropped, (await rig.MessageAsync()).State);
        Assert.Empty(rig.Shop.Writes);
        Assert.True((await rig.TryShipAsync("A1", 2, 3)).Succeeded);
    }

    [Fact]
    public async Task What_the_shop_was_told_or_may_have_been_told_is_not_taken_back()
    {
        await using var rig = await WithStockAsync();
        var shipment = await rig.ShipAsync();
        rig.Shop.At = at => at == "after-tracking" ? throw OutboxRig.Failure(OrderSync.Domain.Integrations.RemoteFailureKind.Unknown) : Task.CompletedTask;
        await rig.SendAsync();

        var doubtful = await rig.Shipments.UndoAsync(OrderRows.Support, rig.OrderId, shipment, default);
        rig.Shop.At = _ => Task.CompletedTask;
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await rig.SendAsync();
        var told = await rig.Shipments.UndoAsync(OrderRows.Support, rig.OrderId, shipment, default);

        Assert.Equal((RefusalKind.Conflict, RefusalKind.Conflict), (doubtful.Refusal!.Kind, told.Refusal!.Kind));
        Assert.Equal(7, await OnHandAsync(rig));
    }

    /// <summary>Ten of the second line's product lie in the warehouse; the order's three are promised.</summary>
    private static async Task<OutboxRig> WithStockAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var rig = await OutboxRig.CreateAsync(provider);
        var variant = await rig.Feeds.Database.AddVariantAsync("CUP");
        await rig.Feeds.Database.StockAsync(variant, 10);
        await rig.Feeds.ReadAsync(db =>
        {
            db.Reservations.Add(new Reservation { OrderLineId = rig.Lines[1], OrderId = rig.OrderId, VariantId = variant, Warehouse = "main", Quantity = 3 });
            return db.SaveChangesAsync();
        });
        return rig;
    }

    private static Task<int> ReservedAsync(OutboxRig rig) => rig.Feeds.ReadAsync(db => db.Reservations.SumAsync(row => row.Quantity));

    private static Task<int> OnHandAsync(OutboxRig rig) => rig.Feeds.ReadAsync(db => db.StockLevels.Select(row => row.OnHand).SingleAsync());
}
