using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Problems;

/// <summary>Saves what support corrects on an order that cannot be imported, and tries it again. The shop's own data stays as it was.</summary>
public sealed class CorrectionActions(IDbContextFactory<OrderSyncDb> databases, RetryRuns retries, FeedMonitor monitor, TimeProvider clock)
{
    private static readonly Refusal ChangedMeanwhile = Refusal.Conflict(
        "The order was changed by somebody else, or read anew from the shop, since you opened it. Reload the page and repeat your correction.");

    /// <param name="stamp">Of the order as it was when the form was opened.</param>
    /// <param name="correction">All corrections of the order, also those made before; null takes them back.</param>
    public async Task<Outcome<Settled>> CorrectAsync(Actor actor, long incomingId, Guid stamp, OrderCorrection? correction, CancellationToken ct)
    {
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var incoming = await db.IncomingOrders.SingleOrDefaultAsync(row => row.Id == incomingId, ct);
        if (incoming is null)
        {
            return Refusal.NotFound("The order");
        }

        if (incoming.Stamp != stamp)
        {
            return ChangedMeanwhile;
        }

        if (incoming.State is not (IncomingState.Problem or IncomingState.Waiting or IncomingState.Seen))
        {
            return Refusal.Conflict("The order is settled; there is nothing to correct any more.");
        }

        if (await ShopOrderAsync(db, incomingId, ct) is not { } shop)
        {
            return Refusal.Conflict("The shop's data of this order cannot be read, so it cannot be corrected. Ignore it, or retry it once the shop is mended.");
        }

        var kept = CorrectionChecks.Reduce(correction, shop);
        return CorrectionChecks.Check(kept, shop) ?? await SaveAsync(db, actor, incoming, shop, kept, ct);
    }

    private async Task<Outcome<Settled>> SaveAsync(
        OrderSyncDb db, Actor actor, IncomingOrder incoming, ExternalOrder shop, OrderCorrection? correction, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var before = incoming.Correction;
        incoming.Correction = correction;
        incoming.RetryRequested = true;
        incoming.Stamp = Guid.NewGuid();
        db.TimelineEvents.AddRange(CorrectionChecks.Describe(before, correction, shop).Select(summary => new TimelineEvent
        {
            IncomingOrderId = incoming.Id,
            At = now,
            Kind = TimelineKind.Corrected,
            Actor = actor.Name,
            Summary = summary,
        }));
        db.Record(actor, now, "problem.corrected", SubjectOf(incoming), before, correction);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangedMeanwhile;
        }

        var (runs, held) = await retries.StartAsync(actor, [incoming.IntegrationId], ct);
        monitor.Publish(Topics.Orders);
        return new Settled(1, now, runs, held);
    }

    private static async Task<ExternalOrder?> ShopOrderAsync(OrderSyncDb db, long incomingId, CancellationToken ct)
    {
        var body = await db.IncomingPayloads.Where(row => row.IncomingOrderId == incomingId)
            .OrderByDescending(row => row.Id).Select(row => row.Body).FirstOrDefaultAsync(ct);
        return body is null ? null : PayloadCodec.ReadOrder(body);
    }

    private static Subject SubjectOf(IncomingOrder incoming) => new(
        "incoming-order", incoming.Id.ToString(CultureInfo.InvariantCulture), incoming.Reference.Length > 0 ? incoming.Reference : incoming.ExternalId);
}
