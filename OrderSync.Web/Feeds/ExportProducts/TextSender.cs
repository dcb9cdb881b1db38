using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ExportProducts;

/// <summary>
/// Sends names and descriptions. They are whole values, so nothing has to be stored before: what a crash leaves open is compared and sent
/// again. What the shop made of them is read afterwards and remembered, as it may clean descriptions when it saves them.
/// </summary>
internal sealed class TextSender(ProductExportJob job)
{
    /// <returns>How many products have other texts now.</returns>
    public async Task<int> SendAsync(IReadOnlyList<(MasteredProduct Row, ProductExportDecision Decision)> products, CancellationToken ct)
    {
        if (products.Count == 0)
        {
            return 0;
        }

        var byId = products.ToLookup(one => one.Row.Hub.ExternalId, one => one.Row);
        var (settled, sent) = (new List<string>(), 0);
        await foreach (var part in job.Target.WriteTextsAsync(job.Context.Connection, [.. products.Select(one => one.Decision.Texts!).DistinctBy(text => text.ProductId)], ct))
        {
            settled.AddRange(part.Where(result => result.Result is CatalogSent.Written or CatalogSent.AlreadyThere).Select(result => result.ProductId));
            sent += part.Count(result => result.Result == CatalogSent.Written);
            await job.Context.SaveAsync((db, token) => NoteAsync(db, part, byId, token), ct);
        }

        await RememberAsync(settled, byId, ct);
        return sent;
    }

    private async Task<RunCounts> NoteAsync(OrderSyncDb db, IReadOnlyList<CatalogWritten> part, ILookup<string, MasteredProduct> byId, CancellationToken ct)
    {
        var items = new Items(job.Context);
        foreach (var result in part)
        {
            var (outcome, cause) = SentOutcome.Of(result.Result);
            var message = result.Message ?? (result.Result == CatalogSent.Written ? new Domain.Phrase("Name and descriptions sent.") : null);
            items.Add(result.ProductId, byId[result.ProductId].FirstOrDefault()?.Hub.Name ?? "", outcome, cause, message);
        }

        await items.SaveAsync(db, ct);
        return items.Counts;
    }

    private async Task RememberAsync(IReadOnlyList<string> settled, ILookup<string, MasteredProduct> byId, CancellationToken ct)
    {
        if (settled.Count == 0)
        {
            return;
        }

        var shown = await job.Target.ReadShownAsync(job.Context.Connection, settled, ct);
        await job.SaveAsync(async (db, token) =>
        {
            var listings = settled.SelectMany(id => byId[id]).Select(row => row.Hub.ListingId).ToList();
            var known = await db.ProductExports.Where(row => listings.Contains(row.ListingId)).ToDictionaryAsync(row => row.ListingId, token);
            foreach (var (product, row) in shown.SelectMany(product => byId[product.ProductId], (product, row) => (product, row)))
            {
                if (!known.TryGetValue(row.Hub.ListingId, out var export))
                {
                    db.ProductExports.Add(known[row.Hub.ListingId] = export = new ProductExport { IntegrationId = job.IntegrationId, ListingId = row.Hub.ListingId });
                }

                (export.TextsSent, export.TextsShown) = (ProductExportPlanner.Fingerprint(row.Hub.Wanted), ProductExportPlanner.Fingerprint(row.Hub.Compared(product.Texts)));
            }
        }, ct);
    }
}

/// <summary>What a result of the shop counts as, and what it is called in a run.</summary>
internal static class SentOutcome
{
    public static (ItemOutcome Outcome, string Cause) Of(CatalogSent result) => result switch
    {
        CatalogSent.Written => (ItemOutcome.Updated, ""),
        CatalogSent.AlreadyThere => (ItemOutcome.Unchanged, ""),
        CatalogSent.Changed => (ItemOutcome.Skipped, "changed-meanwhile"),
        CatalogSent.NoProduct => (ItemOutcome.Failed, "no-product"),
        CatalogSent.Unknown => (ItemOutcome.Waiting, "unknown"),
        _ => (ItemOutcome.Failed, "refused"),
    };
}
