using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Feeds.ImportStock;

/// <summary>
/// Reads a shop's stock and makes the plan of what the hub would take over. What lies in the warehouse is what the shop shows and what its
/// orders took off that figure, so both have to be of the same moment: where an order came in after the figure was read, it is read again.
/// </summary>
internal sealed class TakeoverReader(FeedContext context, IStockTarget target, OrdersFirst orders, IDbContextFactory<OrderSyncDb> databases)
{
    private const int AtOnce = 100;
    private const int MostRounds = 5;
    private long planId;
    private int rowsRead;

    /// <returns>Null when it gave way to a plan that was decided while the shop was read.</returns>
    public async Task<Phrase?> RunAsync(string warehouse, CancellationToken ct)
    {
        await context.SaveAsync((db, token) => BeginAsync(db, warehouse, token), ct);
        await orders.ReadAsync(context, ct);
        var known = await databases.ReadAsync(db => KnownOrders.NowAsync(db, ct), ct);
        await foreach (var page in target.ReadStockAsync(context.Connection, ct))
        {
            context.Expect(page.EstimatedTotal);
            rowsRead += page.Rows.Count;
            await context.SaveAsync((db, token) => AddAsync(db, warehouse, page.Rows, token), ct);
        }

        var read = await SettleAsync(warehouse, known, ct);
        int? lines = null;
        await context.SaveAsync(async (db, token) =>
        {
            if (!await db.MakeWayAsync(context.Connection.IntegrationId, PlanDirection.ToHub, replaces: rowsRead > 0, context.Now, token))
            {
                lines = null;
                return await GiveWayAsync(db, token);
            }

            lines = await CompleteAsync(db, read, token);
            return new RunCounts();
        }, ct);
        return lines switch
        {
            null => null,
            0 => new Phrase("The hub has the shop's stock already: nothing would change."),
            { } some => new Phrase("{0} figures would change. Look at the plan and approve it; nothing was changed yet.", some.ToString(CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>
    /// Throws away what a run that ended early left behind. What waits stays until this one is complete: a run that breaks must not leave
    /// nothing to approve.
    /// </summary>
    private async Task<RunCounts> BeginAsync(OrderSyncDb db, string warehouse, CancellationToken ct)
    {
        await db.StockPlansOf(context.Connection.IntegrationId, PlanDirection.ToHub).Where(row => row.State == PlanState.Reading).ExecuteDeleteAsync(ct);
        var plan = new StockPlan
        {
            IntegrationId = context.Connection.IntegrationId,
            Direction = PlanDirection.ToHub,
            Warehouse = warehouse,
            State = PlanState.Reading,
            RunId = context.RunId,
            CreatedAt = context.Now,
            CreatedBy = context.StartedBy,
            Stamp = Guid.NewGuid(),
        };
        db.StockPlans.Add(plan);
        await db.SaveChangesAsync(ct);
        planId = plan.Id;
        return new RunCounts();
    }

    /// <summary>Reads orders, and the figures they may have changed since they were read, until no order came in between.</summary>
    private async Task<OrdersRead> SettleAsync(string warehouse, KnownOrders known, CancellationToken ct)
    {
        for (var round = 1; ; round++)
        {
            var read = await orders.ReadAsync(context, ct);
            var next = await databases.ReadAsync(db => KnownOrders.NowAsync(db, ct), ct);
            var sold = await databases.ReadAsync(db => known.SoldSinceAsync(db, context.Connection.IntegrationId, ct), ct);
            foreach (var part in sold.Chunk(AtOnce))
            {
                var rows = await target.ReadStockAsync(context.Connection, [.. part.Select(row => row.ProductId).Distinct()], ct);
                await context.SaveAsync((db, token) => AddAgainAsync(db, warehouse, part, rows, isLast: round > MostRounds, token), ct);
            }

            if (sold.Count == 0 || round > MostRounds)
            {
                return read;
            }

            known = next;
        }
    }

    /// <param name="isLast">They are sold so fast that no figure is certain: then they are left out.</param>
    private async Task<RunCounts> AddAgainAsync(
        OrderSyncDb db, string warehouse, IReadOnlyCollection<SoldListing> sold, IReadOnlyList<ExternalStock> rows, bool isLast, CancellationToken ct)
    {
        var hub = await HubStocksAsync(db, warehouse, rows, ct);
        var keys = sold.Select(row => new VariantKey(row.ProductId, row.ExternalVariantId)).Where(key => hub.TryGetValue(key, out var known) && !known.Locked).ToHashSet();
        var variants = keys.Select(key => hub[key].VariantId).ToList();
        var former = db.StockPlanLines.Where(row => row.PlanId == planId && variants.Contains(row.VariantId));
        var had = await former.CountAsync(ct);
        await former.ExecuteDeleteAsync(ct);
        var again = rows.Where(row => row.Oddity is null or StockOddity.ManagedByShop).Where(row => keys.Contains(new VariantKey(row.ProductId, row.VariantId))).ToList();
        var taken = new RunCounts(Waiting: -had, Unchanged: had - again.Count);
        if (!isLast)
        {
            return taken.Plus(await AddAsync(db, warehouse, again, ct));
        }

        await db.BulkInsertAsync([.. again.Select(SellsFast)], ct);
        return taken.Plus(new RunCounts(Skipped: again.Count));
    }

    private FeedRunItem SellsFast(ExternalStock row) => ItemOf(row, ItemOutcome.Skipped, "sold-meanwhile",
        new Phrase("It was sold again and again while its stock was read, so no figure is certain. It was left out: run this feed again at a quieter time."));

    private async Task<RunCounts> AddAsync(OrderSyncDb db, string warehouse, IReadOnlyList<ExternalStock> rows, CancellationToken ct)
    {
        var hub = await HubStocksAsync(db, warehouse, rows, ct);
        var (lines, items, counts) = (new List<StockPlanLine>(), new List<FeedRunItem>(), new RunCounts());
        foreach (var row in rows.Where(row => row.Oddity is null or StockOddity.ManagedByShop))
        {
            var known = hub.GetValueOrDefault(new VariantKey(row.ProductId, row.VariantId));
            var decision = StockTakeover.Decide(row.Quantity, known);
            counts = counts.Plus(OutcomeOf(decision.Action));
            if (decision.Action == TakeoverAction.Change)
            {
                lines.Add(LineOf(row, known!, decision));
            }
            else if (decision.Action != TakeoverAction.Nothing)
            {
                items.Add(ItemOf(row, OutcomeOf(decision.Action), decision.Action == TakeoverAction.Held ? "locked" : "unknown-product", decision.Why));
            }
        }

        await db.BulkInsertAsync(lines, ct);
        await db.BulkInsertAsync(items, ct);
        return counts;
    }

    private async Task<RunCounts> GiveWayAsync(OrderSyncDb db, CancellationToken ct)
    {
        var lines = await db.StockPlanLines.CountAsync(row => row.PlanId == planId, ct);
        await db.StockPlans.Where(row => row.Id == planId).ExecuteDeleteAsync(ct);
        return new RunCounts(Waiting: -lines);
    }

    private async Task<int> CompleteAsync(OrderSyncDb db, OrdersRead read, CancellationToken ct)
    {
        var plan = await db.StockPlans.SingleAsync(row => row.Id == planId, ct);
        plan.Lines = await db.StockPlanLines.CountAsync(row => row.PlanId == planId, ct);
        plan.ToZero = await db.StockPlanLines.CountAsync(row => row.PlanId == planId && row.Before > 0 && row.After <= 0, ct);
        plan.Guards = StockGuards.CheckTakeover(
            read != OrdersRead.Never,
            await db.IncomingOrders.CountAsync(row => row.IntegrationId == plan.IntegrationId && row.State == IncomingState.Problem, ct),
            read == OrdersRead.StillWriting);
        plan.State = plan.Lines == 0 ? PlanState.Done : PlanState.Waiting;
        plan.FinishedAt = plan.Lines == 0 ? context.Now : null;
        plan.Stamp = Guid.NewGuid();
        return plan.Lines;
    }

    /// <summary>What the hub has of the page's variants, by the shop's ids.</summary>
    private async Task<Dictionary<VariantKey, HubStock>> HubStocksAsync(OrderSyncDb db, string warehouse, IReadOnlyList<ExternalStock> page, CancellationToken ct)
    {
        var (integrationId, now) = (context.Connection.IntegrationId, context.Now);
        var products = page.Select(row => row.ProductId).Distinct().ToList();
        var locks = db.ProductLocks.HoldingAt(now).Where(row => row.Kind == LockKind.All || row.Kind == LockKind.Stock);
        var rows = await db.VariantListings.AsNoTracking()
            .Where(row => row.IntegrationId == integrationId && products.Contains(row.ExternalProductId))
            .Select(row => new
            {
                row.ExternalProductId,
                row.ExternalVariantId,
                row.VariantId,
                OnHand = db.StockLevels.Where(level => level.VariantId == row.VariantId && level.Warehouse == warehouse).Select(level => (int?)level.OnHand).FirstOrDefault(),
                Reserved = db.Reservations.Where(reserved => reserved.VariantId == row.VariantId && reserved.Warehouse == warehouse).Sum(reserved => reserved.Quantity),
                Locked = db.Variants.Any(variant => variant.Id == row.VariantId && locks.Any(locked => locked.ProductId == variant.ProductId)),
            })
            .ToListAsync(ct);
        var held = await db.HeldAsync([warehouse], [.. rows.Select(row => row.VariantId)], ct);
        return rows.ToDictionary(
            row => new VariantKey(row.ExternalProductId, row.ExternalVariantId),
            row => new HubStock(row.VariantId, row.OnHand, row.Reserved + held.GetValueOrDefault(row.VariantId), row.Locked));
    }

    private StockPlanLine LineOf(ExternalStock row, HubStock hub, TakeoverDecision decision) => new()
    {
        PlanId = planId,
        VariantId = hub.VariantId,
        ExternalProductId = row.ProductId,
        ExternalVariantId = row.VariantId,
        Before = hub.OnHand,
        After = decision.After,
        Why = decision.Why,
    };

    private FeedRunItem ItemOf(ExternalStock row, ItemOutcome outcome, string cause, Phrase? message) => new()
    {
        RunId = context.RunId,
        ExternalId = new VariantKey(row.ProductId, row.VariantId).ToString(),
        Outcome = outcome,
        Cause = cause,
        Message = message,
        At = context.Now,
    };

    private static ItemOutcome OutcomeOf(TakeoverAction action) => action switch
    {
        TakeoverAction.Change => ItemOutcome.Waiting,
        TakeoverAction.Nothing => ItemOutcome.Unchanged,
        _ => ItemOutcome.Skipped,
    };
}
