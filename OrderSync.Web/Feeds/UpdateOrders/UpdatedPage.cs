using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Feeds.UpdateOrders;

/// <summary>One transaction: the orders of a page, their stock, history and the run's items.</summary>
internal sealed class UpdatedPage(FeedContext context, OrderSyncDb db, OrderNews news)
{
    private readonly DateTime now = context.Now;
    private readonly List<TimelineEvent> history = [];
    private readonly List<Order> moved = [];
    private readonly Items items = new(context);

    public async Task<RunCounts> TakeAsync(OrderPage page, IntakeOptions options, CancellationToken ct)
    {
        var (shop, unreadable) = (page.Orders, page.Unreadable);
        var integrationId = context.Connection.IntegrationId;
        var incoming = await IncomingRows.LoadAsync(db, integrationId, [.. shop.Select(order => order.ExternalId), .. unreadable.Select(order => order.ExternalId)], ct);
        var ids = incoming.Values.Select(row => row.Id).ToList();
        var here = await db.Orders.Include(order => order.Lines).Where(order => ids.Contains(order.IncomingOrderId)).ToDictionaryAsync(order => order.IncomingOrderId, ct);
        var mappings = MappingSet.From(await db.ValueMappings.AsNoTracking().Where(row => row.IntegrationId == integrationId).ToListAsync(ct));
        foreach (var order in shop.Where(order => order.NotReady is null && incoming.ContainsKey(order.ExternalId)))
        {
            var row = incoming[order.ExternalId];
            if (here.TryGetValue(row.Id, out var known))
            {
                // What was erased here does not come back from the shop.
                await FollowAsync(row, known, row.ErasedAt is null ? order : PersonalData.Without(order), page.ReadAt, mappings, ct);
            }
        }

        foreach (var order in unreadable.Where(order => incoming.ContainsKey(order.ExternalId)))
        {
            Report(incoming[order.ExternalId], ItemOutcome.Failed, DecisionCause.Malformed.ToKebab(), order.Reason);
        }

        await db.BulkInsertAsync(history, ct);
        await news.AddAsync(db, moved, areNew: false, context.StartedBy, context.RunId, ct);
        await items.SaveAsync(db, ct);
        await options.Also(db, items.Taken, ct);
        return items.Counts;
    }

    private async Task FollowAsync(IncomingOrder incoming, Order order, ExternalOrder shop, DateTime? readAt, MappingSet mappings, CancellationToken ct)
    {
        var seen = SeenOrder.Of(shop);
        var isNews = incoming.ContentHash != seen.Hash;
        if (incoming.IsNewerThan(readAt) || (!isNews && OrderUpdatePlanner.Follows(order, shop, incoming.ExternalStatus)))
        {
            Report(incoming, ItemOutcome.Unchanged);
            return;
        }

        var wanted = Corrections.Apply(shop, incoming.Correction);
        var shipped = await db.ShippedAsync([.. order.Lines.Select(line => line.Id)], ct);
        var sent = await SentStateAsync(order.Id, ct);
        var update = OrderUpdatePlanner.Decide(order, wanted, mappings, new UpdateContext(incoming.ExternalStatus, sent, shipped));
        var payload = isNews ? seen.NewPayload(incoming.Id, now) : null;
        Note(incoming, seen, readAt, update);
        db.AddRange(payload is null ? [] : [payload]);
        if (update.ChangesAnything)
        {
            OrderChanges.Apply(order, wanted, update, now);
            await db.SaveChangesAsync(ct);
            await MoveStockAsync(order, update, ct);
            await FindAgainAsync(order, ct);
        }

        await db.SaveChangesAsync(ct);
        Tell(incoming, isNews ? update : update with { LeftAlone = [] }, payload?.Id);
    }

    /// <summary>A status nobody has mapped yet is not noted as followed: each further look asks the mappings again.</summary>
    private void Note(IncomingOrder incoming, SeenOrder seen, DateTime? readAt, OrderUpdate update)
    {
        var followed = incoming.ExternalStatus;
        seen.CopyTo(incoming, readAt, now);
        incoming.ExternalStatus = update.StatusWaits ? followed : incoming.ExternalStatus;
    }

    /// <summary>The state we put there last: reading it back is no news.</summary>
    private async Task<string> SentStateAsync(long orderId, CancellationToken ct) =>
        await db.OutboxMessages.Where(row => row.OrderId == orderId && row.IntegrationId == context.Connection.IntegrationId && row.RemoteState != null)
            .OrderByDescending(row => row.RemoteStateAt).Select(row => row.RemoteState).FirstOrDefaultAsync(ct) ?? "";

    private async Task MoveStockAsync(Order order, OrderUpdate update, CancellationToken ct)
    {
        if (update.Lines.Count > 0)
        {
            await db.ReserveAnewAsync(order, now, ct);
        }

        if (update.Status is not null)
        {
            moved.Add(order);
            await db.FollowAsync(order, context.StartedBy, now, ct);
        }
    }

    /// <summary>What the order is found by may have changed with it.</summary>
    private async Task FindAgainAsync(Order order, CancellationToken ct)
    {
        await db.OrderTerms.Where(row => row.OrderId == order.Id).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(SearchTerms.Of(order, order.Lines).ToList(), ct);
    }

    private void Tell(IncomingOrder incoming, OrderUpdate update, long? payloadId)
    {
        foreach (var change in update.Changes)
        {
            AddEvent(incoming, TimelineKind.Changed, change, payloadId);
        }

        foreach (var left in update.LeftAlone)
        {
            AddEvent(incoming, TimelineKind.Decided, left, payloadId);
        }

        if (update is { Changes.Count: 0, LeftAlone.Count: 0 })
        {
            Report(incoming, ItemOutcome.Unchanged);
            return;
        }

        var told = update.Changes.Concat(update.LeftAlone).ToList();
        var message = told.Count == 1 ? told[0]
            : new Phrase("{0}; and {1} more in the order's history", told[0].ToString(), (told.Count - 1).ToString(CultureInfo.InvariantCulture));
        Report(incoming, update.ChangesAnything ? ItemOutcome.Updated : ItemOutcome.Skipped, update.LeftAlone.Count > 0 ? "left-alone" : "", message);
    }

    private void Report(IncomingOrder incoming, ItemOutcome outcome, string cause = "", Phrase? message = null) =>
        items.Add(incoming.ExternalId, incoming.Reference, outcome, cause, message, incoming.Id);

    private void AddEvent(IncomingOrder incoming, TimelineKind kind, Phrase summary, long? payloadId) => history.Add(context.EventOf(incoming, kind, summary, payloadId));
}
