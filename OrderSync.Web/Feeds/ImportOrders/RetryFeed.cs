using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ImportOrders;

/// <summary>
/// Reads waiting orders and problems again and decides anew. What is to be retried is marked on the orders themselves, so nothing is
/// forgotten when a run is joined, cancelled or killed: a run works until no mark is left.
/// </summary>
public sealed class RetryFeed(ConnectorRegistry connectors, OrderIntake intake, IDbContextFactory<OrderSyncDb> databases) : IFeed
{
    private const int Batch = 100;

    public static readonly FeedKey FeedKey = new("retry");

    public FeedKey Key => FeedKey;

    public string Title => "Retry";

    public string Description => "Checks orders again that were put aside by their status, and those with problems that may pass now. Advice: hourly.";

    public FeedLane Lane => FeedLane.Orders;

    /// <summary>A start by hand, by script or by schedule means all that wait; a change marked exactly what it concerns.</summary>
    public async Task BeforeQueueAsync(OrderSyncDb db, Feed feed, RunTrigger trigger, CancellationToken ct)
    {
        if (trigger is RunTrigger.Manual or RunTrigger.Schedule or RunTrigger.Api)
        {
            await db.IncomingOrders
                .Where(row => row.IntegrationId == feed.IntegrationId && !row.RetryRequested
                    && (row.State == IncomingState.Waiting || row.State == IncomingState.Problem || row.State == IncomingState.Seen))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.RetryRequested, true), ct);
        }
    }

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var source = connectors.OrderSource(context);
        var options = new IntakeOptions(source.ImportSettings(context.Connection), ReportUnchanged: true);
        var tried = new HashSet<string>();
        while (await MarkedAsync(context, ct) is { Ids.Count: > 0 } marked && marked.Ids.Any(tried.Add))
        {
            tried.UnionWith(marked.Ids);
            context.Total = context.Counts.Done + marked.Total;
            await foreach (var page in source.ReadAsync(context.Connection, marked.Ids, ct))
            {
                await intake.TakeAsync(context, page, options, ct);
            }
        }

        return IntakeSummary.Say(context);
    }

    private async Task<(IReadOnlyList<string> Ids, int Total)> MarkedAsync(FeedContext context, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var marked = db.IncomingOrders.Where(row => row.IntegrationId == context.Connection.IntegrationId && row.RetryRequested);
        var ids = await marked.OrderBy(row => row.Id).Take(Batch).Select(row => row.ExternalId).ToListAsync(ct);
        return (ids, ids.Count < Batch ? ids.Count : await marked.CountAsync(ct));
    }
}
