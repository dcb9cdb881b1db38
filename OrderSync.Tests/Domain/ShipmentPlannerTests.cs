using OrderSync.Domain;
using OrderSync.Domain.Orders;

namespace OrderSync.Tests.Domain;

public sealed class ShipmentPlannerTests
{
    [Fact]
    public void Everything_shipped_makes_the_order_shipped_and_a_part_partly_shipped()
    {
        var order = Order(2, 3);

        Assert.Equal(OrderStatus.Shipped, Plan(order, [(1, 2), (2, 3)]).Value!.StatusAfter);
        Assert.Equal(OrderStatus.PartiallyShipped, Plan(order, [(1, 2), (2, 2)]).Value!.StatusAfter);
        Assert.Equal(OrderStatus.Shipped, Plan(order, [(2, 3)], Shipped((1, 2))).Value!.StatusAfter);
    }

    [Fact]
    public void What_is_wrong_is_told_at_its_field()
    {
        var order = Order(2, 3);

        Assert.Equal(["lines"], Fields(Plan(order, [])));
        Assert.Equal(["lines[0].lineId", "lines[1].quantity", "lines[2].lineId"], Fields(Plan(order, [(9, 1), (1, 3), (1, 1)])));
        Assert.Equal(["lines[0].quantity"], Fields(Plan(order, [(1, 0)])));
        Assert.Equal("Left to ship: 1. Shipped before: 1 of 2.", Plan(order, [(1, 2)], Shipped((1, 1))).Refusal!.Message.ToString());
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://carrier.example/1")]
    [InlineData("carrier.example/1")]
    public void Only_web_addresses_lead_to_parcels(string url) =>
        Assert.Equal(["trackingUrl"], Fields(ShipmentPlanner.Plan(Order(2), [], new ShipmentRequest([new(1, 1)], "", "", url))));

    [Fact]
    public void A_tracking_number_has_latin_letters_and_fits()
    {
        Assert.Equal(["trackingNumber"], Fields(ShipmentPlanner.Plan(Order(2), [], new ShipmentRequest([new(1, 1)], "", "РА123", ""))));
        Assert.Equal(["trackingNumber"], Fields(ShipmentPlanner.Plan(Order(2), [], new ShipmentRequest([new(1, 1)], "", new string('1', 65), ""))));
        Assert.Equal("A1, B2", ShipmentPlanner.Plan(Order(2), [], new ShipmentRequest([new(1, 1)], "", " A1;B2\nA1 ", "")).Value!.Request.TrackingNumber);
    }

    [Fact]
    public void The_same_number_with_the_same_pieces_is_the_same_shipment()
    {
        var order = Order(4);
        var first = Plan(order, [(1, 2)], number: "A1").Value!;
        var before = Shipped((1, 2));
        before.Fingerprint = first.Fingerprint;
        var all = Shipped((1, 4));
        all.Fingerprint = Plan(order, [(1, 4)], number: "A1").Value!.Fingerprint;

        Assert.Equal(RefusalKind.Conflict, Plan(order, [(1, 2)], before, "a1").Refusal!.Kind);
        Assert.Equal(RefusalKind.Conflict, Plan(order, [(1, 4)], all, "A1").Refusal!.Kind);
        Assert.True(Plan(order, [(1, 1)], before, "A1").Succeeded);
        Assert.True(Plan(order, [(1, 2)], before, "A2").Succeeded);
    }

    [Fact]
    public void A_cancelled_order_is_not_shipped_and_a_delivered_one_stays_delivered()
    {
        var order = Order(2);
        order.Status = OrderStatus.Cancelled;
        Assert.Equal(RefusalKind.Conflict, Plan(order, [(1, 1)]).Refusal!.Kind);

        order.Status = OrderStatus.Delivered;
        Assert.Equal(OrderStatus.Delivered, Plan(order, [(1, 1)]).Value!.StatusAfter);
    }

    [Fact]
    public void Refunded_pieces_and_shipments_taken_back_leave_the_rest_to_ship()
    {
        var order = Order(3);
        order.Lines[0].Refunded = 1;
        var undone = Shipped((1, 2));
        undone.UndoneAt = DateTime.UnixEpoch;

        var line = Assert.Single(ShipmentPlanner.Progress(order.Lines, [undone, Shipped((1, 1))]));

        Assert.Equal((2, 1, 1), (line.Ordered, line.Shipped, line.Open));
    }

    [Fact]
    public void Taking_the_only_shipment_back_gives_the_order_its_status_from_before()
    {
        var first = Shipped((1, 1));
        var second = Shipped((1, 1));
        first.UndoneAt = DateTime.UnixEpoch;
        Assert.Equal(OrderStatus.PartiallyShipped, ShipmentPlanner.StatusAfterUndo(OrderStatus.Shipped, [first, second]));

        second.UndoneAt = DateTime.UnixEpoch;
        Assert.Equal(OrderStatus.Preparing, ShipmentPlanner.StatusAfterUndo(OrderStatus.PartiallyShipped, [first, second]));
        Assert.Equal(OrderStatus.Cancelled, ShipmentPlanner.StatusAfterUndo(OrderStatus.Cancelled, [first, second]));
    }

    private static Outcome<ShipmentPlan> Plan(Order order, (long Line, int Quantity)[] lines, Shipment? before = null, string number = "") =>
        ShipmentPlanner.Plan(order, before is null ? [] : [before], new ShipmentRequest([.. lines.Select(line => new ShipmentPieces(line.Line, line.Quantity))], "DHL", number, ""));

    private static IEnumerable<string> Fields(Outcome<ShipmentPlan> outcome) => outcome.Refusal!.Fields.Keys;

    private static Shipment Shipped(params (long Line, int Quantity)[] lines) => new()
    {
        OrderId = 1,
        ShippedAt = DateTime.UnixEpoch,
        ShippedBy = "Max",
        StatusBefore = OrderStatus.Preparing,
        Lines = [.. lines.Select(line => new ShipmentLine { OrderLineId = line.Line, Quantity = line.Quantity })],
    };

    /// <summary>Lines are numbered from 1.</summary>
    private static Order Order(params int[] quantities)
    {
        var order = new Order
        {
            IntegrationId = 1,
            ExternalId = "731",
            Reference = "REF",
            IncomingOrderId = 1,
            StoreKey = "main",
            Status = OrderStatus.Confirmed,
            PlacedAt = DateTime.UnixEpoch,
            ImportedAt = DateTime.UnixEpoch,
            UpdatedAt = DateTime.UnixEpoch,
            CustomerName = "Božena Nováková",
            Currency = "EUR",
        };
        foreach (var quantity in quantities)
        {
            var line = new OrderLine { Position = order.Lines.Count, ExternalId = "1", Name = "Mug", Quantity = quantity };
            typeof(OrderLine).GetProperty(nameof(OrderLine.Id))!.SetValue(line, order.Lines.Count + 1L);
            order.Lines.Add(line);
        }

        return order;
    }
}
