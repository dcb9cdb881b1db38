using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Feeds;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Features.Orders.Shipping;

/// <summary>Enters shipments and takes them back: shipment, stock, status, history and the message to the shop in one transaction.</summary>
public sealed class ShipmentActions(IDbContextFactory<OrderSyncDb> databases, OutboxWriter outbox, OrderNews news, OutboxSignal signal, FeedMonitor monitor, TimeProvider clock)
{
    private static readonly Refusal Changed = Refusal.Conflict("The order was changed by somebody else at this moment. Look at it again, then repeat your change.");

    /// <returns>The shipment's id.</returns>
    public Task<Outcome<long>> ShipAsync(Actor actor, long orderId, ShipmentRequest request, CancellationToken ct) => ChangeAsync(actor, orderId, async (db, order, token) =>
    {
        var shipments = await ShipmentsAsync(db, orderId, token);
        var planned = ShipmentPlanner.Plan(order, shipments, request);
        if (planned.Refusal is { } refusal)
        {
            return refusal;
        }

        var shipment = await AddAsync(db, order, planned.Value!, actor, token);
        db.TimelineEvents.Add(Event(actor, order, TimelineKind.Shipped, Say(shipment)));
        await SetStatusAsync(db, actor, order, planned.Value!.StatusAfter, token);
        db.Record(actor, Now, "order.shipped", SubjectOf(order), after: new { shipment = shipment.Id, shipment.Carrier, shipment.TrackingNumber, shipment.TrackingUrl, planned.Value.Request.Lines });
        await outbox.AddShipmentAsync(db, order, shipment, actor.Name, token);
        await db.SaveChangesAsync(token);
        await db.FollowAsync(order, actor.Name, Now, token);
        return shipment.Id;
    }, ct);

    /// <summary>Takes a shipment back that was entered by mistake, as long as its shop has not been told.</summary>
    public Task<Outcome<long>> UndoAsync(Actor actor, long orderId, long shipmentId, CancellationToken ct) => ChangeAsync(actor, orderId, async (db, order, token) =>
    {
        var shipments = await ShipmentsAsync(db, orderId, token);
        if (shipments.Find(row => row.Id == shipmentId) is not { } shipment)
        {
            return Refusal.NotFound("The shipment");
        }

        if (shipment.UndoneAt is not null)
        {
            return shipment.Id;
        }

        var key = ShipmentNews.KeyOf(shipmentId);
        var message = await db.OutboxMessages.SingleOrDefaultAsync(row => row.IntegrationId == order.IntegrationId && row.Key == key, token);
        if (WhyNot(order, message) is { } refusal)
        {
            return refusal;
        }

        (shipment.UndoneAt, shipment.UndoneBy, shipment.Fingerprint, shipment.Stamp) = (Now, actor.Name, null, Guid.NewGuid());
        if (message is { State: not OutboxState.Dropped })
        {
            message.Settle(OutboxState.Dropped, Now, actor.Name, new Phrase("The shipment was taken back."));
        }

        db.TimelineEvents.Add(Event(actor, order, TimelineKind.Shipped, new Phrase("Shipment {0} taken back", N(shipment.Id))));
        await SetStatusAsync(db, actor, order, ShipmentPlanner.StatusAfterUndo(order.Status, shipments), token);
        db.Record(actor, Now, "order.shipment-undone", SubjectOf(order), before: new { shipment = shipment.Id, shipment.Carrier, shipment.TrackingNumber });
        await db.SaveChangesAsync(token);
        await db.UnshipAsync(order, shipment, actor.Name, Now, token);
        return shipment.Id;
    }, ct);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static Task<List<Shipment>> ShipmentsAsync(OrderSyncDb db, long orderId, CancellationToken ct) =>
        db.Shipments.Include(row => row.Lines).Where(row => row.OrderId == orderId).OrderBy(row => row.Id).ToListAsync(ct);

    private async Task<Shipment> AddAsync(OrderSyncDb db, Order order, ShipmentPlan plan, Actor actor, CancellationToken ct)
    {
        var request = plan.Request;
        var shipment = new Shipment
        {
            OrderId = order.Id,
            ShippedAt = Now,
            ShippedBy = actor.Name,
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
        await db.ShipAsync(shipment, actor.Name, Now, ct);
        return shipment;
    }

    /// <summary>The order is stamped even when its status stays: two people who ship at the same moment must not both succeed.</summary>
    private async Task SetStatusAsync(OrderSyncDb db, Actor actor, Order order, OrderStatus status, CancellationToken ct)
    {
        var isNews = order.Status != status;
        if (isNews)
        {
            db.TimelineEvents.Add(Event(actor, order, TimelineKind.Status, new Phrase("Status changed from {0} to {1}", order.Status.ToString(), status.ToString())));
        }

        (order.Status, order.UpdatedAt, order.Stamp) = (status, Now, Guid.NewGuid());
        if (isNews)
        {
            await news.AddAsync(db, [order], areNew: false, actor.Name, null, ct);
        }
    }

    private static Refusal? WhyNot(Order order, OutboxMessage? message) =>
        order.Status == OrderStatus.Delivered ? Refusal.Conflict("The order is delivered. Set its status back first, then take the shipment back.")
        : message is null ? null
        : message.State is OutboxState.Sending or OutboxState.Unknown ? Refusal.Conflict("The shop is being told of this shipment, or may have been. Wait until that is settled.")
        : message.HasArrived || message.State == OutboxState.Sent ? Refusal.Conflict("The shop was told of this shipment already. Correct it in the shop.")
        : null;

    private async Task<Outcome<long>> ChangeAsync(Actor actor, long orderId, Func<OrderSyncDb, Order, CancellationToken, Task<Outcome<long>>> change, CancellationToken ct)
    {
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        try
        {
            var outcome = await databases.InTransactionAsync<Outcome<long>>(async (db, token) =>
            {
                var order = await db.Orders.Include(row => row.Lines).SingleOrDefaultAsync(row => row.Id == orderId, token);
                if (order is null)
                {
                    return Refusal.NotFound("The order");
                }

                var done = await change(db, order, token);
                await db.SaveChangesAsync(token);
                return done;
            }, ct);
            signal.Set();
            monitor.Publish(Topics.Orders, Topics.Outbox);
            return outcome;
        }
        catch (DbUpdateException)
        {
            return Changed;
        }
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

    private TimelineEvent Event(Actor actor, Order order, TimelineKind kind, Phrase summary) => new()
    {
        IncomingOrderId = order.IncomingOrderId,
        At = Now,
        Kind = kind,
        Actor = actor.Name,
        Summary = summary,
    };

    private static Subject SubjectOf(Order order) => new("order", N(order.Id), order.Reference.Length > 0 ? order.Reference : order.ExternalId);

    private static string N(long number) => number.ToString(CultureInfo.InvariantCulture);
}
