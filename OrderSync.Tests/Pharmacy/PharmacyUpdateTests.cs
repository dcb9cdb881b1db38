using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Tests.Pharmacy;

/// <summary>What a pharmacy's program reports on orders reaches the order it means, its stock and its shop, once (contracts/kamsoft.md §7.6).</summary>
public sealed class PharmacyUpdateTests : PharmacyReports
{
    [Fact]
    public async Task A_status_reaches_the_order_its_history_and_its_shop()
    {
        var result = await ReportAsync("2");

        Assert.Equal((UpdateVerdict.Updated, "status", "Preparing", ""), (result.Verdict, result.Set, result.State, result.Note));
        Assert.Contains("Status changed from Confirmed to Preparing: 'Pharmacy' reported '2'", await Rig.TimelineAsync(OrderId));
        await SendAsync();
        Assert.Equal(["state 3"], Shop.Writes);
        Assert.Equal(Rig.Clock.GetUtcNow().UtcDateTime, (await Rig.HandOverOfAsync(OrderId)).ReportedAt);
    }

    [Theory]
    [InlineData(OrderStatus.Cancelled)]
    [InlineData(OrderStatus.Refunded)]
    [InlineData(OrderStatus.Delivered)]
    public async Task What_has_ended_is_not_moved_back_and_its_history_says_so_once(OrderStatus status)
    {
        await Rig.ChangeAsync(OrderId, row => row.Status = status);

        var result = await ReportAsync("2");
        await ReportAsync("2");

        Assert.Equal((UpdateVerdict.Unchanged, "final", status.ToString()), (result.Verdict, result.Note, result.State));
        Assert.Equal(status, await StatusAsync());
        Assert.Single(await Rig.TimelineAsync(OrderId), line => line == $"'Pharmacy' reported Preparing; the order stays {status}, which lies behind it.");
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
        var rows = await Rig.ReadAsync(db => db.ValueMappings.Where(row => row.IntegrationId == Rig.Id && row.Target == null).OrderBy(row => row.Table).ToListAsync());
        Assert.Equal([(MappingTables.Couriers, "NEW", ""), (MappingTables.Statuses, "77", "sent")], rows.Select(row => (row.Table, row.Source, row.SourceName)));
        Assert.Equal("NEW", Assert.Single(await ShipmentsAsync()).Carrier);
        Assert.Equal(UpdateVerdict.Unmapped, (await ReportAsync("77")).Verdict);
    }

    [Fact]
    public async Task A_code_that_is_to_be_ignored_is_ignored()
    {
        var result = await ReportAsync("0");

        Assert.Equal((UpdateVerdict.Ignored, OrderStatus.Confirmed), (result.Verdict, await StatusAsync()));
        Assert.NotNull((await Rig.HandOverOfAsync(OrderId)).ReportedAt);
    }

    [Fact]
    public async Task An_order_that_was_never_fetched_is_followed_with_a_note()
    {
        await Rig.AddOrderAsync("732");
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
        var other = await Rig.AddOrderAsync("732");

        Assert.Equal(OrderId, (await ReportOnAsync("REF731", $"{OrderId}", null, "2")).OrderId);
        Assert.Equal(OrderId, (await ReportOnAsync("731", null, null, "2")).OrderId);
        Assert.Equal(OrderId, (await ReportOnAsync("", $"{OrderId}", null, "2")).OrderId);
        Assert.Equal(OrderId, (await ReportOnAsync("REF731", "999999", null, "2")).OrderId);
        Assert.Equal((UpdateVerdict.Invalid, "order-conflict"), (await ReportOnAsync("REF731", $"{other}", null, "2") is var result ? result.Verdict : default, result.Code));
    }

    [Fact]
    public async Task On_the_SOAP_face_the_number_counts_and_a_foreign_id_contradicts_nobody()
    {
        var other = await Rig.AddOrderAsync("732");

        Assert.Equal(OrderId, (await ReportOnAsync("REF731", $"{other}", null, "2", PharmacyFace.Soap)).OrderId);
        Assert.Equal(UpdateVerdict.Unknown, (await ReportOnAsync("", $"{other}", null, "2", PharmacyFace.Soap)).Verdict);
        Assert.Equal(UpdateVerdict.Unknown, (await ReportOnAsync("NIEMATAKI", $"{OrderId}", null, "2", PharmacyFace.Soap)).Verdict);
        Assert.Equal(OrderId, (await ReportOnAsync("", $"{OrderId}", null, "2", PharmacyFace.Soap)).OrderId);
    }

    [Fact]
    public async Task Of_orders_that_share_a_number_the_id_chooses_and_without_one_it_is_a_conflict()
    {
        var (left, right) = (await Rig.AddOrderAsync("732", row => row.Reference = "SPLIT"), await Rig.AddOrderAsync("733", row => row.Reference = "SPLIT"));

        Assert.Equal(right, (await ReportOnAsync("SPLIT", $"{right}", null, "2")).OrderId);
        Assert.Equal("order-conflict", (await ReportOnAsync("SPLIT", null, null, "2")).Code);
        Assert.Equal("order-conflict", (await ReportOnAsync("SPLIT", "77", null, "2", PharmacyFace.Soap)).Code);
        Assert.Equal(left, (await ReportOnAsync("732", null, null, "2")).OrderId);
    }

    [Fact]
    public async Task Reports_that_are_switched_off_change_nothing()
    {
        Rig.Program.Rules = Rig.Program.Rules with { Reports = new ReportRules { Enabled = false } };

        Assert.Equal((UpdateVerdict.Ignored, "off"), (await ReportAsync("4", "A1") is var result ? result.Verdict : default, result.Note));
        Assert.Equal(OrderStatus.Confirmed, await StatusAsync());
    }
}
