using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Outbox.Shipping;

/// <summary>
/// Ships pieces of an order, with everything that follows from it in the same transaction: shipment, stock, status, history, and the message to
/// the shop. For people, and for systems that carry orders out; whoever calls it authorises first and says afterwards that there is something to send.
/// </summary>
public sealed class ShipmentWriter(OutboxWriter outbox, OrderNews news, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>All shipments of an order with their lines, oldest first.</summary>
    public static Task<List<Shipment>> ShipmentsAsync(OrderSyncDb db, long orderId, CancellationToken ct) =>
        db.Shipments.Include(row => row.Lines).Where(row => row.OrderId == orderId).OrderBy(row => row.Id).ToListAsync(ct);

    /// <param name="order">With its lines.</param>
    public async Task<Outcome<Shipment>> ShipAsync(OrderSyncDb db, Order order, ShipmentRequest request, string by, CancellationToken ct)
    {
        var planned = ShipmentPlanner.Plan(order, await ShipmentsAsync(db, order.Id, ct), request);
        if (planned.Value is not { } plan)
        {
            return planned.Refusal!;
        }

        var shipment = await AddAsync(db, order, plan, by, ct);
        Tell(db, order, TimelineKind.Shipped, by, Say(shipment));
        await SetStatusAsync(db, order, plan.StatusAfter, by, ct);
        await outbox.AddShipmentAsync(db, order, shipment, by, ct);
        await db.SaveChangesAsync(ct);
        await db.FollowAsync(order, by, Now, ct);
        return shipment;
    }

    /// <summary>Gives a shipment other tracking numbers; a shop that was told already is told these too.</summary>
    /// <param name="carrier">Empty leaves the carrier as it is.</param>
    public async Task<Outcome> RenumberAsync(OrderSyncDb db, Order order, Shipment shipment, IReadOnlyList<string> numbers, string carrier, string by, CancellationToken ct)
    {
        var before = shipment.TrackingNumber;
        if (ShipmentPlanner.Renumber(shipment, numbers, carrier) is { } refusal)
        {
            return refusal;
        }

        Tell(db, order, TimelineKind.Shipped, by, before.Length == 0
            ? new Phrase("Shipment {0}: its tracking number is {1}", N(shipment.Id), shipment.TrackingNumber)
            : new Phrase("Shipment {0}: tracking number {1} in place of {2}", N(shipment.Id), shipment.TrackingNumber, before));
        (order.UpdatedAt, order.Stamp) = (Now, Guid.NewGuid());
        await outbox.AddNumberAsync(db, order, shipment, by, ct);
        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }

    /// <summary>The order is stamped even when its status stays: two people who ship at the same moment must not both succeed.</summary>
    public async Task SetStatusAsync(OrderSyncDb db, Order order, OrderStatus status, string by, CancellationToken ct)
    {
        var isNews = order.Status != status;
        if (isNews)
        {
            Tell(db, order, TimelineKind.Status, by, new Phrase("Status changed from {0} to {1}", order.Status.ToString(), status.ToString()));
        }

        (order.Status, order.UpdatedAt, order.Stamp) = (status, Now, Guid.NewGuid());
        if (isNews)
        {
            await news.AddAsync(db, [order], areNew: false, by, null, ct);
        }
    }

    /// <summary>Adds a line to the order's history.</summary>
    public void Tell(OrderSyncDb db, Order order, TimelineKind kind, string by, Phrase summary) => db.TimelineEvents.Add(new TimelineEvent
    {
        IncomingOrderId = order.IncomingOrderId,
        At = Now,
        Kind = kind,
        Actor = by,
        Summary = summary,
    });

    private async Task<Shipment> AddAsync(OrderSyncDb db, Order order, ShipmentPlan plan, string by, CancellationToken ct)
    {
        var request = plan.Request;
        var shipment = new Shipment
        {
            OrderId = order.Id,
            ShippedAt = Now,
            ShippedBy = by,
            Carrier = request.Carrier,
            TrackingNumber = request.TrackingNumber,
            TrackingUrl = request.TrackingUrl,
            StatusBefore = order.Status,
            Fingerprint = plan.Fingerprint,
            Lines = [.. request.Lines.Select(line => new ShipmentLine { OrderLineId = line.LineId, Quantity = line.Quantity })],
            Stamp = Guid.NewGuid(),
        };
        db.Shipments.Add(shipment);
        await db.SaveChangesAsync(ct);
        await db.ShipAsync(shipment, by, Now, ct);
        return shipment;
    }

    private static Phrase Say(Shipment shipment)
    {
        var pieces = N(shipment.Lines.Sum(line => line.Quantity));
        return (shipment.Carrier.Length > 0, shipment.TrackingNumber.Length > 0) switch
        {
            (true, true) => new Phrase("Shipment {0} with {2}, tracking number {3}. Pieces: {1}", N(shipment.Id), pieces, shipment.Carrier, shipment.TrackingNumber),
            (true, false) => new Phrase("Shipment {0} with {2}. Pieces: {1}", N(shipment.Id), pieces, shipment.Carrier),
            (false, true) => new Phrase("Shipment {0}, tracking number {2}. Pieces: {1}", N(shipment.Id), pieces, shipment.TrackingNumber),
            _ => new Phrase("Shipment {0}. Pieces: {1}", N(shipment.Id), pieces),
        };
    }

    private static string N(long number) => number.ToString(CultureInfo.InvariantCulture);
}
