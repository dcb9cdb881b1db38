using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Feeds.ExportStock;

/// <summary>
/// Compares every figure of a shop with the hub's, page by page, and makes the plan of what has to change. Orders are read after the shop's
/// figures, and the hub's are worked out after the orders: so a sale the shop's figure tells of is known before the shop is told anything.
/// </summary>
internal sealed class WholeExport(ExportJob job)
{
    private const int LinesAtOnce = 500;
    private readonly HashSet<long> seen = [];
    private readonly Dictionary<long, int> newlySeen = [];

    /// <summary>
    /// Marks of what was compared are put off until then, and taken away at the end where they still are: a change that comes meanwhile
    /// marks anew, and when the run ends early nothing due is forgotten.
    /// </summary>
    private readonly DateTime putOff = job.Context.Now + TimeSpan.FromMinutes(15);
    private long planId;
    private int compared;
    private int uncounted;

    /// <summary>Pieces sold in the moment they were told of.</summary>
    public int SoldMeanwhile { get; private set; }

    /// <summary>Products left alone because nobody counted them in the warehouses the shop sells from.</summary>
    public int Uncounted => uncounted;

    /// <returns>Null when it gave way to a plan that was decided while the shop was read.</returns>
    public async Task<StockPlan?> MakeAsync(CancellationToken ct)
    {
        await job.SaveAsync(BeginAsync, ct);
        await foreach (var page in job.Target.ReadStockAsync(job.Context.Connection, ct))
        {
            job.Context.Expect(page.EstimatedTotal);
            await job.Context.SaveAsync((db, token) => AddAsync(db, page, token), ct);
        }

        await TellUnseenAsync(ct);
        var read = await job.Orders.ReadAsync(job.Context, ct);
        await RefineAsync(read, ct);
        await NoteSeenAsync(read, ct);
        StockPlan? made = null;
        await job.Context.SaveAsync(async (db, token) =>
        {
            if (!await db.MakeWayAsync(job.IntegrationId, PlanDirection.ToShop, replaces: compared > 0, job.Context.Now, token))
            {
                made = null;
                return await GiveWayAsync(db, token);
            }

            made = await CompleteAsync(db, read, token);
            return made.State == PlanState.Approved ? new RunCounts(Waiting: -made.Lines) : new RunCounts();
        }, ct);
        job.Monitor.Publish(Topics.Stock);
        return made;
    }

    /// <summary>What waits stays until this one is complete: a run that breaks must not leave nothing to approve.</summary>
    private async Task BeginAsync(OrderSyncDb db, CancellationToken ct)
    {
        await job.CleanUpAsync(db, ct);
        var plan = await job.Plans(db).Where(row => row.State == PlanState.Asked).OrderBy(row => row.Id).FirstOrDefaultAsync(ct);
        if (plan is null)
        {
            db.StockPlans.Add(plan = job.New(isWhole: true));
        }

        (plan.State, plan.RunId, plan.Stamp) = (PlanState.Reading, job.Context.RunId, Guid.NewGuid());
        await db.SaveChangesAsync(ct);
        planId = plan.Id;
    }

    private async Task<RunCounts> AddAsync(OrderSyncDb db, StockPage page, CancellationToken ct)
    {
        var products = page.Rows.Select(row => row.ProductId).Distinct().ToList();
        var listings = job.Listings(db).Where(row => EF.Parameter(products).Contains(row.ExternalProductId));

        // First the marks, then the figures.
        await listings.Where(row => row.StockDueAt <= putOff).ExecuteUpdateAsync(set => set.SetProperty(row => row.StockDueAt, putOff), ct);
        var figures = await db.FiguresAsync(listings, job.Settings, ct);
        var compare = new PageComparison(job, planId, page, figures);
        await db.BulkInsertAsync(compare.Lines, ct);
        await db.BulkInsertAsync(compare.Items, ct);
        seen.UnionWith(figures.Select(figure => figure.ListingId));
        foreach (var (listing, quantity) in compare.NewlySeen)
        {
            newlySeen[listing] = quantity;
        }

        compared += compare.Compared;
        uncounted += compare.Uncounted;
        return compare.Counts;
    }

    /// <summary>Listed products of which the shop showed no row at all.</summary>
    private async Task TellUnseenAsync(CancellationToken ct)
    {
        for (long? after = 0; after is { } start;)
        {
            await job.Context.SaveAsync(async (db, token) =>
            {
                var listed = await job.Listings(db).Where(row => row.Id > start && row.GoneAt == null).OrderBy(row => row.Id).Take(LinesAtOnce * 10).Select(row => row.Id).ToListAsync(token);
                after = listed.Count < LinesAtOnce * 10 ? null : listed[^1];
                var unseen = listed.Where(id => !seen.Contains(id)).ToList();
                var items = new List<FeedRunItem>();
                foreach (var part in unseen.Chunk(LinesAtOnce))
                {
                    var figures = await db.FiguresAsync(job.Listings(db).Where(row => part.Contains(row.Id)), job.Settings, token);
                    items.AddRange(figures.Where(figure => figure.Wanted is not null).Select(job.NoRow));
                }

                await db.BulkInsertAsync(items, token);
                return new RunCounts(Failed: items.Count);
            }, ct);
        }
    }

    /// <summary>The orders read since may explain a difference, or make another figure the right one.</summary>
    private async Task RefineAsync(OrdersRead read, CancellationToken ct)
    {
        for (long? after = 0; after is { } start;)
        {
            await job.Context.SaveAsync(async (db, token) =>
            {
                var lines = await db.StockPlanLines.Where(row => row.PlanId == planId && row.Id > start).OrderBy(row => row.Id).Take(LinesAtOnce).ToListAsync(token);
                after = lines.Count < LinesAtOnce ? null : lines[^1].Id;
                var variants = lines.Select(line => line.VariantId).ToList();
                var figures = (await db.FiguresAsync(job.Listings(db).Where(row => EF.Parameter(variants).Contains(row.VariantId)), job.Settings, token))
                    .ToDictionary(figure => figure.Key);
                var gone = 0;
                foreach (var line in lines)
                {
                    gone += await RefineAsync(db, line, figures.GetValueOrDefault(new VariantKey(line.ExternalProductId, line.ExternalVariantId)), read, token) ? 0 : 1;
                }

                return new RunCounts(Waiting: -gone, Unchanged: gone);
            }, ct);
        }
    }

    /// <returns>Whether the line stays.</returns>
    private async Task<bool> RefineAsync(OrderSyncDb db, StockPlanLine line, HubFigure? figure, OrdersRead read, CancellationToken ct)
    {
        var decision = figure?.Wanted is { } wanted
            ? StockWritePlanner.Decide(wanted, line.Before, figure.ShopQuantity, ordersAreFresh: read != OrdersRead.StillWriting).Action
            : StockWriteAction.Nothing;
        if (decision == StockWriteAction.Write)
        {
            line.After = figure!.Wanted!.Value;
            return true;
        }

        db.StockPlanLines.Remove(line);
        if (decision == StockWriteAction.ReadOrdersFirst)
        {
            await db.MarkStockDueAsync([line.VariantId], job.Context.Now + ExportJob.Moment, ct);
        }

        return false;
    }

    /// <summary>
    /// What the shop shows is known from now on, where it was not. A figure seen while the shop was writing an order may tell of that
    /// order already, so it is not taken for one to build on.
    /// </summary>
    private async Task NoteSeenAsync(OrdersRead read, CancellationToken ct)
    {
        if (read == OrdersRead.StillWriting)
        {
            return;
        }

        foreach (var part in newlySeen.GroupBy(row => row.Value, row => row.Key).SelectMany(rows => rows.Chunk(LinesAtOnce), (rows, ids) => (Quantity: rows.Key, Listings: ids)).Chunk(LinesAtOnce))
        {
            await job.SaveAsync(async (db, token) =>
            {
                var now = job.Context.Now;
                foreach (var (quantity, listings) in part)
                {
                    await job.Listings(db).Where(row => EF.Parameter(listings).Contains(row.Id)).ExecuteUpdateAsync(set => set
                        .SetProperty(row => row.ShopQuantity, quantity).SetProperty(row => row.ShopSeenAt, now).SetProperty(row => row.StockTrouble, (Phrase?)null), token);
                }
            }, ct);
        }
    }

    /// <summary>Throws away what was read; a plan somebody asked for is made anew by the next run.</summary>
    private async Task<RunCounts> GiveWayAsync(OrderSyncDb db, CancellationToken ct)
    {
        var lines = await db.StockPlanLines.CountAsync(row => row.PlanId == planId, ct);
        var now = job.Context.Now;
        await job.Listings(db).Where(row => row.StockDueAt == putOff).ExecuteUpdateAsync(set => set.SetProperty(row => row.StockDueAt, now), ct);
        await job.CleanUpAsync(db, ct);
        return new RunCounts(Waiting: -lines);
    }

    private async Task<StockPlan> CompleteAsync(OrderSyncDb db, OrdersRead read, CancellationToken ct)
    {
        var plan = await db.StockPlans.SingleAsync(row => row.Id == planId, ct);
        SoldMeanwhile = await job.TellSoldMeanwhileAsync(db, planId, ct);
        await job.CompleteAsync(db, plan, compared, ordersImported: read != OrdersRead.Never, ct);
        await job.Listings(db).Where(row => row.StockDueAt == putOff).ExecuteUpdateAsync(set => set.SetProperty(row => row.StockDueAt, (DateTime?)null), ct);
        if (plan is { Lines: 0, WasAsked: false, State: not PlanState.Waiting })
        {
            db.StockPlans.Remove(plan); // nothing to look at, nothing to take back
        }

        return plan;
    }
}
