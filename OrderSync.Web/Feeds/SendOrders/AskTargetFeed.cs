using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Outbox.Targets;

namespace OrderSync.Web.Feeds.SendOrders;

/// <summary>
/// Asks a system how the orders it was sent are doing, those not asked after for longest first. Only where its settings say so: vendors forbid
/// asking in a circle (contracts/frontpad.md §1), so the settings limit it to some statuses and days.
/// </summary>
public sealed class AskTargetFeed(ConnectorRegistry connectors, IDbContextFactory<OrderSyncDb> databases, TargetReports reports, FeedMonitor monitor) : IFeed
{
    public static readonly FeedKey FeedKey = new("check-statuses");

    /// <summary>Orders asked after in one run: two minutes of the most the strictest account allows.</summary>
    private const int MostOrders = 60;

    public FeedKey Key => FeedKey;

    public string Title => "Check order statuses";

    public string Description => "Asks how orders are doing that were sent. Only needed where the other system does not report by itself; choose the statuses and days in the settings first.";

    public FeedLane Lane => FeedLane.Orders;

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var settings = connectors.Port<IOrderTarget>(context.Connector)!.TargetSettings(context.Connection);
        if (settings.Polling is not { } polling || connectors.Port<IOrderTargetStatus>(context.Connector) is not { } port)
        {
            return new Phrase("Nothing was asked: asking for statuses is switched off in the settings.");
        }

        foreach (var (id, remoteId, externalId, reference, incomingId) in await DueAsync(context, polling, ct))
        {
            try
            {
                var status = await port.AskByOrderAsync(context.Connection, remoteId, ct);
                var changed = status.Found && await reports.TakeAsync(new TargetNews(context.Connection.IntegrationId, null, remoteId, MappingTables.TargetStatusNames, status.Name, ""), ct);
                await SaveAsync(context, id, new FeedRunItem
                {
                    RunId = context.RunId,
                    ExternalId = externalId,
                    Label = reference,
                    Outcome = changed ? ItemOutcome.Updated : status.Found ? ItemOutcome.Unchanged : ItemOutcome.Failed,
                    Cause = status.Found ? "" : "not-there",
                    Message = status.Found ? new Phrase("'{0}' says '{1}'.", context.Connection.Name, status.Name) : new Phrase("'{0}' does not know order {1} any more.", context.Connection.Name, remoteId),
                    IncomingOrderId = incomingId,
                    At = context.Now,
                }, ct);
            }
            catch (RemoteFailureException error) when (error.Failure.Code == TargetStatusFailures.NotOffered)
            {
                var why = new Phrase("'{0}' does not let this account ask for statuses, so this was switched off. Let it report by itself, or switch it on again once the vendor has allowed asking.", context.Connection.Name);
                await context.SaveAsync((db, token) => SwitchOffAsync(db, context.Feed.Id, why, token), ct);
                monitor.Publish(Topics.Integrations);
                return why;
            }

            monitor.Publish(Topics.Orders);
        }

        return context.Counts.Done == 0
            ? new Phrase("Nothing to ask: no order of the chosen statuses and days is there.")
            : new Phrase("Asked after {0} orders: {1} changed, {2} as they were, {3} not known there.", N(context.Counts.Done), N(context.Counts.Updated), N(context.Counts.Unchanged), N(context.Counts.Failed));
    }

    private async Task<List<(long Id, string RemoteId, string ExternalId, string Reference, long IncomingId)>> DueAsync(FeedContext context, TargetPolling polling, CancellationToken ct)
    {
        var (since, statuses) = (context.Now.AddDays(-polling.Days), polling.Statuses.Except(TargetSettings.Final).ToList());
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await (
            from there in db.TargetOrders.AsNoTracking()
            join order in db.Orders on there.OrderId equals order.Id
            where there.IntegrationId == context.Connection.IntegrationId && there.PlacedAt >= since && there.RemoteId != "" && statuses.Contains(order.Status)
            orderby there.AskedAt, there.Id
            select new { there.Id, there.RemoteId, order.ExternalId, order.Reference, order.IncomingOrderId }).Take(MostOrders).ToListAsync(ct);
        return [.. rows.Select(row => (row.Id, row.RemoteId, row.ExternalId, row.Reference, row.IncomingOrderId))];
    }

    private static Task SaveAsync(FeedContext context, long id, FeedRunItem item, CancellationToken ct) => context.SaveAsync(async (db, token) =>
    {
        await db.TargetOrders.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.AskedAt, context.Now), token);
        db.FeedRunItems.Add(item);
        return new RunCounts().Plus(item.Outcome);
    }, ct);

    private static async Task<RunCounts> SwitchOffAsync(OrderSyncDb db, long feedId, Phrase why, CancellationToken ct)
    {
        var feed = await db.Feeds.SingleAsync(row => row.Id == feedId, ct);
        (feed.OffReason, feed.Stamp) = (why, Guid.NewGuid());
        return new RunCounts();
    }

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);
}
