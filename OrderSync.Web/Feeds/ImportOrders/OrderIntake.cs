using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Feeds.ImportOrders;

/// <param name="ReportUnchanged">List orders in the run even when the decision is the same as before (a retry tells of every order it tried).</param>
public sealed record IntakeOptions(ImportSettings Settings, bool ReportUnchanged)
{
    /// <summary>Whether the run lists the orders; one that is about something else does not.</summary>
    public bool ListsOrders { get; init; } = true;

    /// <summary>What has to be saved together with the orders of a page; told what became of each.</summary>
    internal Func<OrderSyncDb, IReadOnlyList<TakenItem>, CancellationToken, Task> Also { get; init; } = (_, _, _) => Task.CompletedTask;
}

/// <summary>
/// Takes a page of orders in: stores each as seen, with its payload, before deciding anything; then decides, and saves orders,
/// history, counts and the cursor together.
/// </summary>
public sealed class OrderIntake(IDbContextFactory<OrderSyncDb> databases, OrderNews news, OutboxSignal signal, FeedMonitor monitor, TimeProvider clock)
{
    private const int MostConflicts = 3;

    public async Task TakeAsync(FeedContext context, OrderPage page, IntakeOptions options, CancellationToken ct)
    {
        var seen = Seen(page);
        var stored = await AgainOnConflictAsync(() => StoreAsync(context, seen, page.ReadAt, ct));
        await AgainOnConflictAsync(async () =>
        {
            await context.SaveAsync((db, token) => new IntakeDecisions(context, options, db, news).DecideAsync(page, seen, stored, token), ct);
            return true;
        });
        signal.Set();
        monitor.Publish(Topics.Orders);
    }

    private static IReadOnlyDictionary<string, SeenOrder> Seen(OrderPage page) => page.Orders.Select(SeenOrder.Of)
        .Concat(page.Unreadable.Select(SeenOrder.Of))
        .Concat(page.Gone.Select(SeenOrder.OfGone))
        .GroupBy(order => order.ExternalId)
        .ToDictionary(group => group.Key, group => group.Last());

    /// <summary>First transaction: nothing a shop has shown can be lost any more, whatever the decision does.</summary>
    /// <returns>Ids of the payloads that are new, by external id.</returns>
    private Task<IReadOnlyDictionary<string, long>> StoreAsync(
        FeedContext context, IReadOnlyDictionary<string, SeenOrder> seen, DateTime? readAt, CancellationToken ct) =>
        databases.InTransactionAsync<IReadOnlyDictionary<string, long>>(async (db, token) =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var integrationId = context.Connection.IntegrationId;
            var rows = await IncomingRows.LoadAsync(db, integrationId, seen.Keys, token);
            var changed = seen.Values.Select(order => order.For(rows.GetValueOrDefault(order.ExternalId)))
                .Where(order => order.Body is not null && IsNews(order, rows.GetValueOrDefault(order.ExternalId), readAt)).ToList();
            foreach (var order in changed)
            {
                if (!rows.TryGetValue(order.ExternalId, out var row))
                {
                    rows[order.ExternalId] = row = order.NewIncoming(integrationId, now);
                }

                order.CopyTo(row, readAt, now);
            }

            await db.SaveChangesAsync(token);
            await db.BulkInsertWithKeysAsync([.. rows.Values.Where(row => row.Id == 0)], token);
            var payloads = changed.ToDictionary(order => order.ExternalId, order => order.NewPayload(rows[order.ExternalId].Id, now));
            await db.BulkInsertWithKeysAsync(payloads.Values, token);
            return payloads.ToDictionary(pair => pair.Key, pair => pair.Value.Id);
        }, ct);

    private static bool IsNews(SeenOrder order, IncomingOrder? row, DateTime? readAt) =>
        row is null || (row.ContentHash != order.Hash && !IncomingRows.IsSettled(row) && !row.IsNewerThan(readAt));

    /// <summary>
    /// Support may correct an order, a mapping row may appear, or another feed may take the same order at this very moment: then the page is
    /// done again, from fresh rows. Once is not always enough, as events go on coming.
    /// </summary>
    internal static async Task<T> AgainOnConflictAsync<T>(Func<Task<T>> work)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                return await work();
            }
            catch (DbUpdateException) when (conflicts < MostConflicts)
            {
                // again
            }
        }
    }
}

/// <summary>An order of a page, readable or not, with its fingerprint.</summary>
internal sealed record SeenOrder(string ExternalId, ExternalOrder? Order, ImportDecision? Fixed, byte[]? Body)
{
    public string Hash { get; } = Body is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Body));

    public static SeenOrder Of(ExternalOrder order) => new(order.ExternalId, order, null, PayloadCodec.ToJson(order));

    public static SeenOrder Of(UnreadableOrder order) =>
        new(order.ExternalId, null, IncomingDecision.Unreadable(order), Encoding.UTF8.GetBytes(order.Excerpt));

    public static SeenOrder OfGone(string externalId) => new(externalId, null, IncomingDecision.Gone, null);

    /// <summary>As it may be kept: an erased order never gets its personal data back, whatever the shop still shows.</summary>
    public SeenOrder For(IncomingOrder? incoming) =>
        incoming?.ErasedAt is null ? this
        : Order is not null ? Of(PersonalData.Without(Order))
        : this with { Body = null };

    public IncomingOrder NewIncoming(long integrationId, DateTime now) => new()
    {
        IntegrationId = integrationId,
        ExternalId = ExternalId,
        FirstSeenAt = now,
        LastSeenAt = now,
    };

    public IncomingPayload NewPayload(long incomingId, DateTime now) =>
        new() { IncomingOrderId = incomingId, SeenAt = now, Body = PayloadCodec.Pack(Body) };

    public void CopyTo(IncomingOrder incoming, DateTime? readAt, DateTime now)
    {
        incoming.LastSeenAt = now;
        incoming.ReadAt = readAt ?? now;
        incoming.ContentHash = Hash;
        incoming.Stamp = Guid.NewGuid();
        if (Order is null)
        {
            return;
        }

        incoming.Reference = Order.Reference;
        incoming.CustomerName = Order.CustomerName;
        incoming.EmailHash = PersonalData.HashOf(Order.Email);
        incoming.Currency = Order.Currency;
        incoming.Total = Order.Total;
        incoming.PlacedAt = Order.PlacedAt;
        incoming.ExternalStatus = Order.StatusId;
    }
}
