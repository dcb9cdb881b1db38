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
/// Makes the plan of what has become due. For each batch: the shop's rows are read, then its orders to the end, then the hub's figures are
/// worked out, in this order. The mark is taken away in the transaction that writes the line, so neither can be lost without the other.
/// </summary>
internal sealed class DueExport(ExportJob job)
{
    private const int AtOnce = 100;

    /// <summary>How long what waits for a person, or stands beside a plan that does, is left in peace.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    private readonly DateTime begunAt = job.Context.Now;
    private StockPlan? plan;

    public int SoldMeanwhile { get; private set; }

    /// <summary>The plan that waits for a person and holds these figures up; null when none does.</summary>
    public long? HeldBy { get; private set; }

    /// <returns>Null when nothing has to be sent.</returns>
    public async Task<StockPlan?> MakeAsync(CancellationToken ct)
    {
        await job.SaveAsync(job.CleanUpAsync, ct);
        var waiting = await job.WaitingAsync(ct);
        await job.SaveAsync((db, token) => LetWaitingRestAsync(db, waiting, token), ct);
        var read = OrdersRead.Whole;
        while (await DueAsync(ct) is { Count: > 0 } due)
        {
            var shop = (await job.Target.ReadStockAsync(job.Context.Connection, [.. due.Select(row => row.Product).Distinct()], ct))
                .ToLookup(row => new VariantKey(row.ProductId, row.VariantId));
            read = await job.Orders.ReadAsync(job.Context, ct);
            await job.Context.SaveAsync((db, token) => AddAsync(db, [.. due.Select(row => row.Listing)], shop, read, token), ct);
        }

        if (plan is null)
        {
            return null;
        }

        await job.Context.SaveAsync((db, token) => CompleteAsync(db, waiting, read, token), ct);
        job.Monitor.Publish(Topics.Stock);
        return HeldBy is null ? plan : null;
    }

    private Task<List<(long Listing, string Product)>> DueAsync(CancellationToken ct) => job.ReadAsync(async db =>
        (await job.Listings(db).Where(row => row.StockDueAt <= begunAt).OrderBy(row => row.StockDueAt).ThenBy(row => row.Id)
            .Take(AtOnce).Select(row => new { row.Id, row.ExternalProductId }).ToListAsync(ct)).ConvertAll(row => (row.Id, row.ExternalProductId)), ct);

    private async Task LetWaitingRestAsync(OrderSyncDb db, long? waiting, CancellationToken ct)
    {
        if (waiting is { } planId)
        {
            var later = job.Context.Now + Rest;
            await job.Listings(db)
                .Where(row => row.StockDueAt <= begunAt && db.StockPlanLines.Any(line => line.PlanId == planId && line.VariantId == row.VariantId))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.StockDueAt, later), ct);
        }
    }

    private async Task<RunCounts> AddAsync(
        OrderSyncDb db, IReadOnlyCollection<long> due, ILookup<VariantKey, ExternalStock> shop, OrdersRead read, CancellationToken ct)
    {
        var listings = job.Listings(db).Where(row => due.Contains(row.Id));

        // First the mark, then the figures: a change that comes meanwhile marks again.
        await listings.ExecuteUpdateAsync(set => set.SetProperty(row => row.StockDueAt, (DateTime?)null), ct);
        var figures = await db.FiguresAsync(listings, job.Settings, ct);
        var (writes, items, counts) = (new List<DueWrite>(), new List<FeedRunItem>(), new RunCounts());
        foreach (var figure in figures.Where(figure => !figure.IsGone && figure.Wanted is not null))
        {
            counts = counts.Plus(await DecideAsync(db, figure, [.. shop[figure.Key]], read, writes, items, ct));
        }

        if (writes.Count > 0 && plan is null)
        {
            db.StockPlans.Add(plan = job.New(isWhole: false));
            await db.SaveChangesAsync(ct);
        }

        await db.BulkInsertAsync([.. writes.Select(write => job.Line(plan!.Id, write.Figure, write.ShopNow, write.Wanted))], ct);
        await db.BulkInsertAsync(items, ct);
        return counts;
    }

    private async Task<RunCounts> DecideAsync(
        OrderSyncDb db, HubFigure figure, IReadOnlyList<ExternalStock> rows, OrdersRead read, List<DueWrite> writes, List<FeedRunItem> items, CancellationToken ct)
    {
        var row = rows.FirstOrDefault(row => row.Oddity is null);
        var wanted = figure.Wanted!.Value;
        if (row is null)
        {
            var item = rows.Count == 0
                ? job.NoRow(figure)
                : job.Item(figure.Key, figure.Sku, ItemOutcome.Failed, rows[0].Oddity!.Value.Cause(), rows[0].Oddity!.Value.Advice());
            items.Add(item);
            await TroubleAsync(db, figure.ListingId, item.Message, ct);
            return new RunCounts(Failed: 1);
        }

        switch (StockWritePlanner.Decide(wanted, row.Quantity, figure.ShopQuantity, ordersAreFresh: read != OrdersRead.StillWriting).Action)
        {
            case StockWriteAction.Nothing:
                await SeenAsync(db, figure, row.Quantity, ct);
                return new RunCounts(Unchanged: 1);
            case StockWriteAction.ReadOrdersFirst:
                await db.MarkStockDueAsync([figure.VariantId], job.Context.Now + ExportJob.Moment, ct);
                return new RunCounts();
            default:
                writes.Add(new DueWrite(figure, row.Quantity, wanted));
                return new RunCounts();
        }
    }

    /// <summary>The shop shows what it should, mostly because it took a sold piece off by itself.</summary>
    private Task<int> SeenAsync(OrderSyncDb db, HubFigure figure, int quantity, CancellationToken ct)
    {
        var now = job.Context.Now;
        return db.VariantListings.Where(row => row.Id == figure.ListingId).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.ShopQuantity, quantity).SetProperty(row => row.ShopSeenAt, now).SetProperty(row => row.StockTrouble, (Phrase?)null), ct);
    }

    private static Task<int> TroubleAsync(OrderSyncDb db, long listingId, Phrase? trouble, CancellationToken ct) =>
        db.VariantListings.Where(row => row.Id == listingId).ExecuteUpdateAsync(set => set.SetProperty(row => row.StockTrouble, trouble), ct);

    /// <summary>While a plan waits for a person no second one is put beside it: what may not go by itself is held until that one is decided.</summary>
    private async Task<RunCounts> CompleteAsync(OrderSyncDb db, long? waiting, OrdersRead read, CancellationToken ct)
    {
        var made = await db.StockPlans.SingleAsync(row => row.Id == plan!.Id, ct);
        SoldMeanwhile = await job.TellSoldMeanwhileAsync(db, made.Id, ct);
        var zeros = await HoldZerosAsync(db, made.Id, waiting, ct);
        if (zeros > 0 && !await db.StockPlanLines.AnyAsync(row => row.PlanId == made.Id, ct))
        {
            HeldBy = waiting;
            db.StockPlans.Remove(made);
            return new RunCounts(Waiting: zeros);
        }

        var compared = await job.Listings(db).CountAsync(row => row.GoneAt == null, ct);
        await job.CompleteAsync(db, made, compared, ordersImported: read != OrdersRead.Never, ct);
        plan = made;
        HeldBy = null;
        if (made.State != PlanState.Waiting || waiting is not { } other)
        {
            return new RunCounts(Waiting: zeros + (made.State == PlanState.Waiting ? made.Lines : 0));
        }

        HeldBy = other;
        await db.MarkStockDueAsync(
            await db.StockPlanLines.Where(row => row.PlanId == made.Id).Select(row => row.VariantId).ToListAsync(ct), job.Context.Now + Rest, ct);
        db.StockPlans.Remove(made);
        return new RunCounts(Waiting: zeros + made.Lines);
    }

    /// <summary>While a plan waits because too many would go to zero, no further one goes there by itself; all other figures do.</summary>
    /// <returns>How many were taken out.</returns>
    private async Task<int> HoldZerosAsync(OrderSyncDb db, long planId, long? waiting, CancellationToken ct)
    {
        var guards = await db.StockPlans.Where(row => row.Id == waiting && row.State == PlanState.Waiting).Select(row => row.Guards).SingleOrDefaultAsync(ct) ?? [];
        if (guards.All(tripped => tripped.Guard != StockGuards.ManyToZero))
        {
            return 0;
        }

        var zeros = db.StockPlanLines.Where(row => row.PlanId == planId && row.Before > 0 && row.After <= 0);
        await db.MarkStockDueAsync(await zeros.Select(row => row.VariantId).ToListAsync(ct), job.Context.Now + Rest, ct);
        return await zeros.ExecuteDeleteAsync(ct);
    }

    /// <summary>A figure the shop has to be told.</summary>
    private sealed record DueWrite(HubFigure Figure, int ShopNow, int Wanted);
}
