using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Outbox.Events;
using OrderSync.Web.Outbox.Targets;

namespace OrderSync.Web.Outbox;

/// <summary>Everything other systems are sent when orders come in or get another status, whoever made the change. Part of its transaction.</summary>
public sealed class OrderNews(EventWriter events, TargetWriter targets)
{
    /// <summary>The orders must be saved, with their new stamps.</summary>
    /// <param name="areNew">Whether they came in just now.</param>
    public async Task AddAsync(OrderSyncDb db, IReadOnlyCollection<Order> orders, bool areNew, string by, long? runId, CancellationToken ct)
    {
        await events.AddAsync(db, orders, areNew, by, runId, ct);
        await targets.AddAsync(db, orders, areNew, by, runId, ct);
    }
}
