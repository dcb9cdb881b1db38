using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ExportProducts;

/// <summary>
/// Sends the prices of a plan exactly as they stand there, or takes them back. That sending begins is stored before anything is sent. A price
/// is a whole value and goes only where the shop still shows the other side of its line, so one that got lost or was left open by a crash is
/// simply sent again.
/// </summary>
internal sealed class PriceSender(ProductExportJob job, PricePlan plan)
{
    private const int LinesAtOnce = 100;

    private readonly bool undoing = plan.State == PlanState.Undoing;

    private PlanLineResult Waiting => undoing ? PlanLineResult.Written : PlanLineResult.Pending;

    /// <returns>How many prices the shop was told.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        job.Context.Total = job.Context.Counts.Done + await job.ReadAsync(db => Lines(db).CountAsync(ct), ct);
        var told = 0;
        while (await PrepareAsync(ct) is { } writes)
        {
            if (writes.Count > 0)
            {
                await foreach (var part in job.Target.WritePricesAsync(job.Context.Connection, writes, ct))
                {
                    await job.Context.SaveAsync((db, token) => StoreAsync(db, part, token), ct);
                    told += part.Count(result => result.Result == CatalogSent.Written);
                    job.Monitor.Publish(Topics.Products);
                }
            }
        }

        await job.SaveAsync(FinishAsync, ct);
        job.Monitor.Publish(Topics.Products);
        return told;
    }

    private IQueryable<PricePlanLine> Lines(OrderSyncDb db) => db.PricePlanLines.Where(row => row.PlanId == plan.Id && row.Result == Waiting);

    /// <summary>Takes the next lines and stores that sending them begins. A price the hub does not want any more, or a lock holds by now, is left alone.</summary>
    /// <returns>Null when there are no more.</returns>
    private async Task<IReadOnlyList<PriceWrite>?> PrepareAsync(CancellationToken ct)
    {
        List<PriceWrite>? writes = null;
        await job.Context.SaveAsync(async (db, token) =>
        {
            var lines = await Lines(db).OrderBy(row => row.Id).Take(LinesAtOnce).ToListAsync(token);
            var left = undoing ? await LockedAsync(db, lines, token) : await OutdatedAsync(db, lines, token);
            foreach (var line in lines.Except(left))
            {
                line.TriedAt = job.Context.Now;
            }

            writes = lines.Count == 0 ? null : [.. lines.Except(left).Select(WriteOf)];
            return new RunCounts(Skipped: left.Count);
        }, ct);
        return writes;
    }

    private async Task<List<PricePlanLine>> OutdatedAsync(OrderSyncDb db, List<PricePlanLine> lines, CancellationToken ct)
    {
        var wanted = await WantedAsync(db, lines, ct);
        var outdated = lines.FindAll(line => !wanted.TryGetValue(line.VariantId, out var price) || price != line.After);
        outdated.ForEach(line => line.Result = PlanLineResult.Outdated);
        return outdated;
    }

    private async Task<List<PricePlanLine>> LockedAsync(OrderSyncDb db, List<PricePlanLine> lines, CancellationToken ct)
    {
        var locks = await LocksAsync(db, lines, ct);
        var locked = lines.FindAll(line => LockSet.At(locks[line.ProductId], job.Context.Now).Holds(FieldGroup.Price));
        locked.ForEach(line => (line.Result, line.Why) = (PlanLineResult.Kept, new Phrase("A lock keeps the price as it is.")));
        return locked;
    }

    /// <summary>Prices as the hub has them now, by variant, of products whose price is still somebody else's and not locked.</summary>
    private async Task<Dictionary<long, decimal>> WantedAsync(OrderSyncDb db, IReadOnlyList<PricePlanLine> lines, CancellationToken ct)
    {
        var ids = lines.Select(line => line.ProductId).Distinct().ToList();
        var products = await db.Products.AsNoTracking().Include(row => row.Variants).Where(row => ids.Contains(row.Id)).ToListAsync(ct);
        var locks = await LocksAsync(db, lines, ct);
        return products
            .Where(product => ProductExportPlanner.IsMasteredElsewhere(product.Writers, FieldGroup.Price, job.IntegrationId) && !LockSet.At(locks[product.Id], job.Context.Now).Holds(FieldGroup.Price))
            .SelectMany(product => product.Variants).Where(variant => variant.GoneAt is null).ToDictionary(variant => variant.Id, variant => Math.Round(variant.PriceNet, 6));
    }

    private static async Task<ILookup<long, ProductLock>> LocksAsync(OrderSyncDb db, IReadOnlyList<PricePlanLine> lines, CancellationToken ct)
    {
        var ids = lines.Select(line => line.ProductId).Distinct().ToList();
        return (await db.ProductLocks.AsNoTracking().Where(row => ids.Contains(row.ProductId)).ToListAsync(ct)).ToLookup(row => row.ProductId);
    }

    private PriceWrite WriteOf(PricePlanLine line) => undoing
        ? new(line.ExternalId, line.After, line.Before) { VariantId = line.ExternalVariantId }
        : new(line.ExternalId, line.Before, line.After) { VariantId = line.ExternalVariantId };

    private async Task<RunCounts> StoreAsync(OrderSyncDb db, IReadOnlyList<CatalogWritten> part, CancellationToken ct)
    {
        var ids = part.Select(result => result.ProductId).Distinct().ToList();
        var lines = (await Lines(db).Where(row => ids.Contains(row.ExternalId)).ToListAsync(ct)).ToLookup(row => new VariantKey(row.ExternalId, row.ExternalVariantId));
        var variants = lines.SelectMany(group => group).Select(line => line.VariantId).ToList();
        var names = await (
            from variant in db.Variants
            join product in db.Products on variant.ProductId equals product.Id
            where variants.Contains(variant.Id)
            select new { variant.Id, Product = product.Name, Variant = variant.Name }).ToDictionaryAsync(row => row.Id, row => row.Variant.Length == 0 ? row.Product : $"{row.Product}: {row.Variant}", ct);
        var items = new Items(job.Context);
        foreach (var (result, line) in part.SelectMany(result => lines[result.Key], (result, line) => (result, line)))
        {
            PriceSettlement.Settle(line, result, undoing);
            var (outcome, cause) = SentOutcome.Of(result.Result);
            items.Add(result.Key.ToString(), names.GetValueOrDefault(line.VariantId, ""), outcome, cause, result.Message ?? PriceSettlement.Tell(line, result, undoing));
        }

        await items.SaveAsync(db, ct);
        return items.Counts;
    }

    /// <summary>A small export that nobody had to look at is told by its run; its plan would only fill the list.</summary>
    private async Task FinishAsync(OrderSyncDb db, CancellationToken ct)
    {
        var row = await db.PricePlans.SingleAsync(row => row.Id == plan.Id, ct);
        if (row.IsAutomatic)
        {
            db.PricePlans.Remove(row);
            return;
        }

        (row.State, row.FinishedAt, row.Stamp) = (undoing ? PlanState.Undone : PlanState.Done, job.Context.Now, Guid.NewGuid());
    }
}

/// <summary>What became of one price: on its line, and in the run.</summary>
internal static class PriceSettlement
{
    public static void Settle(PricePlanLine line, CatalogWritten result, bool undoing) => (line.Result, line.Found, line.Why) = result.Result switch
    {
        CatalogSent.Written or CatalogSent.AlreadyThere => (undoing ? PlanLineResult.Undone : PlanLineResult.Written, null, null),
        CatalogSent.Changed => (undoing ? PlanLineResult.Kept : PlanLineResult.ChangedMeanwhile, result.PriceNow, null),
        CatalogSent.Unknown when undoing => (PlanLineResult.Kept, null, new Phrase("The shop gave no answer. Look there which price it shows.")),
        CatalogSent.Unknown => (PlanLineResult.Refused, null, new Phrase("The shop gave no answer. The price is compared anew by the next run.")),
        _ => (undoing ? PlanLineResult.Kept : PlanLineResult.Refused, result.PriceNow, result.Message),
    };

    public static Phrase? Tell(PricePlanLine line, CatalogWritten result, bool undoing) => result.Result switch
    {
        CatalogSent.Written when undoing => new Phrase("Taken back to {0} from {1}, without tax", N(line.Before), N(line.After)),
        CatalogSent.Written => new Phrase("Price {0} instead of {1}, without tax", N(line.After), N(line.Before)),
        CatalogSent.Changed => new Phrase("The shop shows {0} by now; it was left alone.", N(result.PriceNow ?? 0)),
        _ => line.Why,
    };

    private static string N(decimal price) => price.ToString("0.00####", CultureInfo.InvariantCulture);
}
