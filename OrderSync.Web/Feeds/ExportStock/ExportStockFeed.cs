using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Feeds.ExportStock;

/// <summary>
/// Tells a shop what is sellable. Begins by itself within seconds of a change, once somebody has approved the first export; until then, and
/// whenever a guard trips, it makes a plan and sends nothing.
/// </summary>
public sealed class ExportStockFeed(ExportJobs jobs) : IFeed
{
    public static readonly FeedKey FeedKey = new("export-stock-levels");

    public FeedKey Key => FeedKey;

    public string Title => "Export stock levels";

    public string Description => "Tells the shop what is sellable, within seconds of a change. The first time it only makes a plan for you to approve.";

    public string? StartsWhen => "When stock changes, once an export was approved";

    public FeedLane Lane => FeedLane.Stock;

    public bool WritesOutside => true;

    public async Task<IReadOnlyCollection<long>> DueAsync(OrderSyncDb db, DateTime now, CancellationToken ct)
    {
        var due = await db.DecidedStockPlansAsync(PlanDirection.ToShop, ct);
        foreach (var integrationId in await db.Feeds.Where(row => row.Key == FeedKey && !row.Paused).Select(row => row.IntegrationId).ToListAsync(ct))
        {
            if (await db.VariantListings.AnyAsync(row => row.IntegrationId == integrationId && row.StockDueAt <= now, ct)
                && await ExportJob.StandingAsync(db, integrationId, ct) == ExportStanding.Live)
            {
                due.Add(integrationId);
            }
        }

        return due;
    }

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var job = jobs.Open(context);
        if (await job.AtWorkAsync(ct) is { } plan)
        {
            return await new PlanSender(job, plan).RunAsync(ct);
        }

        if (await job.StandingAsync(ct) == ExportStanding.Live)
        {
            return await SendDueAsync(job, ct);
        }

        return await job.WaitingAsync(ct) is { } waiting && context.Trigger is RunTrigger.Schedule or RunTrigger.Change or RunTrigger.Probe
            ? new Phrase("Nothing was sent: plan {0} waits for approval.", waiting.ToString(CultureInfo.InvariantCulture))
            : await new StockComparison(job).RunAsync(ct);
    }

    private static async Task<Phrase> SendDueAsync(ExportJob job, CancellationToken ct)
    {
        var due = new DueExport(job);
        return await due.MakeAsync(ct) switch
        {
            { State: PlanState.Waiting } waiting => StockComparison.SayWaiting(waiting),
            { } approved => StockComparison.WithSold(await new PlanSender(job, approved).RunAsync(ct), due.SoldMeanwhile),
            null when due.HeldBy is { } other => new Phrase("Nothing was sent: plan {0} waits for approval.", other.ToString(CultureInfo.InvariantCulture)),
            null => new Phrase("Nothing to send: the shop shows what is sellable."),
        };
    }
}
