using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Feeds;

/// <summary>Orders that are here follow what the shop changes.</summary>
public sealed class UpdateOrdersTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_cancellation_in_the_shop_frees_the_stock_and_is_told_in_the_history(DatabaseProvider provider)
    {
        await using var rig = await ImportedAsync(provider);
        await rig.MapAsync(MappingTables.OrderStatuses, "6", new StatusRule(StatusAction.Ignore, false, OrderStatus.Cancelled).ToJson());

        var run = await ChangeAsync(rig, order => order with { StatusId = "6" });

        Assert.Equal((OrderStatus.Cancelled, 0), (await StatusAsync(rig), await ReservedAsync(rig)));
        Assert.Equal((1, RunState.Succeeded), (run.Updated, run.State));
        Assert.Contains(await HistoryAsync(rig), text => text.StartsWith("Status changed from Confirmed to Cancelled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_change_read_again_changes_nothing()
    {
        await using var rig = await ImportedAsync();
        await ChangeAsync(rig, order => order with { Note = "Ring twice" });
        var history = await HistoryAsync(rig);

        var run = await ChangeAsync(rig, order => order);

        Assert.Equal((0, 1), (run.Updated, run.Unchanged));
        Assert.Equal(history, await HistoryAsync(rig));
    }

    [Fact]
    public async Task A_state_we_sent_is_not_taken_for_a_change_of_the_shop()
    {
        await using var rig = await ImportedAsync();
        await rig.MapAsync(MappingTables.OrderStatuses, "4", new StatusRule(StatusAction.Ignore, false, OrderStatus.Shipped).ToJson());
        await rig.ReadAsync(async db =>
        {
            db.OutboxMessages.Add(new OutboxMessage
            {
                IntegrationId = rig.IntegrationId,
                OrderId = await db.Orders.Select(row => row.Id).SingleAsync(),
                Kind = OutboxKind.Status,
                Delivery = DeliveryClass.LookUp,
                Key = "status:1",
                Subject = new Phrase("Status"),
                Payload = "{}",
                State = OutboxState.Sent,
                RemoteState = "4",
                RemoteStateAt = rig.Clock.GetUtcNow().UtcDateTime,
                CreatedAt = rig.Clock.GetUtcNow().UtcDateTime,
                CreatedBy = "Max",
            });
            return await db.SaveChangesAsync();
        });

        var run = await ChangeAsync(rig, order => order with { StatusId = "4" });

        Assert.Equal((OrderStatus.Confirmed, 2), (await StatusAsync(rig), await ReservedAsync(rig)));
        Assert.Equal((0, 0), (run.Updated, run.Skipped));
    }

    [Fact]
    public async Task Refunded_pieces_are_no_longer_reserved()
    {
        await using var rig = await ImportedAsync();

        await ChangeAsync(rig, order => order with { Lines = [order.Lines[0] with { Refunded = 1 }] });

        Assert.Equal(1, await ReservedAsync(rig));
    }

    [Fact]
    public async Task Lines_added_and_removed_in_the_shop_are_reserved_and_freed()
    {
        await using var rig = await ImportedAsync();
        rig.Shop.Products.Add(new ExternalProduct { ExternalId = "10", Kind = ProductKind.Simple, Name = "Cap", Variants = [new ExternalVariant { ExternalId = "", Sku = "CAP" }] });
        await rig.ImportProductsAsync();

        await ChangeAsync(rig, order => order with { Lines = [new ExternalLine { ExternalId = "1502", ProductId = "10", Sku = "CAP", Name = "Cap", Quantity = 4, UnitPrice = 10.875m }] });

        var reserved = await rig.ReadAsync(db => db.Reservations.Join(db.Variants, row => row.VariantId, variant => variant.Id, (row, variant) => new { variant.Sku, row.Quantity }).SingleAsync());
        Assert.Equal(("CAP", 4), (reserved.Sku, reserved.Quantity));
        Assert.Equal([0, 4], await rig.ReadAsync(db => db.OrderLines.OrderBy(line => line.Position).Select(line => line.Quantity).ToListAsync()));
    }

    [Fact]
    public async Task A_changed_order_is_found_by_its_new_words()
    {
        await using var rig = await ImportedAsync();

        await ChangeAsync(rig, order => order with { DeliveryAddress = order.DeliveryAddress! with { Company = "Zażółć" } });

        Assert.Equal(1, await rig.ReadAsync(db => db.OrderTerms.CountAsync(term => term.Term == "zazolc")));
    }

    [Fact]
    public async Task An_order_left_out_by_its_status_is_imported_once_the_shop_moves_it_on()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(Given.Order() with { StatusId = "6" });
        await rig.ImportAsync();

        var run = await ChangeAsync(rig, order => order with { StatusId = "2" });

        Assert.Equal((1, IncomingState.Imported), (run.Created, (await rig.IncomingAsync("731")).State));
    }

    [Fact]
    public async Task A_change_that_cannot_be_read_is_reported_and_holds_up_no_other()
    {
        await using var rig = await ImportedAsync();
        rig.Shop.Unreadable.Add(new UnreadableOrder("731", new Phrase("Not readable."), "<"));
        rig.Shop.Changed.Add(Given.Order("732"));

        var run = await rig.UpdateOrdersAsync();

        Assert.Equal((1, 1), (run.Failed, run.Created));
    }

    [Fact]
    public async Task What_the_shop_does_not_announce_is_found_by_reading_open_orders_again_once_a_day()
    {
        await using var rig = await ImportedAsync();
        await rig.UpdateOrdersAsync();
        rig.Shop.Orders[0] = rig.Shop.Orders[0] with { Lines = [rig.Shop.Orders[0].Lines[0] with { Refunded = 2 }] };
        rig.Clock.Advance(TimeSpan.FromHours(23));
        await rig.UpdateOrdersAsync();
        var before = await ReservedAsync(rig);

        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.UpdateOrdersAsync();

        Assert.Equal((2, 0), (before, await ReservedAsync(rig)));
    }

    [Fact]
    public async Task A_status_nobody_had_mapped_is_followed_once_somebody_maps_it()
    {
        await using var rig = await ImportedAsync();
        await rig.UpdateOrdersAsync();
        var left = await ChangeAsync(rig, order => order with { StatusId = "6" });
        var again = await ChangeAsync(rig, order => order);
        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        await rig.MapAsync(MappingTables.OrderStatuses, "6", new StatusRule(StatusAction.Ignore, false, OrderStatus.Cancelled).ToJson());

        var run = await rig.UpdateOrdersAsync();

        Assert.Equal((1, 0, 1), (left.Skipped, again.Skipped, run.Updated));
        Assert.Equal((OrderStatus.Cancelled, 0), (await StatusAsync(rig), await ReservedAsync(rig)));
        Assert.Single(await HistoryAsync(rig), text => text.Contains("mapping of order statuses", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_fails_half_way_goes_on_where_it_was()
    {
        await using var rig = await ImportedAsync();
        rig.Shop.Changed.AddRange(Enumerable.Range(800, 6).Select(id => Given.Order(id.ToString())));
        rig.Shop.BeforePage = page => _ = page == 2 ? throw new RemoteFailureException(new RemoteFailure(RemoteFailureKind.Unavailable, "away", new Phrase("Away"), new Phrase("Wait"))) : 0;
        await rig.UpdateOrdersAsync();

        rig.Shop.BeforePage = _ => { };
        var run = await rig.UpdateOrdersAsync();

        Assert.Equal((2, 7), (run.Created, await rig.ReadAsync(db => db.Orders.CountAsync())));
    }

    private static async Task<FeedRig> ImportedAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var rig = await FeedRig.CreateAsync(provider);
        var line = Given.Order().Lines[0];
        rig.Shop.Products.Add(new ExternalProduct
        {
            ExternalId = line.ProductId,
            Kind = ProductKind.Simple,
            Name = "Shirt",
            Variants = [new ExternalVariant { ExternalId = line.VariantId, Sku = line.Sku }],
        });
        await rig.ImportProductsAsync();
        rig.Shop.Orders.Add(Given.Order());
        await rig.ImportAsync();
        return rig;
    }

    /// <summary>Somebody changes the order in the shop, and the feed runs.</summary>
    private static Task<FeedRun> ChangeAsync(FeedRig rig, Func<ExternalOrder, ExternalOrder> change)
    {
        rig.Shop.Orders[0] = change(rig.Shop.Orders[0]);
        rig.Shop.Changed.Add(rig.Shop.Orders[0]);
        return rig.UpdateOrdersAsync();
    }

    private static Task<OrderStatus> StatusAsync(FeedRig rig) => rig.ReadAsync(db => db.Orders.Select(row => row.Status).SingleAsync());

    private static Task<int> ReservedAsync(FeedRig rig) => rig.ReadAsync(db => db.Reservations.SumAsync(row => row.Quantity));

    private static Task<List<string>> HistoryAsync(FeedRig rig) =>
        rig.ReadAsync(async db => (await db.TimelineEvents.OrderBy(row => row.Id).ToListAsync()).ConvertAll(row => row.Summary.ToString()));
}
