using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Feeds.ConfirmShipments;

namespace OrderSync.Tests.Pharmacy;

/// <summary>An order of a shop in a pharmacy's program, which reports on it; its codes are known, and what the shop is told is seen.</summary>
public abstract class PharmacyReports : IAsyncLifetime
{
    private protected HandOverRig Rig { get; private set; } = null!;

    /// <summary>The order they report on.</summary>
    private protected long OrderId { get; private set; }

    public async Task InitializeAsync()
    {
        Rig = await HandOverRig.CreateAsync();
        foreach (var (code, meaning) in new[] { ("2", "Preparing"), ("4", "Shipped"), ("5", "Delivered"), ("9", "Cancelled"), ("0", "ignore") })
        {
            await Rig.MapAsync(MappingTables.Statuses, code, meaning);
        }

        await Rig.Feeds.MapAsync(MappingTables.StatusesBack, nameof(OrderStatus.Preparing), MappingSet.KeyToJson("3"));
        OrderId = await Rig.AddOrderAsync("731", lines: [Line(1, 2), Line(2, 3)]);
        await Rig.HandOverAsync();
    }

    public async Task DisposeAsync() => await Rig.DisposeAsync();

    private protected ScriptedStatuses Shop => Rig.Feeds.Shop.Statuses;

    private protected Task<UpdateResult> ReportAsync(string? status, string? number = null, string courier = "") => ReportOnAsync("REF731", null, number, status, courier: courier);

    private protected async Task<UpdateResult> ReportOnAsync(string number, string? id, string? waybill, string? status, PharmacyFace face = PharmacyFace.Ppx, string courier = "") =>
        Assert.Single((await PushAsync(face, null, "", new OrderUpdateSent(
            number, id ?? "", status is null ? null : new SentStatus(status, status == "77" ? "sent" : "", null), waybill is null ? null : new SentWaybill(courier, waybill, null))))!.Results);

    private protected Task<UpdatesTaken?> PushAsync(PharmacyFace face, string? pushId, string hash, params OrderUpdateSent[] orders) =>
        Rig.Updates.TakeAsync(Rig.Id, new OrderUpdates(face, pushId, hash, orders), default);

    private protected Task SendAsync() => Rig.Feeds.RunAsync(ConfirmShipmentsFeed.FeedKey);

    private protected Task<OrderStatus> StatusAsync() => Rig.ReadAsync(db => db.Orders.Where(row => row.Id == OrderId).Select(row => row.Status).SingleAsync());

    private protected Task<List<Shipment>> ShipmentsAsync() => Rig.ReadAsync(db => db.Shipments.Include(row => row.Lines).Where(row => row.OrderId == OrderId).OrderBy(row => row.Id).ToListAsync());

    private protected static OrderLine Line(int position, int quantity) => new()
    {
        Position = position,
        ExternalId = $"{1500 + position}",
        Sku = $"SKU{position}",
        Name = $"Drops {position}",
        Quantity = quantity,
        UnitPrice = 10,
    };
}
