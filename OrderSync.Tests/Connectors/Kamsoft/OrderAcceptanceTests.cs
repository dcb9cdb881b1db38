using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Kamsoft;
using OrderSync.Web.Features.Integrations;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>Tests 9 to 12 of contracts/kamsoft.md §15: orders that are handed out once, and what is reported of them.</summary>
public sealed class OrderAcceptanceTests(KamsoftApp app) : IClassFixture<KamsoftApp>
{
    [Theory]
    [InlineData(PharmacyFace.Ppx)]
    [InlineData(PharmacyFace.Soap)]
    public async Task T09_an_order_stays_as_frozen_to_the_byte_is_never_offered_again_and_has_a_new_snapshot_once_it_is_released(PharmacyFace face)
    {
        var rig = await OpenAsync();
        var (order, _) = await rig.AddOrderAsync();
        var first = await rig.FetchAsync(face);
        Assert.Single(KamsoftRig.OrdersOf(face, first));

        await rig.ChangeAsync(order, row => (row.Status, row.Phone, row.Total) = (OrderStatus.Cancelled, "111222333", 1));
        Assert.Equal(first, await rig.FetchAsync(face));

        await rig.ConfirmAsync(face, first, order);
        Assert.Empty(KamsoftRig.OrdersOf(face, await rig.FetchAsync(face, order)));
        await rig.ChangeAsync(order, row => row.Status = OrderStatus.Confirmed);
        Assert.Empty(KamsoftRig.OrdersOf(face, await rig.FetchAsync(face, order)));

        await rig.ReleaseAsync(order);
        var anew = Assert.Single(KamsoftRig.OrdersOf(face, await rig.FetchAsync(face)));
        Assert.Equal((false, true), (first.Contains("111222333", StringComparison.Ordinal), anew.Contains("111222333", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task T09_over_SOAP_an_order_is_handed_out_with_the_answer_and_never_again()
    {
        var rig = await app.OpenAsync();
        var (order, _) = await rig.AddOrderAsync();

        Assert.Single(KamsoftRig.OrdersOf(PharmacyFace.Soap, await rig.FetchAsync(PharmacyFace.Soap)));
        await rig.ChangeAsync(order, row => row.Phone = "111222333");

        Assert.Empty(KamsoftRig.OrdersOf(PharmacyFace.Soap, await rig.FetchAsync(PharmacyFace.Soap)));
    }

    [Fact]
    public async Task T09_over_PPX_without_confirmation_nothing_is_confirmed_that_was_not_in_an_answer()
    {
        var rig = await app.OpenAsync(settings => settings with { PpxConfirm = KamsoftConfirm.OnResponse });
        long[] orders = [(await rig.AddOrderAsync(1)).Id, (await rig.AddOrderAsync(2)).Id];
        var paged = (await rig.App.Get<IOrderHandOver>().ReadAsync(rig.IntegrationId, new HandOverRequest(PharmacyFace.Ppx, Size: 1), default))!;

        Assert.Equal((200, 0), await CountAsync($"orders&batch={paged.Batch}&page=2"));
        Assert.Equal((200, 2), await CountAsync("orders&size=1"));
        await DownloadedAsync(2);
        orders = [.. orders, (await rig.AddOrderAsync(3)).Id, (await rig.AddOrderAsync(4)).Id];
        Assert.Equal((200, 1), await CountAsync("orders&size=1"));
        await DownloadedAsync(3);
        Assert.Equal((200, 0), await CountAsync("orders&size=1&page=2"));

        Assert.Equal([HandOverState.Downloaded, HandOverState.Downloaded, HandOverState.Downloaded, null], await rig.ReadAsync(async db => (await db.HandOvers.ToListAsync()) is var rows
            ? orders.Select(id => rows.SingleOrDefault(row => row.OrderId == id)?.State).ToList() : []));

        async Task<(int, int)> CountAsync(string action) => await rig.PpxAsync(action) is var (status, answer) ? (status, answer.Elements("order").Count()) : default;

        // An answer is confirmed once it has left: its reader may be earlier.
        Task DownloadedAsync(int wanted) => rig.UntilAsync(db => db.HandOvers.Where(row => row.IntegrationId == rig.IntegrationId && row.State == HandOverState.Downloaded).CountAsync(), wanted);
    }

    [Theory]
    [InlineData(PharmacyFace.Ppx)]
    [InlineData(PharmacyFace.Soap)]
    public async Task T10_a_batch_that_expired_gives_the_same_snapshots_again(PharmacyFace face)
    {
        var rig = await OpenAsync();
        long[] orders = [(await rig.AddOrderAsync(1)).Id, (await rig.AddOrderAsync(2)).Id];
        var first = await rig.FetchAsync(face);
        await rig.ChangeAsync(orders[0], row => (row.Status, row.Phone) = (OrderStatus.Cancelled, "111222333"));
        rig.Clock.Advance(TimeSpan.FromMinutes(31));

        var again = await rig.FetchAsync(face);

        Assert.Equal(2, KamsoftRig.OrdersOf(face, first).Count);
        Assert.Equal(KamsoftRig.OrdersOf(face, first), KamsoftRig.OrdersOf(face, again));
        Assert.Equal(2, await rig.ReadAsync(db => db.HandOverBatches.CountAsync(row => row.IntegrationId == rig.IntegrationId)));
        if (face == PharmacyFace.Ppx)
        {
            var old = XElement.Parse(first).Attribute("batch")!.Value;
            Assert.Equal((404, "unknown-batch"), await rig.PpxAsync($"orders&batch={old}") is var (status, error) ? (status, error.Attribute("code")!.Value) : default);
            Assert.Equal(404, (await rig.PpxAsync($"ordersack&batch={old}", "")).Status);
        }
    }

    [Theory]
    [InlineData(PharmacyFace.Ppx, "updated", "unchanged")]
    [InlineData(PharmacyFace.Soap, "true", "true")]
    public async Task T11_a_status_that_is_reported_twice_makes_one_entry_of_the_history_and_one_message_to_the_shop(PharmacyFace face, string first, string second)
    {
        var rig = await OpenAsync();
        var (order, reference) = await rig.AddOrderAsync();

        Assert.Equal((first, second), (await rig.ReportAsync(face, reference, "4", "A1"), await rig.ReportAsync(face, reference, "4", "A1")));

        Assert.Equal((OrderStatus.Shipped, 1, 1, 1), await EffectAsync(rig, order));
    }

    [Fact]
    public async Task Two_pharmacies_that_would_both_fetch_the_orders_of_a_shop_are_told_of_when_one_is_saved()
    {
        var rig = await app.OpenAsync();
        var actions = rig.App.Get<IntegrationActions>();

        var same = await actions.CreateAsync(KamsoftRig.Boss, Second("same", KamsoftRig.Settings with { Sources = [rig.ShopId] }), default);
        var other = await actions.CreateAsync(KamsoftRig.Boss, Second("other", KamsoftRig.Settings with { Sources = [rig.ShopId + 1000] }), default);
        var none = await actions.CreateAsync(KamsoftRig.Boss, Second("none", KamsoftRig.Settings with { Sources = [rig.ShopId], HandOutOrders = false }), default);

        var hint = Assert.Single(same.Value!.Report.Hints);
        Assert.Equal(("sources", "shared-orders", rig.Name), (hint.Field, hint.Code, hint.Message.Args[0]));
        Assert.Empty(same.Value.Problems);
        Assert.Empty(other.Value!.Report.Hints);
        Assert.Empty(none.Value!.Report.Hints);

        NewIntegration Second(string name, KamsoftSettings settings) => new(KamsoftSetup.Key, $"{rig.Name} {name}", settings);
    }

    [Fact]
    public async Task T11_the_same_push_again_is_replayed()
    {
        var rig = await OpenAsync();
        var (order, reference) = await rig.AddOrderAsync();

        Assert.Equal(("updated", "replayed"), (await rig.ReportAsync(PharmacyFace.Ppx, reference, "4", null, "S-1"), await rig.ReportAsync(PharmacyFace.Ppx, reference, "4", null, "S-1")));

        Assert.Equal((OrderStatus.Shipped, 1, 1, 0), await EffectAsync(rig, order));
    }

    [Theory]
    [InlineData(PharmacyFace.Ppx, "unmapped")]
    [InlineData(PharmacyFace.Soap, "true")]
    public async Task T12_an_unknown_code_is_listed_and_not_applied(PharmacyFace face, string told)
    {
        var rig = await OpenAsync();
        var (order, reference) = await rig.AddOrderAsync();

        Assert.Equal((told, told), (await rig.ReportAsync(face, reference, "77", null), await rig.ReportAsync(face, reference, "77", null)));

        Assert.Equal((OrderStatus.Confirmed, 0, 0, 0), await EffectAsync(rig, order));
        var listed = await rig.ReadAsync(db => db.ValueMappings.SingleAsync(row => row.IntegrationId == rig.IntegrationId && row.Source == "77"));
        Assert.Equal((MappingTables.Statuses, null), (listed.Table, listed.Target));
    }

    /// <summary>A pharmacy whose program confirms, over SOAP by naming the last order it has, and whose code 4 is known.</summary>
    private async Task<KamsoftRig> OpenAsync()
    {
        var rig = await app.OpenAsync(settings => settings with { SoapConfirm = KamsoftConfirm.Cursor });
        await rig.MapAsync(MappingTables.Statuses, "4", nameof(OrderStatus.Shipped));
        return rig;
    }

    /// <summary>The order's status, entries of its history that say so, messages to its shop, and shipments.</summary>
    private static Task<(OrderStatus Status, int Entries, int Messages, int Shipments)> EffectAsync(KamsoftRig rig, long order) => rig.ReadAsync(async db =>
    {
        var row = await db.Orders.AsNoTracking().SingleAsync(one => one.Id == order);
        return (row.Status, await db.TimelineEvents.CountAsync(entry => entry.IncomingOrderId == row.IncomingOrderId && entry.Kind == TimelineKind.Status),
            await db.OutboxMessages.CountAsync(message => message.OrderId == order && message.IntegrationId == rig.ShopId), await db.Shipments.CountAsync(shipment => shipment.OrderId == order));
    });
}
