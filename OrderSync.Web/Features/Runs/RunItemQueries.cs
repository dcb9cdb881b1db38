using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Products;
using OrderSync.Web.Feeds.RefreshArticles;

namespace OrderSync.Web.Features.Runs;

/// <summary>Reads what a run did, thing by thing: items, failures by cause, the log.</summary>
public sealed class RunItemQueries(IDbContextFactory<OrderSyncDb> databases)
{
    private static readonly ItemOutcome[] AllOutcomes = Enum.GetValues<ItemOutcome>();

    /// <summary>Items in the order they were done.</summary>
    /// <param name="outcomes">Empty lists all.</param>
    public async Task<KeysetPage<RunItemRow>> ListAsync(
        long runId, IReadOnlyCollection<ItemOutcome> outcomes, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var wanted = outcomes.Count == 0 ? AllOutcomes : outcomes;
        var found = new List<FeedRunItem>();
        foreach (var outcome in wanted)
        {
            // The index leads by run and outcome to ids in order: one short read each, whatever the size of the run.
            found.AddRange(await db.FeedRunItems.AsNoTracking()
                .Where(item => item.RunId == runId && item.Outcome == outcome)
                .Window(cursor, size, newestFirst: false)
                .ToListAsync(ct));
        }

        var window = (cursor.Before is null ? found.OrderBy(item => item.Id) : found.OrderByDescending(item => item.Id)).Take(size + 1).ToList();
        var counts = await CountsAsync(runId, ct);
        return (await LinkedAsync(db, runId, window, ct)).ToPage(cursor, size, row => row.Id, wanted.Sum(outcome => (long)counts.GetValueOrDefault(outcome)));
    }

    /// <summary>How many items are listed, by outcome. Unchanged things are counted in the run but not listed.</summary>
    public async Task<IReadOnlyDictionary<ItemOutcome, int>> CountsAsync(long runId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.FeedRunItems.Where(item => item.RunId == runId)
            .GroupBy(item => item.Outcome)
            .Select(group => new { Outcome = group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Outcome, row => row.Count, ct);
    }

    /// <summary>Failures by cause and message, the most frequent first.</summary>
    public async Task<IReadOnlyList<RunErrorGroup>> ErrorsAsync(long runId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var groups = await db.FeedRunItems
            .Where(item => item.RunId == runId && item.Outcome == ItemOutcome.Failed)
            .GroupBy(item => new { item.Cause, item.Message })
            .Select(group => new { group.Key.Cause, group.Key.Message, Count = group.Count(), Example = group.Min(item => item.Id), Last = group.Max(item => item.At) })
            .OrderByDescending(group => group.Count)
            .Take(100)
            .ToListAsync(ct);
        var examples = groups.Select(group => group.Example).ToList();
        var ids = await db.FeedRunItems.Where(item => examples.Contains(item.Id)).ToDictionaryAsync(item => item.Id, item => item.ExternalId, ct);
        return [.. groups.Select(group => new RunErrorGroup(group.Cause, group.Message, group.Count, ids.GetValueOrDefault(group.Example, ""), group.Last))];
    }

    /// <summary>The run's log, oldest first.</summary>
    public async Task<KeysetPage<RunLogRow>> LogAsync(long runId, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var all = db.FeedRunLogs.AsNoTracking().Where(line => line.RunId == runId);
        var rows = await all.Window(cursor, size, newestFirst: false)
            .Select(line => new RunLogRow(line.Id, line.At, line.IsWarning, line.Text)).ToListAsync(ct);
        return rows.ToPage(cursor, size, row => row.Id, await all.CountAsync(ct));
    }

    private static async Task<List<RunItemRow>> LinkedAsync(OrderSyncDb db, long runId, List<FeedRunItem> items, CancellationToken ct)
    {
        var products = await ProductsAsync(db, runId, items, ct);
        var incoming = items.Where(item => item.IncomingOrderId is not null).Select(item => item.IncomingOrderId!.Value).Distinct().ToList();
        var orders = incoming.Count == 0
            ? []
            : await db.Orders.Where(order => incoming.Contains(order.IncomingOrderId)).ToDictionaryAsync(order => order.IncomingOrderId, order => order.Id, ct);
        return [.. items.Select(item => new RunItemRow(
            item.Id, item.ExternalId, item.Label, item.Outcome, item.Cause, item.Message, item.IncomingOrderId,
            item.IncomingOrderId is { } id && orders.TryGetValue(id, out var order) ? order : null, item.At,
            products.TryGetValue(item.ExternalId, out var product) ? product : null))];
    }

    /// <summary>Items that compare articles carry SKUs. Items of a catalogue's feed carry the shop's id of a product; other feeds use the same numbers for other things.</summary>
    private static async Task<Dictionary<string, long>> ProductsAsync(OrderSyncDb db, long runId, List<FeedRunItem> items, CancellationToken ct)
    {
        var run = await db.FeedRuns.Where(row => row.Id == runId).Select(row => new { row.IntegrationId, row.FeedKey }).SingleOrDefaultAsync(ct);
        if (run?.FeedKey == RefreshArticlesFeed.FeedKey)
        {
            var numbers = items.Select(item => item.ExternalId).ToList();
            var variants = await db.Variants.Where(row => row.GoneAt == null && numbers.Contains(row.Sku)).Select(row => new { row.Sku, row.ProductId }).ToListAsync(ct);
            return variants.GroupBy(row => row.Sku).ToDictionary(group => group.Key, group => group.First().ProductId);
        }

        if (run is null || !ProductQueries.IsAboutProducts(run.FeedKey))
        {
            return [];
        }

        var shown = items.Select(item => item.ExternalId).ToList();
        return await db.Listings.Where(row => row.IntegrationId == run.IntegrationId && shown.Contains(row.ExternalId))
            .ToDictionaryAsync(row => row.ExternalId, row => row.ProductId, ct);
    }
}
