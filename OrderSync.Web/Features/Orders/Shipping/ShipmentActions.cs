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
using OrderSync.Web.Outbox.Shipping;

namespace OrderSync.Web.Features.Orders.Shipping;

/// <summary>Enters shipments and takes them back: shipment, stock, status, history and the message to the shop in one transaction.</summary>
public sealed class ShipmentActions(IDbContextFactory<OrderSyncDb> databases, ShipmentWriter writer, OutboxSignal signal, FeedMonitor monitor, TimeProvider clock)
{
    private static readonly Refusal Changed = Refusal.Conflict("The order was changed by somebody else at this moment. Look at it again, then repeat your change.");

    /// <returns>The shipment's id.</returns>
    public Task<Outcome<long>> ShipAsync(Actor actor, long orderId, ShipmentRequest request, CancellationToken ct) => ChangeAsync(actor, orderId, async (db, order, token) =>
    {
        var shipped = await writer.ShipAsync(db, order, request, actor.Name, token);
        if (shipped.Value is not { } shipment)
        {
            return shipped.Refusal!;
        }

        var lines = shipment.Lines.Select(line => new ShipmentPieces(line.OrderLineId, line.Quantity));
        db.Record(actor, Now, "order.shipped", SubjectOf(order), after: new { shipment = shipment.Id, shipment.Carrier, shipment.TrackingNumber, shipment.TrackingUrl, lines });
        return shipment.Id;
    }, ct);

    /// <summary>Takes a shipment back that was entered by mistake, as long as its shop has not been told.</summary>
    public Task<Outcome<long>> UndoAsync(Actor actor, long orderId, long shipmentId, CancellationToken ct) => ChangeAsync(actor, orderId, async (db, order, token) =>
    {
        var shipments = await ShipmentWriter.ShipmentsAsync(db, orderId, token);
        if (shipments.Find(row => row.Id == shipmentId) is not { } shipment)
        {
            return Refusal.NotFound("The shipment");
        }

        if (shipment.UndoneAt is not null)
        {
            return shipment.Id;
        }

        var messages = await OutboxWriter.MessagesAsync(db, order, shipmentId, token);
        if (WhyNot(order, messages) is { } refusal)
        {
            return refusal;
        }

        (shipment.UndoneAt, shipment.UndoneBy, shipment.Fingerprint, shipment.Stamp) = (Now, actor.Name, null, Guid.NewGuid());
        foreach (var message in messages.Where(message => message.State != OutboxState.Dropped))
        {
            message.Settle(OutboxState.Dropped, Now, actor.Name, new Phrase("The shipment was taken back."));
        }

        writer.Tell(db, order, TimelineKind.Shipped, actor.Name, new Phrase("Shipment {0} taken back", N(shipment.Id)));
        await writer.SetStatusAsync(db, order, ShipmentPlanner.StatusAfterUndo(order.Status, shipments), actor.Name, token);
        db.Record(actor, Now, "order.shipment-undone", SubjectOf(order), before: new { shipment = shipment.Id, shipment.Carrier, shipment.TrackingNumber });
        await db.SaveChangesAsync(token);
        await db.UnshipAsync(order, shipment, actor.Name, Now, token);
        return shipment.Id;
    }, ct);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static Refusal? WhyNot(Order order, IReadOnlyCollection<OutboxMessage> messages) =>
        order.Status == OrderStatus.Delivered ? Refusal.Conflict("The order is delivered. Set its status back first, then take the shipment back.")
        : messages.Any(message => message.State is OutboxState.Sending or OutboxState.Unknown) ? Refusal.Conflict("The shop is being told of this shipment, or may have been. Wait until that is settled.")
        : messages.Any(message => message.HasArrived || message.State == OutboxState.Sent) ? Refusal.Conflict("The shop was told of this shipment already. Correct it in the shop.")
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

    private static Subject SubjectOf(Order order) => new("order", N(order.Id), order.Reference.Length > 0 ? order.Reference : order.ExternalId);

    private static string N(long number) => number.ToString(CultureInfo.InvariantCulture);
}
