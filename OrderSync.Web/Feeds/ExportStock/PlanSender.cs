using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Feeds.ExportStock;

/// <summary>
/// Sends the figures of a plan to the shop exactly as they stand there, or takes them back. That sending begins is stored before anything
/// is sent, and what came of it before the next part is: after a crash the shop is asked first about every figure it may have got.
/// </summary>
internal sealed class PlanSender(ExportJob job, StockPlan plan)
{
    private const int LinesAtOnce = 100;
    private const int MostTries = 3;

    /// <summary>A request without an answer may still be at work in the shop; a look that comes too early sees nothing of it.</summary>
    private static readonly TimeSpan QuietPeriod = TimeSpan.FromSeconds(15);

    private readonly bool undoing = plan.State == PlanState.Undoing;

    private PlanLineResult Waiting => undoing ? PlanLineResult.Written : PlanLineResult.Pending;

    private PlanLineResult Settled => undoing ? PlanLineResult.Undone : PlanLineResult.Written;

    public async Task<Phrase> RunAsync(CancellationToken ct)
    {
        job.Context.Total = job.Context.Counts.Done + await job.ReadAsync(db => Lines(db).CountAsync(ct), ct);
        if (!undoing)
        {
            await job.Orders.ReadAsync(job.Context, ct);
        }

        var before = job.Context.Counts;
        while (true)
        {
            if (await PrepareAsync(ct) is { } prepared)
            {
                await SendAsync(prepared, ct);
            }
            else if (!await LookAsync(ct))
            {
                break;
            }
        }

        await job.SaveAsync(FinishAsync, ct);
        job.Monitor.Publish(Topics.Stock);
        return Say(job.Context.Counts, before);
    }

    private IQueryable<StockPlanLine> Lines(OrderSyncDb db) => db.StockPlanLines.Where(row => row.PlanId == plan.Id && row.Result == Waiting);

    /// <summary>Takes the next lines and stores that sending them begins. A line whose figure the hub does not want any more is left alone.</summary>
    /// <returns>Null when there are no more.</returns>
    private async Task<IReadOnlyList<StockWrite>?> PrepareAsync(CancellationToken ct)
    {
        List<StockWrite>? writes = null;
        await job.Context.SaveAsync(async (db, token) =>
        {
            var lines = await Lines(db).Where(row => row.TriedAt == null).OrderBy(row => row.Id).Take(LinesAtOnce).ToListAsync(token);
            var outdated = undoing || lines.Count == 0 ? [] : await OutdatedAsync(db, lines, token);
            outdated.ForEach(line => line.Result = PlanLineResult.Outdated);
            foreach (var line in lines.Except(outdated))
            {
                line.TriedAt = job.Context.Now;
            }

            writes = lines.Count == 0 ? null : [.. lines.Except(outdated).Select(WriteOf)];
            return new RunCounts(Skipped: outdated.Count);
        }, ct);
        return writes;
    }

    private async Task<List<StockPlanLine>> OutdatedAsync(OrderSyncDb db, IReadOnlyCollection<StockPlanLine> lines, CancellationToken ct)
    {
        var products = lines.Select(line => line.ExternalProductId).Distinct().ToList();
        var variants = lines.Select(line => line.VariantId).ToList();
        var listings = job.Listings(db).Where(row => products.Contains(row.ExternalProductId) && variants.Contains(row.VariantId));
        await listings.Where(row => row.StockDueAt != null).ExecuteUpdateAsync(set => set.SetProperty(row => row.StockDueAt, (DateTime?)null), ct);
        var figures = (await db.FiguresAsync(listings, job.Settings, ct))
            .Where(figure => !figure.IsGone).ToDictionary(figure => figure.Key, figure => figure.Wanted);
        var outdated = lines.Where(line => figures.GetValueOrDefault(KeyOf(line)) != line.After).ToList();
        await db.MarkStockDueAsync(outdated.Select(line => line.VariantId), job.Context.Now, ct);
        return outdated;
    }

    private async Task SendAsync(IReadOnlyList<StockWrite> writes, CancellationToken ct)
    {
        if (writes.Count == 0)
        {
            return;
        }

        await foreach (var part in job.Target.WriteStockAsync(job.Context.Connection, writes, ct))
        {
            await job.Context.SaveAsync((db, token) => StoreAsync(db, part, token), ct);
            job.Monitor.Publish(Topics.Stock);
        }
    }

    /// <summary>Looks in the shop what became of figures without an answer, once the shop has had its quiet.</summary>
    /// <returns>Whether there were any.</returns>
    private async Task<bool> LookAsync(CancellationToken ct)
    {
        var tried = await job.ReadAsync(db => Lines(db).AsNoTracking().Where(row => row.TriedAt != null).OrderBy(row => row.TriedAt).Take(LinesAtOnce).ToListAsync(ct), ct);
        if (tried.Count == 0)
        {
            return false;
        }

        var quiet = tried.Max(line => line.TriedAt!.Value) + QuietPeriod - job.Context.Now;
        if (quiet > TimeSpan.Zero)
        {
            await Task.Delay(quiet, job.Clock, ct);
        }

        var shop = (await job.Target.ReadStockAsync(job.Context.Connection, [.. tried.Select(line => line.ExternalProductId).Distinct()], ct))
            .Where(row => row.Oddity is null).ToLookup(row => new VariantKey(row.ProductId, row.VariantId), row => row.Quantity);
        await job.Context.SaveAsync(async (db, token) =>
        {
            var found = tried.Where(line => shop[KeyOf(line)].Contains(WriteOf(line).Quantity)).ToList();
            var lost = tried.Except(found).Where(line => line.Tries >= MostTries).ToList();
            var again = tried.Except(found).Except(lost).Select(line => line.Id).ToList();
            await Lines(db).Where(row => again.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.TriedAt, (DateTime?)null), token);
            return await StoreAsync(
                db,
                [
                    .. found.Select(line => new StockWritten(KeyOf(line), StockSent.Written, WriteOf(line).Quantity)),
                    .. lost.Select(line => new StockWritten(KeyOf(line), StockSent.Refused, null, new Phrase("The shop gave no answer, {0} times in a row.", N(MostTries)))),
                ],
                token);
        }, ct);
        return true;
    }

    private async Task<RunCounts> StoreAsync(OrderSyncDb db, IReadOnlyList<StockWritten> part, CancellationToken ct)
    {
        var products = part.Select(written => written.Variant.ProductId).Distinct().ToList();
        var lines = (await Lines(db).Where(row => products.Contains(row.ExternalProductId)).ToListAsync(ct)).ToDictionary(KeyOf);
        var listings = await job.Listings(db).Where(row => products.Contains(row.ExternalProductId))
            .ToDictionaryAsync(row => new VariantKey(row.ExternalProductId, row.ExternalVariantId), ct);
        var variants = lines.Values.Select(line => line.VariantId).ToList();
        var skus = await db.Variants.Where(row => variants.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Sku, ct);
        var (counts, items) = (new RunCounts(), new List<FeedRunItem>());
        foreach (var written in part.Where(written => lines.ContainsKey(written.Variant)))
        {
            var line = lines[written.Variant];
            var settlement = new LineSettlement(job, line, listings.GetValueOrDefault(written.Variant), skus.GetValueOrDefault(line.VariantId, ""));
            var outcome = settlement.Settle(written, WriteOf(line).Quantity, Settled, undoing);
            counts = outcome is { } known ? counts.Plus(known) : counts;
            if (settlement.Item is { } item && (outcome != ItemOutcome.Updated || plan is { IsAutomatic: true, IsWhole: false }))
            {
                items.Add(item);
            }
        }

        await db.SaveChangesAsync(ct);
        await db.BulkInsertAsync(items, ct);
        return counts;
    }

    /// <summary>A small export that nobody had to look at is told by its run; its plan would only fill the list.</summary>
    private async Task FinishAsync(OrderSyncDb db, CancellationToken ct)
    {
        var row = await db.StockPlans.SingleAsync(row => row.Id == plan.Id, ct);
        if (row is { IsAutomatic: true, IsWhole: false })
        {
            db.StockPlans.Remove(row);
            return;
        }

        (row.State, row.FinishedAt, row.Stamp) = (undoing ? PlanState.Undone : PlanState.Done, job.Context.Now, Guid.NewGuid());
    }

    private StockWrite WriteOf(StockPlanLine line) =>
        undoing ? new(KeyOf(line), line.After, ShownBefore(line)) : new(KeyOf(line), ShownBefore(line), line.After);

    /// <summary>Lines to a shop are made of figures it showed (<see cref="ExportWords.Line"/>); one without must never go for a zero.</summary>
    private static int ShownBefore(StockPlanLine line) => line.Before ?? throw new InvalidOperationException($"Line {N((int)line.Id)} does not say what the shop showed.");

    private static VariantKey KeyOf(StockPlanLine line) => new(line.ExternalProductId, line.ExternalVariantId);

    private Phrase Say(RunCounts counts, RunCounts before)
    {
        var (sent, left, failed) = (counts.Updated - before.Updated, counts.Skipped - before.Skipped, counts.Failed - before.Failed);
        return (undoing, failed) switch
        {
            (true, 0) => new Phrase("Taken back in the shop: {0}. Left alone because they changed since: {1}.", N(sent), N(left)),
            (true, _) => new Phrase("Taken back in the shop: {0}. Left alone because they changed since: {1}. Refused: {2}.", N(sent), N(left), N(failed)),
            (false, 0) => new Phrase("Figures sent to the shop: {0}. Left alone because they changed meanwhile: {1}.", N(sent), N(left)),
            _ => new Phrase("Figures sent to the shop: {0}. Left alone because they changed meanwhile: {1}. Refused: {2}.", N(sent), N(left), N(failed)),
        };
    }

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
