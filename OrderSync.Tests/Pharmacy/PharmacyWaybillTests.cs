using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Domain.Settings;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Pharmacy;

/// <summary>Waybills a pharmacy's program reports: what they ship, and what the shop hears of them (contracts/kamsoft.md §7.6).</summary>
public sealed class PharmacyWaybillTests : PharmacyReports
{
    [Fact]
    public async Task Status_and_waybill_in_one_push_make_one_shipment_and_the_shop_hears_the_number_before_the_status_once()
    {
        await Rig.ReadAsync(db =>
        {
            db.Choices.Add(new Choice { Kind = ChoiceKind.ShippingMethod, Key = "kur", Name = "Courier to the door" });
            return db.SaveChangesAsync();
        });
        await Rig.MapAsync(MappingTables.Couriers, "KUR", "kur");

        var result = await ReportAsync("4", "0005900", "KUR");
        var again = await ReportAsync("4", "0005900", "KUR");

        Assert.Equal((UpdateVerdict.Updated, "status tracking", "Shipped"), (result.Verdict, result.Set, result.State));
        Assert.Equal((UpdateVerdict.Unchanged, ""), (again.Verdict, again.Set));
        var shipment = Assert.Single(await ShipmentsAsync());
        Assert.Equal(("Courier to the door", "0005900", "Pharmacy", 5), (shipment.Carrier, shipment.TrackingNumber, shipment.ShippedBy, shipment.Lines.Sum(line => line.Quantity)));
        await SendAsync();
        Assert.Equal(["tracking 0005900", "state 4"], Shop.Writes);
        Assert.Equal(1, Shop["731"].Mails);
        Assert.Single(await Rig.TimelineAsync(OrderId), line => line.StartsWith("Status changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_waybill_alone_ships_the_order_and_the_status_that_follows_says_nothing_new()
    {
        Assert.Equal("status tracking", (await ReportAsync(null, "A1")).Set);
        Assert.Equal(UpdateVerdict.Unchanged, (await ReportAsync("4")).Verdict);
        await SendAsync();

        Assert.Equal(["tracking A1", "state 4"], Shop.Writes);
    }

    [Fact]
    public async Task A_status_without_a_waybill_is_told_and_the_waybill_that_follows_brings_its_number_and_no_second_mail()
    {
        await ReportAsync("4");
        await SendAsync();
        var result = await ReportAsync("4", "A1");
        await SendAsync();

        Assert.Equal((UpdateVerdict.Updated, "tracking"), (result.Verdict, result.Set));
        Assert.Equal(["state 4", "tracking A1"], Shop.Writes);
        Assert.Equal(1, Shop["731"].Mails);
    }

    [Fact]
    public async Task Stock_leaves_with_the_waybill_once()
    {
        var variant = await Rig.Feeds.Database.AddVariantAsync("DROPS");
        await Rig.Feeds.Database.StockAsync(variant, 10);
        await Rig.Feeds.Database.PromiseAsync(Rig.Feeds.IntegrationId, "800", variant, 4);

        await ReportOnAsync("REF800", null, "B1", "4");
        await ReportOnAsync("REF800", null, "B1", "4");

        Assert.Equal(6, await Rig.ReadAsync(db => db.StockLevels.Where(row => row.VariantId == variant).Select(row => row.OnHand).SingleAsync()));
        Assert.Equal(0, await Rig.ReadAsync(db => db.Reservations.CountAsync(row => row.VariantId == variant)));
    }

    [Theory]
    [InlineData(false, "B2", "tracking B2")]
    [InlineData(true, "A1, B2", "tracking A1, B2")]
    public async Task A_second_waybill_takes_the_place_of_the_first_or_joins_it_and_the_shop_that_was_told_hears_of_it_without_another_status(bool append, string number, string told)
    {
        Rig.Program.Rules = Rig.Program.Rules with { Reports = new ReportRules { AppendTracking = append } };
        await ReportAsync("4", "A1");
        await SendAsync();
        Shop["731"].Set("21");

        var result = await ReportAsync("4", "B2");
        await SendAsync();

        Assert.Equal((UpdateVerdict.Updated, "tracking"), (result.Verdict, result.Set));
        Assert.Equal(number, Assert.Single(await ShipmentsAsync()).TrackingNumber);
        Assert.Equal(["tracking A1", "state 4", told], Shop.Writes);
        Assert.Equal("21", Shop["731"].State);
        Assert.Contains(await Rig.TimelineAsync(OrderId), line => line == $"Shipment 1: tracking number {number} in place of A1");
    }

    [Fact]
    public async Task A_number_that_is_corrected_before_the_shop_was_told_is_told_once()
    {
        await ReportAsync("4", "A1");
        await ReportAsync("4", "B2");
        await SendAsync();

        Assert.Equal(["tracking B2", "state 4"], Shop.Writes);
        Assert.Single(await Rig.ReadAsync(db => db.OutboxMessages.ToListAsync()));
    }

    [Fact]
    public async Task An_order_staff_shipped_by_hand_gets_the_number_it_lacks_and_keeps_the_one_it_has()
    {
        var lines = await Rig.ReadAsync(db => db.OrderLines.OrderBy(row => row.Position).Select(row => new ShipmentPieces(row.Id, row.Quantity)).ToListAsync());
        Assert.True((await Rig.Feeds.Shipments.ShipAsync(OrderRows.Support, OrderId, new ShipmentRequest(lines, "DHL", "", ""), default)).Succeeded);

        Assert.Equal("tracking", (await ReportAsync("4", "A1")).Set);
        Assert.Equal(UpdateVerdict.Unchanged, (await ReportAsync("4", "A1")).Verdict);
        await SendAsync();

        Assert.Equal(("DHL", "A1"), (Assert.Single(await ShipmentsAsync()).Carrier, Assert.Single(await ShipmentsAsync()).TrackingNumber));
        Assert.Equal(["tracking A1", "state 4"], Shop.Writes);
    }

    [Fact]
    public async Task What_is_left_after_a_part_was_shipped_by_hand_leaves_with_the_waybill()
    {
        var line = await Rig.ReadAsync(db => db.OrderLines.OrderBy(row => row.Position).Select(row => row.Id).FirstAsync());
        Assert.True((await Rig.Feeds.Shipments.ShipAsync(OrderRows.Support, OrderId, new ShipmentRequest([new ShipmentPieces(line, 1)], "DHL", "A1", ""), default)).Succeeded);

        Assert.Equal(UpdateVerdict.Unchanged, (await ReportAsync(null, "A1")).Verdict);
        await ReportAsync(null, "B2");

        Assert.Equal([1, 4], (await ShipmentsAsync()).Select(row => row.Lines.Sum(pieces => pieces.Quantity)));
        Assert.Equal(OrderStatus.Shipped, await StatusAsync());
    }

    [Fact]
    public async Task A_shipment_a_person_took_back_does_not_come_again_with_the_next_push()
    {
        await ReportAsync("4", "A1");
        var shipment = Assert.Single(await ShipmentsAsync()).Id;
        Assert.True((await Rig.Feeds.Shipments.UndoAsync(OrderRows.Support, OrderId, shipment, default)).Succeeded);

        var result = await ReportAsync(null, "A1");

        Assert.Equal((UpdateVerdict.Unchanged, "taken-back"), (result.Verdict, result.Note));
        Assert.Single(await ShipmentsAsync());
    }

    [Fact]
    public async Task A_waybill_does_not_ship_a_cancelled_order_and_a_delivered_one_still_gets_its_number()
    {
        await Rig.ChangeAsync(OrderId, row => row.Status = OrderStatus.Cancelled);
        Assert.Equal((UpdateVerdict.Unchanged, "final"), (await ReportAsync("4", "A1") is var refused ? refused.Verdict : default, refused.Note));
        Assert.Empty(await ShipmentsAsync());

        await Rig.ChangeAsync(OrderId, row => row.Status = OrderStatus.Delivered);
        Assert.Equal("tracking", (await ReportAsync(null, "A1")).Set);
        Assert.Equal(OrderStatus.Delivered, await StatusAsync());
    }

    [Theory]
    [InlineData("A1\u0142")]
    [InlineData(" , ")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_number_that_cannot_be_one_is_invalid_and_the_status_beside_it_is_taken(string number)
    {
        var result = await ReportAsync("2", number);

        Assert.Equal((UpdateVerdict.Invalid, "bad-tracking", "status"), (result.Verdict, result.Code, result.Set));
        Assert.Empty(await ShipmentsAsync());
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task The_same_push_many_times_at_once_ships_once_and_tells_once(DatabaseProvider provider)
    {
        await using var many = await HandOverRig.CreateAsync(provider);
        await many.MapAsync(MappingTables.Statuses, "4", "Shipped");
        await many.AddOrderAsync("731");
        var sent = new OrderUpdates(PharmacyFace.Soap, null, "aa", [new OrderUpdateSent("REF731", "", new SentStatus("4", "", null), new SentWaybill("KUR", "A1", null))]);

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => many.Updates.TakeAsync(many.Id, sent, default))));

        Assert.Single(results, taken => taken!.Results[0].Verdict == UpdateVerdict.Updated);
        Assert.Equal(5, results.Count(taken => taken!.Results[0].Verdict == UpdateVerdict.Unchanged));
        Assert.Equal((1, 1), await many.ReadAsync(async db => (await db.Shipments.CountAsync(), await db.OutboxMessages.CountAsync())));
    }
}
