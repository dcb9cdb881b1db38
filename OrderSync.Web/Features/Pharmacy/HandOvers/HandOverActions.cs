using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Feeds;
using OrderSync.Web.Pharmacy;
using OrderSync.Web.Pharmacy.Orders;

namespace OrderSync.Web.Features.Pharmacy.HandOvers;

/// <summary>What people decide about orders in pharmacies' programs.</summary>
public sealed class HandOverActions(IDbContextFactory<OrderSyncDb> databases, PharmacyPrograms programs, FeedMonitor monitor, TimeProvider clock)
{
    private static readonly Refusal Meanwhile = Refusal.Conflict("The order was changed there at this moment. Look at it again.");

    /// <summary>Lets the program fetch an order once more, with its content of then (contracts/kamsoft.md §9.2).</summary>
    public async Task<Outcome> ReleaseAsync(Actor actor, long orderId, long integrationId, string reason, CancellationToken ct)
    {
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        if (reason.Trim() is not { Length: > 0 and <= HandOver.ReasonLength } why)
        {
            return Refusal.Field("reason", "Say in a few words why; up to {0} characters.", N(HandOver.ReasonLength));
        }

        try
        {
            var refused = await databases.InTransactionAsync((db, token) => ReleaseAsync(db, actor, orderId, integrationId, why, token), ct);
            monitor.Publish(Topics.Orders);
            return refused is null ? Outcome.Done : refused;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Meanwhile;
        }
    }

    private async Task<Refusal?> ReleaseAsync(OrderSyncDb db, Actor actor, long orderId, long integrationId, string why, CancellationToken ct)
    {
        var order = await db.Orders.SingleOrDefaultAsync(row => row.Id == orderId, ct);
        var program = await programs.FindAsync(db, integrationId, ct);
        if (order is null || program is null)
        {
            return Refusal.NotFound(order is null ? "The order" : "The integration");
        }

        var row = await db.HandOvers.Where(row => row.OrderId == orderId && row.IntegrationId == integrationId).OrderByDescending(row => row.Round).FirstOrDefaultAsync(ct);
        if (row is not { State: HandOverState.Downloaded })
        {
            return row is { State: HandOverState.Offered }
                ? Refusal.Conflict("'{0}' has not confirmed that it has the order: it is offered again by itself.", program.Name)
                : Refusal.Conflict("The order does not lie in '{0}'; there is nothing to release.", program.Name);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        (row.State, row.ReleasedAt, row.ReleasedBy, row.ReleaseReason, row.Stamp) = (HandOverState.Released, now, actor.Name, why, Guid.NewGuid());
        await db.SaveChangesAsync(ct);
        var isOffered = await HandOverBatches.WouldOfferAsync(db, program, orderId, ct);
        db.TimelineEvents.Add(new TimelineEvent
        {
            IncomingOrderId = order.IncomingOrderId,
            At = now,
            Kind = TimelineKind.Sent,
            Actor = actor.Name,
            Summary = isOffered
                ? new Phrase("Released: '{0}' may fetch the order once more", program.Name)
                : new Phrase("Released, but as it is now ({0}) the order is not offered to '{1}'", order.Status.ToString(), program.Name),
        });
        db.Record(actor, now, "hand-over.released", new Subject("order", N(orderId), order.Reference.Length > 0 ? order.Reference : order.ExternalId), after: new { program = program.Name, row.Round, reason = why });
        await db.SaveChangesAsync(ct);
        return null;
    }

    private static string N(long number) => number.ToString(CultureInfo.InvariantCulture);
}
