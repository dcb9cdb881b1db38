using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Settings.Erasure;

/// <summary>What erasing a customer's personal data comes to, before anything is done.</summary>
/// <param name="Hindrances">Orders that have to come to their end first; the first ones of them.</param>
/// <param name="Hindered">How many there are.</param>
public sealed record ErasurePreview(ErasureTarget Target, int Orders, int Payloads, int Attempts, IReadOnlyList<ErasureHindrance> Hindrances, int Hindered);

/// <summary>What was erased.</summary>
public sealed record Erased(int Orders, int Payloads, int Attempts);

/// <summary>
/// Erases a customer's personal data for good: names, addresses, phones, e-mails, notes, what the shop sent and what was sent on. What the books
/// need stays. Works in small transactions, so that nobody waits for it; killed in between, the rest is found by the same address again.
/// </summary>
public sealed class ErasureActions(IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor, TimeProvider clock)
{
    private const int BatchSize = 100;
    private const int ShownAtMost = 50;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>The customer of an order; the order alone when it has no e-mail address. Null when there is no such order, or it is erased.</summary>
    public async Task<ErasureTarget?> TargetOfAsync(long orderId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var order = await db.Orders.Where(row => row.Id == orderId).Select(row => new { row.Email, row.ExternalId, row.IncomingOrderId }).SingleOrDefaultAsync(ct);
        return order is null ? null : order.Email.Length > 0 ? ErasureTarget.OfEmail(order.Email) : new ErasureTarget(order.ExternalId, order.IncomingOrderId);
    }

    public async Task<Outcome<ErasurePreview>> PreviewAsync(Actor actor, ErasureTarget target, CancellationToken ct)
    {
        if ((actor.Lacks(Permission.ManageSystem) ?? Fault(target)) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var ids = await CustomerOrders.FindAsync(db, target, ct);
        var hindrances = await CustomerOrders.HindrancesAsync(db, ids, ct);
        var (payloads, attempts) = (0, 0);
        foreach (var chunk in ids.Chunk(BatchSize))
        {
            payloads += await ErasureBatch.Payloads(db, chunk).CountAsync(ct);
            attempts += await ErasureBatch.Attempts(db, chunk).CountAsync(ct);
        }

        return new ErasurePreview(target, ids.Count, payloads, attempts, [.. hindrances.Take(ShownAtMost)], hindrances.Count);
    }

    /// <param name="confirmation">The e-mail address, or the order's number, typed once more.</param>
    public async Task<Outcome<Erased>> EraseAsync(Actor actor, ErasureTarget target, string confirmation, CancellationToken ct)
    {
        if ((actor.Lacks(Permission.ManageSystem) ?? Fault(target)) is { } refusal)
        {
            return refusal;
        }

        if (!string.Equals(confirmation.Trim(), target.Word, StringComparison.OrdinalIgnoreCase))
        {
            return Refusal.Field("confirm", "Type exactly what stands above, to confirm that you mean it.");
        }

        var (ids, hindered) = await databases.ReadAsync(async db =>
        {
            var found = await CustomerOrders.FindAsync(db, target, ct);
            return (found, (await CustomerOrders.HindrancesAsync(db, found, ct)).Count);
        }, ct);
        return ids.Count == 0 ? Refusal.Conflict("No order here holds personal data of this customer.")
            : hindered > 0 ? Refusal.Conflict("{0} orders have to come to their end first. Nothing was erased.", N(hindered))
            : await EraseAsync(actor, target, ids, ct);
    }

    private async Task<Outcome<Erased>> EraseAsync(Actor actor, ErasureTarget target, IReadOnlyList<long> ids, CancellationToken ct)
    {
        await RecordAsync(actor, target, "customer.erasure-begun", new { orders = ids.Count }, ct);
        var sum = new Erased(0, 0, 0);
        foreach (var chunk in ids.Chunk(BatchSize))
        {
            var erased = await EraseChunkAsync(actor, chunk, ct);
            if (erased is null)
            {
                await RecordAsync(actor, target, "customer.erasure-stopped", sum, ct);
                return Refusal.Conflict("An order changed meanwhile. {0} of {1} orders are erased; look again and go on.", N(sum.Orders), N(ids.Count));
            }

            sum = new Erased(sum.Orders + erased.Orders, sum.Payloads + erased.Payloads, sum.Attempts + erased.Attempts);
        }

        await RecordAsync(actor, target, "customer.erased", sum, ct);
        monitor.Publish(Topics.Orders, Topics.Outbox);
        return sum;
    }

    /// <returns>Null when one of the orders was taken up again, or is being written at this moment.</returns>
    private async Task<Erased?> EraseChunkAsync(Actor actor, long[] ids, CancellationToken ct)
    {
        try
        {
            return await databases.InTransactionAsync(async (db, token) =>
                (await CustomerOrders.HindrancesAsync(db, ids, token)).Count > 0 ? null : await new ErasureBatch(db, ids, actor.Name, Now).EraseAsync(token), ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }
    }

    /// <summary>The audit keeps a fingerprint of the address, so that the person who asked can be told it was done.</summary>
    private async Task RecordAsync(Actor actor, ErasureTarget target, string action, object what, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var subject = target.IncomingOrderId is { } order ? new Subject("incoming-order", order.ToString(CultureInfo.InvariantCulture)) : new Subject("customer", PersonalData.HashOf(target.Word));
        db.Record(actor, Now, action, subject, after: what);
        await db.SaveChangesAsync(ct);
    }

    private static Refusal? Fault(ErasureTarget target) => target.IncomingOrderId is not null || (target.Word.Contains('@', StringComparison.Ordinal) && !target.Word.Any(char.IsWhiteSpace))
        ? null
        : Refusal.Field("email", "Enter the customer's whole e-mail address.");

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
