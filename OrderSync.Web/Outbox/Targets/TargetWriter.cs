using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox.Targets;

/// <summary>
/// Writes the message that sends an order to a system that carries it out, in the transaction of the change by which it becomes due: its import,
/// or its reaching a chosen status. Each order is sent to each system once, whatever its status does afterwards.
/// </summary>
public sealed class TargetWriter(TargetReader targets, TimeProvider clock)
{
    private static readonly OrderStatus[] Ended = [OrderStatus.Cancelled, OrderStatus.Refunded];

    private static readonly string[] Unmapped =
    [
        TargetFaultKind.PaymentUnmapped.ToKebab(), TargetFaultKind.ChannelUnmapped.ToKebab(), TargetFaultKind.PointUnmapped.ToKebab(), TargetFaultKind.AffiliateUnmapped.ToKebab(),
    ];

    /// <param name="areNew">Whether they came in just now.</param>
    public async Task AddAsync(OrderSyncDb db, IReadOnlyCollection<Order> orders, bool areNew, string by, long? runId, CancellationToken ct)
    {
        if (orders.Count == 0)
        {
            return;
        }

        foreach (var target in await targets.AllAsync(db, ct))
        {
            var ids = areNew ? [] : orders.Select(order => (long?)order.Id).ToList();
            var sent = areNew ? [] : await db.OutboxMessages
                .Where(row => ids.Contains(row.OrderId) && row.IntegrationId == target.Integration.Id && row.Kind == OutboxKind.Order).Select(row => row.OrderId).ToListAsync(ct);

            // Orders from before the system was set up are none of its business: whoever connects it must not find the kitchen flooded. Shops count in seconds.
            var since = target.Integration.CreatedAt.AddTicks(-(target.Integration.CreatedAt.Ticks % TimeSpan.TicksPerSecond));
            var unsent = orders.Where(order => !sent.Contains(order.Id) && target.Settings.IsFrom(order.IntegrationId) && order.PlacedAt >= since).ToList();
            await db.BulkInsertAsync(unsent.Where(order => target.Settings.IsDue(order.Status)).Select(order => MessageOf(target, order, by)).ToList(), ct);
            if (areNew)
            {
                await db.BulkInsertAsync(unsent.Where(order => !target.Settings.IsDue(order.Status)).Select(order => WaitsFor(target, order, by, runId)).ToList(), ct);
            }
            else
            {
                await WarnOfEndedAsync(db, target, [.. orders.Where(order => sent.Contains(order.Id) && Ended.Contains(order.Status))], ct);
            }
        }
    }

    /// <summary>A mapping was saved: orders that were not sent for want of one are looked at again.</summary>
    internal static Task<int> RetryUnmappedAsync(OrderSyncDb db, long integrationId, DateTime now, CancellationToken ct) => db.OutboxMessages
        .Where(row => row.IntegrationId == integrationId && row.Kind == OutboxKind.Order && row.State == OutboxState.Dead && Unmapped.Contains(row.LastCode))
        .ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, OutboxState.Retrying)
            .SetProperty(row => row.NextAttemptAt, now)
            .SetProperty(row => row.SettledAt, (DateTime?)null)
            .SetProperty(row => row.SettledBy, "")
            .SetProperty(row => row.Stamp, Guid.NewGuid()), ct);

    /// <summary>Sends an order by hand, whatever its status.</summary>
    internal OutboxMessage MessageOf(Target target, Order order, string by) => new()
    {
        IntegrationId = target.Integration.Id,
        OrderId = order.Id,
        Kind = OutboxKind.Order,
        Delivery = DeliveryClass.AskPerson,
        Key = KeyOf(order.Id),
        Subject = new Phrase("Order {0}", order.Reference.Length > 0 ? order.Reference : order.ExternalId),
        Payload = "{}",
        NextAttemptAt = Now,
        CreatedAt = Now,
        CreatedBy = by,
        Stamp = Guid.NewGuid(),
    };

    /// <summary>One message for each order: the unique key lets no second one in.</summary>
    internal static string KeyOf(long orderId) => FormattableString.Invariant($"order:{orderId}");

    /// <summary>A system that has the order cannot be told that it ended; somebody has to see to it there.</summary>
    internal static void WarnOfEnded(TargetOrder there, string target, OrderStatus status, DateTime now)
    {
        if (there.PlacedAt is not null && there.Reported != status)
        {
            there.Trouble("ended-here", new Phrase(
                "The order is {0} here, but '{1}' has it under number {2} and cannot be told. Cancel it there by hand.", status.ToString(), target, there.Number), now);
        }
    }

    private async Task WarnOfEndedAsync(OrderSyncDb db, Target target, IReadOnlyCollection<Order> ended, CancellationToken ct)
    {
        if (ended.Count == 0)
        {
            return;
        }

        var ids = ended.Select(order => order.Id).ToList();
        var there = await db.TargetOrders.Where(row => ids.Contains(row.OrderId) && row.IntegrationId == target.Integration.Id).ToListAsync(ct);
        there.ForEach(row => WarnOfEnded(row, target.Integration.Name, ended.Single(order => order.Id == row.OrderId).Status, Now));
        await db.SaveChangesAsync(ct);
    }

    private TimelineEvent WaitsFor(Target target, Order order, string by, long? runId) => new()
    {
        IncomingOrderId = order.IncomingOrderId,
        At = Now,
        Kind = TimelineKind.Sent,
        Actor = by,
        Summary = TargetSettings.Final.Contains(order.Status)
            ? new Phrase("Not sent to '{0}': the order is {1} already.", target.Integration.Name, order.Status.ToString())
            : new Phrase("Not sent to '{0}' yet: that happens once it is {1}.", target.Integration.Name, string.Join(", ", target.Settings.SendAt)),
        RunId = runId,
    };

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
