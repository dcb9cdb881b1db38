using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox.Targets;

/// <summary>What an order target says of an order, whether it called by itself or was asked.</summary>
/// <param name="OrderId">The order here, if the call's address says it.</param>
/// <param name="RemoteId">Its own number of the order.</param>
/// <param name="Table">The mapping table its word belongs to: it reports codes, and answers with names.</param>
/// <param name="Word">Its word for the status.</param>
/// <param name="Local">Its own time of it; empty when it does not say.</param>
internal sealed record TargetNews(long IntegrationId, long? OrderId, string RemoteId, string Table, string Word, string Local);

/// <summary>Gives orders the statuses that order targets report, with everything that follows from it.</summary>
public sealed class TargetReports(
    IDbContextFactory<OrderSyncDb> databases, TargetReader targets, ConnectorRegistry connectors, StatusChanges changes, OutboxSignal signal, TimeProvider clock, ILogger<TargetReports> logger)
    : ITargetReports
{
    /// <summary>Tries in all when somebody else changes the order at the same moment.</summary>
    private const int MostTries = 5;

    /// <inheritdoc/>
    public async Task TakeAsync(long integrationId, long? orderId, string contentType, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        ConnectorKey connector;
        await using (var db = await databases.CreateDbContextAsync(ct))
        {
            connector = await db.Integrations.Where(row => row.Id == integrationId).Select(row => row.Connector).SingleAsync(ct);
        }

        switch (connectors.Port<IOrderTargetReports>(connector)?.ReadReport(contentType, body.Span))
        {
            case TargetReport.StatusChanged changed:
                await TakeAsync(new TargetNews(integrationId, orderId, changed.OrderId, MappingTables.TargetStatusCodes, changed.Status, changed.LocalTime), ct);
                break;
            case TargetReport.NotUnderstood:
                logger.LogInformation("A report to integration {IntegrationId} was not understood and passed over", integrationId);
                break;
        }
    }

    /// <returns>Whether an order changed.</returns>
    internal async Task<bool> TakeAsync(TargetNews news, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var changed = await databases.InTransactionAsync((db, token) => ApplyAsync(db, news, token), ct);
                signal.Set();
                signal.SayChanged();
                return changed;
            }
            catch (DbUpdateConcurrencyException) when (tries < MostTries)
            {
                // The order changed at this moment: look at it as it is now.
            }
        }
    }

    private async Task<bool> ApplyAsync(OrderSyncDb db, TargetNews news, CancellationToken ct)
    {
        var there = await db.TargetOrders.SingleOrDefaultAsync(
            row => row.IntegrationId == news.IntegrationId && (news.OrderId != null ? row.OrderId == news.OrderId : row.RemoteId == news.RemoteId), ct);
        if (there is null || await targets.FindAsync(db, news.IntegrationId, ct) is not { } target)
        {
            logger.LogInformation("Integration {IntegrationId} reported on an order it was not sent", news.IntegrationId);
            return false;
        }

        var order = await db.Orders.SingleAsync(row => row.Id == there.OrderId, ct);
        if (there.RemoteId.Length > 0 && there.RemoteId != news.RemoteId)
        {
            there.Trouble("twice", new Phrase(
                "'{0}' reports on this order under number {1} too, not only {2}: it may be there twice. Look there, and cancel one of them.", target.Integration.Name, news.RemoteId, there.RemoteId), Now);
            await db.SaveChangesAsync(ct);
            return false;
        }

        await PlaceAsync(db, there, order, news, target, ct);
        var changed = await FollowAsync(db, there, order, news, target, ct);
        await db.SaveChangesAsync(ct);
        return changed;
    }

    /// <summary>A report on an order whose answer never came proves that it arrived.</summary>
    private async Task PlaceAsync(OrderSyncDb db, TargetOrder there, Order order, TargetNews news, Target target, CancellationToken ct)
    {
        if (there.RemoteId.Length > 0)
        {
            return;
        }

        there.Place(news.RemoteId, null, Now);
        var message = await db.OutboxMessages.SingleAsync(row => row.OrderId == order.Id && row.IntegrationId == target.Integration.Id && row.Kind == OutboxKind.Order, ct);
        if (message.State is OutboxState.Unknown or OutboxState.Retrying)
        {
            var said = new Phrase("'{0}' has the order: it reported on it as {1}.", target.Integration.Name, news.RemoteId);
            message.LastCode = "";
            message.Settle(OutboxState.Sent, Now, target.Integration.Name, said);
            Tell(db, order, target, TimelineKind.Sent, said);
        }
    }

    private async Task<bool> FollowAsync(OrderSyncDb db, TargetOrder there, Order order, TargetNews news, Target target, CancellationToken ct)
    {
        var tables = await TargetReader.TablesAsync(db, target.Integration.Id, ct);
        var (name, meaning) = (target.Integration.Name, new TargetStatusMap(tables.GetValueOrDefault(news.Table)).Find(news.Word));
        if (!there.Report(news.Word, meaning, news.Local, Now))
        {
            return false;
        }

        if (meaning is not { } status)
        {
            Tell(db, order, target, TimelineKind.Decided, new Phrase("'{0}' reported the status '{1}', which is not mapped; the order stays {2}.", name, news.Word, order.Status.ToString()));
            return false;
        }

        if (order.Status == status)
        {
            Tell(db, order, target, TimelineKind.Decided, new Phrase("'{0}' reported {1}, which the order was already.", name, status.ToString()));
            return false;
        }

        if (TargetSettings.Final.Contains(order.Status))
        {
            Tell(db, order, target, TimelineKind.Decided, new Phrase("'{0}' reported {1}; the order stays {2}, which is final.", name, status.ToString(), order.Status.ToString()));
            return false;
        }

        var said = new Phrase("Status changed from {0} to {1}: '{2}' reported '{3}'", order.Status.ToString(), status.ToString(), name, news.Word);
        await changes.ApplyAsync(db, order, status, name, said, ct);
        return true;
    }

    private void Tell(OrderSyncDb db, Order order, Target target, TimelineKind kind, Phrase said) => db.TimelineEvents.Add(new TimelineEvent
    {
        IncomingOrderId = order.IncomingOrderId,
        At = Now,
        Kind = kind,
        Actor = target.Integration.Name,
        Summary = said,
    });

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
