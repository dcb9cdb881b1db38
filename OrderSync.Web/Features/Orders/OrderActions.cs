using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Feeds;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Features.Orders;

/// <summary>What people and scripts may change about an order.</summary>
public sealed class OrderActions(IDbContextFactory<OrderSyncDb> databases, StatusChanges changes, OutboxSignal signal, FeedMonitor monitor, TimeProvider clock)
{
    public const int NoteLength = 2000;

    public async Task<Outcome> AddNoteAsync(Actor actor, long orderId, string text, CancellationToken ct)
    {
        var note = text.Trim();
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        if (note.Length is 0 or > NoteLength)
        {
            return note.Length == 0
                ? Refusal.Field("text", "Write the note first.")
                : Refusal.Field("text", "The note is too long. Keep it under {0} characters.", NoteLength.ToString("N0", null));
        }

        return await ChangeAsync(orderId, (db, order) =>
        {
            db.TimelineEvents.Add(Event(actor, order, TimelineKind.Note, new Phrase("{0}", note)));
            db.Record(actor, Now, "order.note-added", SubjectOf(order), after: new { note });
            return Task.CompletedTask;
        }, ct);
    }

    /// <summary>Sets the status by hand, and tells the shop if its mapping says so. Setting the one it has changes nothing.</summary>
    public async Task<Outcome> SetStatusAsync(Actor actor, long orderId, OrderStatus status, CancellationToken ct)
    {
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        return await ChangeAsync(orderId, async (db, order) =>
        {
            if (order.Status == status)
            {
                return;
            }

            var before = order.Status;
            await changes.ApplyAsync(db, order, status, actor.Name, new Phrase("Status changed from {0} to {1}", before.ToString(), status.ToString()), ct);
            db.Record(actor, Now, "order.status-set", SubjectOf(order), new { status = before }, new { status });
        }, ct);
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private async Task<Outcome> ChangeAsync(long orderId, Func<OrderSyncDb, Order, Task> change, CancellationToken ct)
    {
        try
        {
            var found = await databases.InTransactionAsync(async (db, token) =>
            {
                var order = await db.Orders.SingleOrDefaultAsync(row => row.Id == orderId, token);
                if (order is not null)
                {
                    await change(db, order);
                    await db.SaveChangesAsync(token);
                }

                return order is not null;
            }, ct);
            if (!found)
            {
                return Refusal.NotFound("The order");
            }
        }
        catch (DbUpdateException)
        {
            return Refusal.Conflict("The order was changed by somebody else at this moment. Look at it again, then repeat your change.");
        }

        signal.Set();
        monitor.Publish(Topics.Orders, Topics.Outbox);
        return Outcome.Done;
    }

    private TimelineEvent Event(Actor actor, Order order, TimelineKind kind, Phrase summary) => new()
    {
        IncomingOrderId = order.IncomingOrderId,
        At = Now,
        Kind = kind,
        Actor = actor.Name,
        Summary = summary,
    };

    private static Subject SubjectOf(Order order) =>
        new("order", order.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), order.Reference.Length > 0 ? order.Reference : order.ExternalId);
}
