using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Outbox.Events;

/// <summary>
/// Writes messages to listeners in the transaction of the change they tell of, whoever made it: a shop, a person, a script. Where there is
/// nothing to tell, the order's history says why.
/// </summary>
public sealed class EventWriter(ListenerReader listeners, TimeProvider clock)
{
    /// <summary>Tells of the status orders have now. The orders must be saved, with their new stamps.</summary>
    /// <param name="areNew">Whether they came in just now: orders placed before a listener was set up are not told to it.</param>
    public async Task AddAsync(OrderSyncDb db, IReadOnlyCollection<Order> orders, bool areNew, string by, long? runId, CancellationToken ct)
    {
        if (orders.Count == 0 || !listeners.HasAny)
        {
            return;
        }

        foreach (var listener in await listeners.AllAsync(db, ct))
        {
            var heard = orders.Where(order => listener.HearsOf(order.IntegrationId) && (!areNew || order.PlacedAt >= listener.Integration.CreatedAt)).ToList();
            var told = areNew ? new Dictionary<long, OrderStatus>() : await ToldAsync(db, listener.Integration.Id, heard, ct);
            await AddAsync(db, listener, heard, told, by, runId, ct);
        }
    }

    private async Task AddAsync(
        OrderSyncDb db, Listener listener, IReadOnlyCollection<Order> orders, IReadOnlyDictionary<long, OrderStatus> told, string by, long? runId, CancellationToken ct)
    {
        var (messages, events) = (new List<OutboxMessage>(), new List<TimelineEvent>());
        foreach (var order in orders)
        {
            OrderStatus? last = told.TryGetValue(order.Id, out var status) ? status : null;
            var plan = EventPlanner.Decide(order.Status, last, order, listener.Settings, listener.Words);
            if (plan.Nothing is null)
            {
                messages.Add(MessageOf(listener, order, plan.Status!, by));
            }
            else
            {
                events.Add(EventOf(listener, order, plan.Nothing, by, runId));
            }
        }

        await db.BulkInsertAsync(messages, ct);
        await db.BulkInsertAsync(events, ct);
    }

    /// <summary>What it was told last, or will be told by a message that is under way.</summary>
    private static async Task<Dictionary<long, OrderStatus>> ToldAsync(OrderSyncDb db, long integrationId, IReadOnlyCollection<Order> orders, CancellationToken ct)
    {
        var ids = orders.Select(order => (long?)order.Id).ToList();
        var rows = await db.OutboxMessages
            .Where(row => ids.Contains(row.OrderId) && row.IntegrationId == integrationId && row.Kind == OutboxKind.Event && row.State != OutboxState.Dropped && row.State != OutboxState.Dead)
            .OrderBy(row => row.Id).Select(row => new { row.OrderId, row.Payload }).ToListAsync(ct);
        return rows.GroupBy(row => row.OrderId!.Value).ToDictionary(group => group.Key, group => StoredJson.Read<EventNews>(group.Last().Payload).Status);
    }

    private OutboxMessage MessageOf(Listener listener, Order order, string word, string by) => new()
    {
        IntegrationId = listener.Integration.Id,
        OrderId = order.Id,
        Kind = OutboxKind.Event,
        Delivery = DeliveryClass.Idempotent,
        Key = EventNews.KeyOf(order.Id, order.Stamp),
        Subject = new Phrase("Status {0}", word),
        Payload = StoredJson.Write(new EventNews(order.Status)),
        NextAttemptAt = Now,
        CreatedAt = Now,
        CreatedBy = by,
        Stamp = Guid.NewGuid(),
    };

    private TimelineEvent EventOf(Listener listener, Order order, Phrase why, string by, long? runId) => new()
    {
        IncomingOrderId = order.IncomingOrderId,
        At = Now,
        Kind = TimelineKind.Sent,
        Actor = by,
        Summary = new Phrase("'{0}' is not told: {1}", listener.Integration.Name, why.ToString()),
        RunId = runId,
    };

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
