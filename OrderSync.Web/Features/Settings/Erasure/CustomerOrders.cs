using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Settings.Erasure;

/// <summary>Whose personal data is meant: a customer's by e-mail address, or one order's where it has none.</summary>
/// <param name="Word">What is typed to confirm: the address, or the order's number.</param>
public sealed record ErasureTarget(string Word, long? IncomingOrderId)
{
    public static ErasureTarget OfEmail(string email) => new(email.Trim(), null);
}

/// <summary>An order that has to come to its end first.</summary>
public sealed record ErasureHindrance(long IncomingOrderId, long? OrderId, string Number, Phrase Reason)
{
    public string Href => OrderId is { } order ? $"/orders/{order}" : $"/problems/{IncomingOrderId}";
}

/// <summary>Finds the orders of a customer, imported or not, and what stands in the way of erasing them.</summary>
internal static class CustomerOrders
{
    private const int Chunk = 500;
    private static readonly OrderStatus[] Open = [.. OpenOrders.Reserving];
    private static readonly OutboxState[] OnItsWay = [OutboxState.Pending, OutboxState.Sending, OutboxState.Retrying, OutboxState.Unknown];

    /// <summary>Ids of incoming orders that still hold the customer's data.</summary>
    public static async Task<IReadOnlyList<long>> FindAsync(OrderSyncDb db, ErasureTarget target, CancellationToken ct)
    {
        if (target.IncomingOrderId is { } only)
        {
            return await db.IncomingOrders.Where(row => row.Id == only && row.ErasedAt == null).Select(row => row.Id).ToListAsync(ct);
        }

        await FillHashesAsync(db, ct);
        var hash = PersonalData.HashOf(target.Word);
        var found = (await db.IncomingOrders.Where(row => row.EmailHash == hash && row.ErasedAt == null).Select(row => row.Id).ToListAsync(ct)).ToHashSet();

        // The address may have been corrected here, and rows from before fingerprints were kept have none: the search knows it.
        if (SearchTerms.OfQuery(target.Word) is [var term])
        {
            var orders = await db.OrderTerms.Where(row => row.Term == term)
                .Join(db.Orders, row => row.OrderId, order => order.Id, (row, order) => new { order.IncomingOrderId, order.Email }).ToListAsync(ct);
            found.UnionWith(orders.Where(order => PersonalData.HashOf(order.Email) == hash).Select(order => order.IncomingOrderId));
        }

        return [.. found.Order()];
    }

    public static async Task<List<ErasureHindrance>> HindrancesAsync(OrderSyncDb db, IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        var hindrances = new List<ErasureHindrance>();
        foreach (var chunk in ids.Chunk(Chunk))
        {
            var rows = await db.IncomingOrders.Where(row => chunk.Contains(row.Id))
                .Select(row => new
                {
                    row.Id,
                    row.ExternalId,
                    row.Reference,
                    row.State,
                    row.RetryRequested,
                    Order = db.Orders.Where(order => order.IncomingOrderId == row.Id).Select(order => new { order.Id, order.Status }).FirstOrDefault(),
                    Waits = db.OutboxMessages.Any(message => OnItsWay.Contains(message.State) && db.Orders.Any(order => order.IncomingOrderId == row.Id && order.Id == message.OrderId)),
                })
                .Where(row => row.RetryRequested || row.Waits || row.State == IncomingState.Seen || row.State == IncomingState.Waiting || row.State == IncomingState.Problem
                    || (row.Order != null && Open.Contains(row.Order.Status)))
                .ToListAsync(ct);
            hindrances.AddRange(rows.Select(row => new ErasureHindrance(
                row.Id, row.Order?.Id, row.Reference.Length > 0 ? row.Reference : row.ExternalId,
                row.Order is null ? new Phrase("It is not imported yet. Settle it, or ignore it with a reason.")
                : Open.Contains(row.Order.Status) ? new Phrase("It is still open. Ship or cancel it first.")
                : row.Waits ? new Phrase("A message about it has not been sent yet. Wait for it, or settle it in the outbox.")
                : new Phrase("It is about to be read again. Wait a minute."))));
        }

        return hindrances;
    }

    /// <summary>Orders that were never imported are found by their fingerprint only; those from before fingerprints were kept get theirs here.</summary>
    private static async Task FillHashesAsync(OrderSyncDb db, CancellationToken ct)
    {
        while (true)
        {
            var rows = await db.IncomingOrders
                .Where(row => row.State != IncomingState.Imported && row.EmailHash == null).OrderBy(row => row.Id).Take(Chunk)
                .Select(row => new { row.Id, Body = row.Payloads.OrderByDescending(payload => payload.Id).Select(payload => payload.Body).FirstOrDefault() })
                .ToListAsync(ct);
            foreach (var row in rows)
            {
                var hash = PersonalData.HashOf(row.Body is null ? "" : PayloadCodec.ReadOrder(row.Body)?.Email ?? "");
                await db.IncomingOrders.Where(incoming => incoming.Id == row.Id && incoming.EmailHash == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(incoming => incoming.EmailHash, hash), ct);
            }

            if (rows.Count < Chunk)
            {
                return;
            }
        }
    }
}
