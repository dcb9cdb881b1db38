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
/// Sends the prices of a plan exactly as they stand there. That sending begins is stored before anything is sent. A price is a whole value and
/// goes only where the shop still shows what was approved against, so one that got lost or was left open by a crash is simply sent again.
/// </summary>
internal sealed class PriceSender(ProductExportJob job, PricePlan plan)
{
    private const int LinesAtOnce = 100;

    /// <returns>How many prices the shop was told.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var told = 0;
        while (await PrepareAsync(ct) is { } writes)
        {
            if (writes.Count > 0)
            {
                await foreach (var part in job.Target.WritePricesAsync(job.Context.Connection, writes, ct))
                {
                    await job.Context.SaveAsync((db, token) => StoreAsync(db, part, token), ct);
                    told += part.Count(result => result.Result == CatalogSent.Written);
                }
            }
        }

        await job.SaveAsync(FinishAsync, ct);
        job.Monitor.Publish(Topics.Products);
        return told;
    }

    private IQueryable<PricePlanLine> Pending(OrderSyncDb db) => db.PricePlanLines.Where(row => row.PlanId == plan.Id && row.Result == PlanLineResult.Pending);

    /// <summary>Takes the next lines and stores that sending them begins. A price the hub does not want any more, or a lock holds by now, is left alone.</summary>
    /// <returns>Null when there are no more.</returns>
    private async Task<IReadOnlyList<PriceWrite>?> PrepareAsync(CancellationToken ct)
    {
        List<PriceWrite>? writes = null;
        await job.Context.SaveAsync(async (db, token) =>
        {
            var lines = await Pending(db).OrderBy(row => row.Id).Take(LinesAtOnce).ToListAsync(token);
            var wanted = await WantedAsync(db, lines, token);
            foreach (var line in lines)
            {
                (line.TriedAt, line.Result) = wanted.GetValueOrDefault(line.ProductId) == line.After ? (job.Context.Now, PlanLineResult.Pending) : (line.TriedAt, PlanLineResult.Outdated);
            }

            writes = lines.Count == 0 ? null : [.. lines.Where(line => line.Result == PlanLineResult.Pending).Select(line => new PriceWrite(line.ExternalId, line.Before, line.After))];
            return new RunCounts(Skipped: lines.Count(line => line.Result == PlanLineResult.Outdated));
        }, ct);
        return writes;
    }

    /// <summary>Prices as the hub has them now, of products whose price is still somebody else's and not locked.</summary>
    private async Task<Dictionary<long, decimal?>> WantedAsync(OrderSyncDb db, IReadOnlyList<PricePlanLine> lines, CancellationToken ct)
    {
        var ids = lines.Select(line => line.ProductId).Distinct().ToList();
        var products = await db.Products.AsNoTracking().Include(row => row.Variants).Where(row => ids.Contains(row.Id)).ToListAsync(ct);
        var locks = (await db.ProductLocks.AsNoTracking().Where(row => ids.Contains(row.ProductId)).ToListAsync(ct)).ToLookup(row => row.ProductId);
        return products
            .Where(product => ProductExportPlanner.IsMasteredElsewhere(product.Writers, FieldGroup.Price, job.IntegrationId) && !LockSet.At(locks[product.Id], job.Context.Now).Holds(FieldGroup.Price))
            .ToDictionary(product => product.Id, product => product.Variants.Where(variant => variant.GoneAt is null).OrderBy(variant => variant.Position).Select(variant => (decimal?)Math.Round(variant.PriceNet, 6)).FirstOrDefault());
    }

    private async Task<RunCounts> StoreAsync(OrderSyncDb db, IReadOnlyList<CatalogWritten> part, CancellationToken ct)
    {
        var ids = part.Select(result => result.ProductId).ToList();
        var lines = (await Pending(db).Where(row => ids.Contains(row.ExternalId)).ToListAsync(ct)).ToLookup(row => row.ExternalId);
        var products = lines.SelectMany(group => group).Select(line => line.ProductId).ToList();
        var names = await db.Products.Where(row => products.Contains(row.Id)).Select(row => new { row.Id, row.Name }).ToDictionaryAsync(row => row.Id, row => row.Name, ct);
        var items = new Items(job.Context);
        foreach (var (result, line) in part.SelectMany(result => lines[result.ProductId], (result, line) => (result, line)))
        {
            Settle(line, result);
            var (outcome, cause) = SentOutcome.Of(result.Result);
            if (result.Result != CatalogSent.Unknown || line.Result != PlanLineResult.Pending)
            {
                items.Add(line.ExternalId, names.GetValueOrDefault(line.ProductId, ""), outcome, cause, result.Message ?? Tell(line, result));
            }
        }

        await items.SaveAsync(db, ct);
        return items.Counts;
    }

    private static void Settle(PricePlanLine line, CatalogWritten result)
    {
        (line.Result, line.Found, line.Why) = result.Result switch
        {
            CatalogSent.Written or CatalogSent.AlreadyThere => (PlanLineResult.Written, null, null),
            CatalogSent.Changed => (PlanLineResult.ChangedMeanwhile, result.PriceNow, null),
            CatalogSent.Unknown => (PlanLineResult.Refused, null, new Phrase("The shop gave no answer. The price is compared anew by the next run.")),
            _ => (PlanLineResult.Refused, result.PriceNow, result.Message),
        };
    }

    private static Phrase? Tell(PricePlanLine line, CatalogWritten result) => result.Result switch
    {
        CatalogSent.Written => new Phrase("Price {0} instead of {1}, without tax", N(line.After), N(line.Before)),
        CatalogSent.Changed => new Phrase("The shop shows {0} by now; it was left alone.", N(result.PriceNow ?? 0)),
        _ => line.Why,
    };

    /// <summary>A small export that nobody had to look at is told by its run; its plan would only fill the list.</summary>
    private async Task FinishAsync(OrderSyncDb db, CancellationToken ct)
    {
        var row = await db.PricePlans.SingleAsync(row => row.Id == plan.Id, ct);
        if (row.IsAutomatic)
        {
            db.PricePlans.Remove(row);
            return;
        }

        (row.State, row.FinishedAt, row.Stamp) = (PlanState.Done, job.Context.Now, Guid.NewGuid());
    }

    private static string N(decimal price) => price.ToString("0.00####", CultureInfo.InvariantCulture);
}
