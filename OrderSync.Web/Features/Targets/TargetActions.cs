using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Data.Inbox;
using OrderSync.Web.Feeds;
using OrderSync.Web.Outbox;
using OrderSync.Web.Outbox.Targets;

namespace OrderSync.Web.Features.Targets;

/// <summary>What people decide about orders in the systems that carry them out.</summary>
public sealed class TargetActions(
    IDbContextFactory<OrderSyncDb> databases, TargetReader targets, TargetWriter writer, InboundKeys keys, FeedSignal feeds, OutboxSignal outbox, FeedMonitor monitor, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Sends an order that was not sent by itself: it is older than the system, or not in the chosen status.</summary>
    public Task<Outcome> SendAsync(Actor actor, long orderId, long integrationId, CancellationToken ct) => ChangeAsync(actor, async (db, token) =>
    {
        var order = await db.Orders.SingleOrDefaultAsync(row => row.Id == orderId, token);
        if (order is null || await targets.FindAsync(db, integrationId, token) is not { } target)
        {
            return Refusal.NotFound(order is null ? "The order" : "The integration");
        }

        var key = TargetWriter.KeyOf(orderId);
        if (await db.OutboxMessages.AnyAsync(row => row.IntegrationId == integrationId && row.Key == key, token))
        {
            return Refusal.Conflict("The order was sent to '{0}' already, or is about to be. See its message.", target.Integration.Name);
        }

        db.OutboxMessages.Add(writer.MessageOf(target, order, actor.Name));
        Note(db, actor, order, "target.order-sent", new Phrase("To be sent to '{0}' by hand", target.Integration.Name));
        return null;
    }, ct);

    /// <summary>Somebody has seen to what is wrong with an order there.</summary>
    public Task<Outcome> SettleAsync(Actor actor, long targetOrderId, string note, CancellationToken ct) => ChangeAsync(actor, async (db, token) =>
    {
        if (note.Trim().Length is 0 or > TargetOrder.NoteLength)
        {
            return Refusal.Field("reason", "Say in a few words what was done; up to {0} characters.", TargetOrder.NoteLength.ToString(CultureInfo.InvariantCulture));
        }

        if (await db.TargetOrders.SingleOrDefaultAsync(row => row.Id == targetOrderId, token) is not { NeedsPerson: true } there)
        {
            return Refusal.Conflict("Somebody has seen to it already.");
        }

        there.Settle(actor.Name, note.Trim(), Now);
        Note(db, actor, await db.Orders.SingleAsync(row => row.Id == there.OrderId, token), "target.trouble-settled", new Phrase("Seen to: {0}", note.Trim()));
        return null;
    }, ct);

    /// <summary>Makes new addresses for reports. Those handed out before are good for a week.</summary>
    public async Task<Outcome> RenewAddressAsync(Actor actor, long integrationId, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await targets.FindAsync(db, integrationId, ct) is not { } target)
        {
            return Refusal.NotFound("The integration");
        }

        var row = await keys.OpenAsync(db, integrationId, ct);
        keys.Renew(row);
        db.Record(actor, Now, "integration.secret-changed", new Subject("integration", integrationId.ToString(CultureInfo.InvariantCulture), target.Integration.Name), after: new { previousGoodUntil = row.PreviousUntil });
        try
        {
            await db.SaveChangesAsync(ct);
            return Outcome.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("Somebody else made new addresses at this moment. Reload the page.");
        }
    }

    private async Task<Outcome> ChangeAsync(Actor actor, Func<OrderSyncDb, CancellationToken, Task<Refusal?>> change, CancellationToken ct)
    {
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        try
        {
            var refused = await databases.InTransactionAsync(async (db, token) =>
            {
                var why = await change(db, token);
                await (why is null ? db.SaveChangesAsync(token) : Task.CompletedTask);
                return why;
            }, ct);
            if (refused is not null)
            {
                return refused;
            }
        }
        catch (DbUpdateException)
        {
            return Refusal.Conflict("Somebody else did this at the same moment. Look at the order again.");
        }

        feeds.Set();
        outbox.Set();
        monitor.Publish(Topics.Outbox, Topics.Orders);
        return Outcome.Done;
    }

    private void Note(OrderSyncDb db, Actor actor, Order order, string action, Phrase said)
    {
        db.TimelineEvents.Add(new TimelineEvent { IncomingOrderId = order.IncomingOrderId, At = Now, Kind = TimelineKind.Sent, Actor = actor.Name, Summary = said });
        db.Record(actor, Now, action, new Subject("order", order.Id.ToString(CultureInfo.InvariantCulture), order.Reference), after: new { said = said.ToString() });
    }
}
