using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;

namespace OrderSync.Tests.Domain;

public sealed class StatusPlannerTests
{
    private static readonly StatusSettings Settings = new("4", "20", true);

    private static readonly StatusMap Map = new(
        new Dictionary<string, OrderStatus> { ["2"] = OrderStatus.Confirmed, ["4"] = OrderStatus.Shipped, ["5"] = OrderStatus.Delivered, ["6"] = OrderStatus.Cancelled },
        new Dictionary<OrderStatus, string> { [OrderStatus.Preparing] = "3" });

    [Fact]
    public void A_full_shipment_tells_all_numbers_and_its_state_and_leaves_alone_what_is_beyond()
    {
        var plan = StatusPlanner.ForShipment(OrderStatus.Shipped, [Shipment("A1"), Shipment("B2")], complete: true, Settings, Map);

        Assert.Equal(["A1", "B2"], plan.Numbers);
        Assert.Equal("4", plan.State);
        Assert.Equal(["5", "6"], plan.Beyond.Order());
    }

    [Fact]
    public void A_part_has_its_own_state_and_a_state_that_is_not_set_is_left_alone()
    {
        Assert.Equal("20", StatusPlanner.ForShipment(OrderStatus.PartiallyShipped, [Shipment("A1")], complete: false, Settings, Map).State);

        var plan = StatusPlanner.ForShipment(OrderStatus.PartiallyShipped, [Shipment("A1")], complete: false, Settings with { PartialShipment = null }, Map);
        Assert.Null(plan.State);
        Assert.NotNull(plan.NoState);
        Assert.Null(plan.Drop);
    }

    [Fact]
    public void Without_number_and_state_and_after_a_cancellation_nothing_is_sent()
    {
        Assert.NotNull(StatusPlanner.ForShipment(OrderStatus.Shipped, [Shipment("")], complete: true, Settings with { FullShipment = null }, Map).Drop);
        Assert.NotNull(StatusPlanner.ForShipment(OrderStatus.Cancelled, [Shipment("A1")], complete: true, Settings, Map).Drop);
    }

    [Fact]
    public void A_status_goes_by_its_mapping_and_shipped_ones_by_the_settings_where_there_is_none()
    {
        Assert.Equal("3", StatusPlanner.ForStatus(OrderStatus.Preparing, Settings, Map).State);
        Assert.Equal("4", StatusPlanner.ForStatus(OrderStatus.Shipped, Settings, Map).State);
        Assert.NotNull(StatusPlanner.ForStatus(OrderStatus.Delivered, Settings, Map).Drop);
    }

    private static Shipment Shipment(string number) => new()
    {
        OrderId = 1,
        ShippedAt = DateTime.UnixEpoch,
        ShippedBy = "Max",
        StatusBefore = OrderStatus.Confirmed,
        TrackingNumber = number,
    };
}
