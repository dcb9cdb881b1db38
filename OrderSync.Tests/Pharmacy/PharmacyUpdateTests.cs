using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Domain.Settings;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ConfirmShipments;

namespace OrderSync.Tests.Pharmacy;

/// <summary>What a pharmacy's program reports on orders reaches the order, its stock and its shop, once (contracts/kamsoft.md §7.6).</summary>
public sealed class PharmacyUpdateTests : IAsyncLifetime
{
    private HandOverRig rig = null!;
    private long order;

    public async Task InitializeAsync()
    {
        rig = await HandOverRig.CreateAsync();
        foreach (var (code, meaning) in new[] { ("2", "Preparing"), ("4", "Shipped"), ("5", "Delivered"), ("9", "Cancelled"), ("0", "ignore") })
        {
            await rig.MapAsync(MappingTables.Statuses, code, meaning);
        }

        await rig.Feeds.MapAsync(MappingTables.StatusesBack, nameof(OrderStatus.Preparing), MappingSet.KeyToJson("3"));
        order = await rig.AddOrderAsync("731", lines: [Line(1, 2), Line(2, 3)]);
        await rig.HandOverAsync();
    }

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task A_status_reaches_the_order_its_history_and_its_shop()
    {
        var result = await ReportAsync("2");

        Assert.Equal((UpdateVerdict.Updated, "status", "Preparing", ""), (result.Verdict, result.Set, result.State, result.Note));
        Assert.Contains("Status changed from Confirmed to Preparing: 'Pharmacy' reported '2'", await rig.TimelineAsync(order));
        await SendAsync();
        Assert.Equal(["state 3"], Shop.Writes);
        Assert.Equal(rig.Clock.GetUtcNow().UtcDateTime, (await rig.HandOverOfAsync(order)).ReportedAt);
    }

    [Fact]
    public async Task Status_and_waybill_in_one_push_make_one_shipment_and_the_shop_hears_the_number_before_the_status_once()
    {
        await rig.ReadAsync(db =>
        {
            db.Choices.Add(new Choice { Kind = ChoiceKind.ShippingMethod, Key = "kur", Name = "Courier to the door" });
            return db.SaveChangesAsync();
        });
        await rig.MapAsync(MappingTables.Couriers, "KUR", "kur");

        var result = await ReportAsync("4", "0005900", "KUR");
        var again = await ReportAsync("4", "0005900", "KUR");

        Assert.Equal((UpdateVerdict.Updated, "status tracking", "Shipped"), (result.Verdict, result.Set, result.State));
        Assert.Equal((UpdateVerdict.Unchanged, ""), (again.Verdict, again.Set));
        var shipment = Assert.Single(await ShipmentsAsync());
        Assert.Equal(("Courier to the door", "0005900", "Pharmacy", 5), (shipment.Carrier, shipment.TrackingNumber, shipment.ShippedBy, shipment.Lines.Sum(line => line.Quantity)));
        await SendAsync();
        Assert.Equal(["tracking 0005900", "state 4"], Shop.Writes);
        Assert.Equal(1, Shop["731"].Mails);
        Assert.Single(await rig.TimelineAsync(order), line => line.StartsWith("Status changed", StringComparison.Ordinal));
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
        var variant = await rig.Feeds.Database.AddVariantAsync("DROPS");
        await rig.Feeds.Database.StockAsync(variant, 10);
        await rig.Feeds.Database.PromiseAsync(rig.Feeds.IntegrationId, "800", variant, 4);

        await ReportOnAsync("REF800", null, "B1", "4");
        await ReportOnAsync("REF800", null, "B1", "4");

        Assert.Equal(6, await rig.ReadAsync(db => db.StockLevels.Where(row => row.VariantId == variant).Select(row => row.OnHand).SingleAsync()));
        Assert.Equal(0, await rig.ReadAsync(db => db.Reservations.CountAsync(row => row.VariantId == variant)));
    }

    [Theory]
    [InlineData(false, "B2", "tracking B2")]
    [InlineData(true, "A1, B2", "tracking A1, B2")]
    public async Task A_second_waybill_takes_the_place_of_the_first_or_joins_it_and_the_shop_that_was_told_hears_of_it_without_another_status(bool append, string number, string told)
    {
        rig.Program.Rules = rig.Program.Rules with { Reports = new ReportRules { AppendTracking = append } };
        await ReportAsync("4", "A1");
        await SendAsync();
        Shop["731"].Set("21");

        var result = await ReportAsync("4", "B2");
        await SendAsync();

        Assert.Equal((UpdateVerdict.Updated, "tracking"), (result.Verdict, result.Set));
        Assert.Equal(number, Assert.Single(await ShipmentsAsync()).TrackingNumber);
        Assert.Equal(["tracking A1", "state 4", told], Shop.Writes);
        Assert.Equal("21", Shop["731"].State);
        Assert.Contains(await rig.TimelineAsync(order), line => line == $"Shipment 1: tracking number {number} in place of A1");
    }

    [Fact]
    public async Task A_number_that_is_corrected_before_the_shop_was_told_is_told_once()
    {
        await ReportAsync("4", "A1");
        await ReportAsync("4", "B2");
        await SendAsync();

        Assert.Equal(["tracking B2", "state 4"], Shop.Writes);
        Assert.Single(await rig.ReadAsync(db => db.OutboxMessages.ToListAsync()));
    }

    [Fact]
    public async Task An_order_staff_shipped_by_hand_gets_the_number_it_lacks_and_keeps_the_one_it_has()
    {
        var lines = await rig.ReadAsync(db => db.OrderLines.OrderBy(row => row.Position).Select(row => new ShipmentPieces(row.Id, row.Quantity)).ToListAsync());
        Assert.True((await rig.Feeds.Shipments.ShipAsync(OrderRows.Support, order, new ShipmentRequest(lines, "DHL", "", ""), default)).Succeeded);

        Assert.Equal("tracking", (await ReportAsync("4", "A1")).Set);
        Assert.Equal(UpdateVerdict.Unchanged, (await ReportAsync("4", "A1")).Verdict);
        await SendAsync();

        Assert.Equal(("DHL", "A1"), (Assert.Single(await ShipmentsAsync()).Carrier, Assert.Single(await ShipmentsAsync()).TrackingNumber));
        Assert.Equal(["tracking A1", "state 4"], Shop.Writes);
    }

    [Fact]
    public async Task What_is_left_after_a_part_was_shipped_by_hand_leaves_with_the_waybill()
    {
        var line = await rig.ReadAsync(db => db.OrderLines.OrderBy(row => row.Position).Select(row => row.Id).FirstAsync());
        Assert.True((await rig.Feeds.Shipments.ShipAsync(OrderRows.Support, order, new ShipmentRequest([new ShipmentPieces(line, 1)], "DHL", "A1", ""), default)).Succeeded);

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
        Assert.True((await rig.Feeds.Shipments.UndoAsync(OrderRows.Support, order, shipment, default)).Succeeded);

        var result = await ReportAsync(null, "A1");

        Assert.Equal((UpdateVerdict.Unchanged, "taken-back"), (result.Verdict, result.Note));
        Assert.Single(await ShipmentsAsync());
    }

    [Theory]
    [InlineData(OrderStatus.Cancelled)]
    [InlineData(OrderStatus.Refunded)]
    [InlineData(OrderStatus.Delivered)]
    public async Task What_has_ended_is_not_moved_back_and_its_history_says_so_once(OrderStatus status)
    {
        await rig.ChangeAsync(order, row => row.Status = status);

        var result = await ReportAsync("2");
        await ReportAsync("2");

        Assert.Equal((UpdateVerdict.Unchanged, "final", status.ToString()), (result.Verdict, result.Note, result.State));
        Assert.Equal(status, await StatusAsync());
        Assert.Single(await rig.TimelineAsync(order), line => line == $"'Pharmacy' reported Preparing; the order stays {status}, which lies behind it.");
    }

    [Fact]
    public async Task A_waybill_does_not_ship_a_cancelled_order_and_a_delivered_one_still_gets_its_number()
    {
        await rig.ChangeAsync(order, row => row.Status = OrderStatus.Cancelled);
        Assert.Equal((UpdateVerdict.Unchanged, "final"), (await ReportAsync("4", "A1") is var refused ? refused.Verdict : default, refused.Note));
        Assert.Empty(await ShipmentsAsync());

        await rig.ChangeAsync(order, row => row.Status = OrderStatus.Delivered);
        Assert.Equal("tracking", (await ReportAsync(null, "A1")).Set);
        Assert.Equal(OrderStatus.Delivered, await StatusAsync());
    }

    [Fact]
    public async Task What_left_with_a_parcel_does_not_go_back_to_the_shelf_but_what_only_has_the_status_does()
    {
        await ReportAsync("4");
        Assert.Equal("status", (await ReportAsync("2")).Set);

        await ReportAsync("2", "A1");
        Assert.Equal(OrderStatus.Shipped, await StatusAsync());
        Assert.Equal("final", (await ReportAsync("2")).Note);
        Assert.Equal("status", (await ReportAsync("5")).Set);
    }

    [Fact]
    public async Task A_cancellation_cancels_and_ships_nothing_even_with_a_waybill()
    {
        var result = await ReportAsync("9", "A1");

        Assert.Equal((UpdateVerdict.Updated, "status", "Cancelled"), (result.Verdict, result.Set, result.State));
        Assert.Empty(await ShipmentsAsync());
    }

    [Fact]
    public async Task An_unknown_code_is_listed_and_not_applied_and_its_waybill_is()
    {
        var result = await ReportAsync("77", "A1", "NEW");

        Assert.Equal((UpdateVerdict.Unmapped, "status-77", "status tracking"), (result.Verdict, result.Code, result.Set));
        var rows = await rig.ReadAsync(db => db.ValueMappings.Where(row => row.IntegrationId == rig.Id && row.Target == null).OrderBy(row => row.Table).ToListAsync());
        Assert.Equal([(MappingTables.Couriers, "NEW", ""), (MappingTables.Statuses, "77", "sent")], rows.Select(row => (row.Table, row.Source, row.SourceName)));
        Assert.Equal("NEW", Assert.Single(await ShipmentsAsync()).Carrier);
        Assert.Equal(UpdateVerdict.Unmapped, (await ReportAsync("77")).Verdict);
    }

    [Fact]
    public async Task A_code_that_is_to_be_ignored_is_ignored()
    {
        var result = await ReportAsync("0");

        Assert.Equal((UpdateVerdict.Ignored, OrderStatus.Confirmed), (result.Verdict, await StatusAsync()));
        Assert.NotNull((await rig.HandOverOfAsync(order)).ReportedAt);
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

    [Fact]
    public async Task An_order_that_was_never_fetched_is_followed_with_a_note()
    {
        await rig.AddOrderAsync("732");
        Assert.Equal((UpdateVerdict.Updated, "not-downloaded"), (await ReportOnAsync("REF732", null, null, "2") is var result ? result.Verdict : default, result.Note));
    }

    [Fact]
    public async Task Nobodys_order_is_unknown_and_one_fault_stops_no_other()
    {
        var results = await PushAsync(PharmacyFace.Ppx, null, "1",
            new OrderUpdateSent("NIEMATAKI", "", null, new SentWaybill("KUR", "1", null)),
            new OrderUpdateSent("REF731", "", null, null) { Fault = new FieldFault(null, "bad-tracking", new OrderSync.Domain.Phrase("Too long.")) },
            new OrderUpdateSent("REF731", "", new SentStatus("2", "", null), null));

        Assert.Equal([(UpdateVerdict.Unknown, "no-order"), (UpdateVerdict.Invalid, "bad-tracking"), (UpdateVerdict.Updated, "")], results!.Results.Select(row => (row.Verdict, row.Code)));
    }

    [Fact]
    public async Task A_push_with_the_same_id_gets_the_same_answer_and_one_with_other_content_none()
    {
        var sent = new OrderUpdateSent("REF731", "", new SentStatus("2", "", null), null);
        var first = await PushAsync(PharmacyFace.Ppx, "S-1", "aa", sent);
        await ReportAsync("4");
        var again = await PushAsync(PharmacyFace.Ppx, "S-1", "aa", sent);

        Assert.Equal((false, true), (first!.Replayed, again!.Replayed));
        Assert.Equal(first.Results, again.Results);
        Assert.Equal(OrderStatus.Shipped, await StatusAsync());
        Assert.Null(await PushAsync(PharmacyFace.Ppx, "S-1", "bb", sent));
    }

    [Fact]
    public async Task Number_first_then_our_id_and_two_that_differ_are_a_conflict()
    {
        var other = await rig.AddOrderAsync("732");

        Assert.Equal(order, (await ReportOnAsync("REF731", $"{order}", null, "2")).OrderId);
        Assert.Equal(order, (await ReportOnAsync("731", null, null, "2")).OrderId);
        Assert.Equal(order, (await ReportOnAsync("", $"{order}", null, "2")).OrderId);
        Assert.Equal(order, (await ReportOnAsync("REF731", "999999", null, "2")).OrderId);
        Assert.Equal((UpdateVerdict.Invalid, "order-conflict"), (await ReportOnAsync("REF731", $"{other}", null, "2") is var result ? result.Verdict : default, result.Code));
    }

    [Fact]
    public async Task On_the_SOAP_face_the_number_counts_and_a_foreign_id_contradicts_nobody()
    {
        var other = await rig.AddOrderAsync("732");

        Assert.Equal(order, (await ReportOnAsync("REF731", $"{other}", null, "2", PharmacyFace.Soap)).OrderId);
        Assert.Equal(UpdateVerdict.Unknown, (await ReportOnAsync("", $"{other}", null, "2", PharmacyFace.Soap)).Verdict);
        Assert.Equal(UpdateVerdict.Unknown, (await ReportOnAsync("NIEMATAKI", $"{order}", null, "2", PharmacyFace.Soap)).Verdict);
        Assert.Equal(order, (await ReportOnAsync("", $"{order}", null, "2", PharmacyFace.Soap)).OrderId);
    }

    [Fact]
    public async Task Of_orders_that_share_a_number_the_id_chooses_and_without_one_it_is_a_conflict()
    {
        var (left, right) = (await rig.AddOrderAsync("732", row => row.Reference = "SPLIT"), await rig.AddOrderAsync("733", row => row.Reference = "SPLIT"));

        Assert.Equal(right, (await ReportOnAsync("SPLIT", $"{right}", null, "2")).OrderId);
        Assert.Equal("order-conflict", (await ReportOnAsync("SPLIT", null, null, "2")).Code);
        Assert.Equal("order-conflict", (await ReportOnAsync("SPLIT", "77", null, "2", PharmacyFace.Soap)).Code);
        Assert.Equal(left, (await ReportOnAsync("732", null, null, "2")).OrderId);
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

    [Fact]
    public async Task Reports_that_are_switched_off_change_nothing()
    {
        rig.Program.Rules = rig.Program.Rules with { Reports = new ReportRules { Enabled = false } };

        Assert.Equal((UpdateVerdict.Ignored, "off"), (await ReportAsync("4", "A1") is var result ? result.Verdict : default, result.Note));
        Assert.Equal(OrderStatus.Confirmed, await StatusAsync());
    }

    private ScriptedStatuses Shop => rig.Feeds.Shop.Statuses;

    private Task<UpdateResult> ReportAsync(string? status, string? number = null, string courier = "") => ReportOnAsync("REF731", null, number, status, courier: courier);

    private async Task<UpdateResult> ReportOnAsync(string number, string? id, string? waybill, string? status, PharmacyFace face = PharmacyFace.Ppx, string courier = "") =>
        Assert.Single((await PushAsync(face, null, "", new OrderUpdateSent(
            number, id ?? "", status is null ? null : new SentStatus(status, status == "77" ? "sent" : "", null), waybill is null ? null : new SentWaybill(courier, waybill, null))))!.Results);

    private Task<UpdatesTaken?> PushAsync(PharmacyFace face, string? pushId, string hash, params OrderUpdateSent[] orders) =>
        rig.Updates.TakeAsync(rig.Id, new OrderUpdates(face, pushId, hash, orders), default);

    private Task SendAsync() => rig.Feeds.RunAsync(ConfirmShipmentsFeed.FeedKey);

    private Task<OrderStatus> StatusAsync() => rig.ReadAsync(db => db.Orders.Where(row => row.Id == order).Select(row => row.Status).SingleAsync());

    private Task<List<Shipment>> ShipmentsAsync() => rig.ReadAsync(db => db.Shipments.Include(row => row.Lines).Where(row => row.OrderId == order).OrderBy(row => row.Id).ToListAsync());

    private static OrderLine Line(int position, int quantity) => new()
    {
        Position = position,
        ExternalId = $"{1500 + position}",
        Sku = $"SKU{position}",
        Name = $"Drops {position}",
        Quantity = quantity,
        UnitPrice = 10,
    };
}
