using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ExportProducts;

/// <summary>
/// Goes once through the products of a shop that may have something to send: looks at what the shop shows of a page, writes its prices down
/// for the plan, and sends texts and photos. What is settled is saved page by page, so a run ended at any moment is taken up where it was.
/// </summary>
internal sealed class ProductExportPass(ProductExportJob job)
{
    private readonly PricePlans plans = new(job);
    private DateTime readAt;

    /// <summary>The plan made of the prices that differ; null when none does.</summary>
    public PricePlan? Plan { get; private set; }

    /// <summary>The plan that waits for a person and holds prices up.</summary>
    public long? HeldBy { get; private set; }

    public int Texts { get; private set; }

    public int Photos { get; private set; }

    /// <summary>Couriers are said of a product, which the shop may have no way to be told.</summary>
    public bool HasCouriers { get; private set; }

    public async Task RunAsync(CancellationToken ct)
    {
        var begunAt = job.Context.Now;
        HeldBy = job.IsByHand ? null : (await job.WaitingAsync(ct))?.Id;
        await job.SaveAsync(plans.BeginAsync, ct);
        for (long? after = 0; after is { } start;)
        {
            readAt = job.Context.Now;
            var (page, next) = await job.ReadAsync(db => job.PageAsync(db, start, ct), ct);
            if (page.Count > 0)
            {
                await TakeAsync(page, ct);
            }

            after = next;
        }

        Plan = await plans.CompleteAsync(ct);
        await job.SaveAsync((db, token) => DueProducts.SeenAsync(db, job.Context.Feed.Id, begunAt, token), ct);
        job.Monitor.Publish(Topics.Products);
    }

    private async Task TakeAsync(IReadOnlyList<MasteredProduct> page, CancellationToken ct)
    {
        HasCouriers |= page.Any(row => row.Hub.Couriers is not null && ProductExportPlanner.IsMasteredElsewhere(row.Hub.Writers, FieldGroup.Couriers, job.IntegrationId));
        var shown = (await job.Target.ReadShownAsync(job.Context.Connection, [.. page.Select(row => row.Hub.ExternalId).Distinct()], ct)).ToDictionary(product => product.ProductId);
        var decided = page.Select(row => (Row: row, Decision: ProductExportPlanner.Decide(
            row.Hub, shown.GetValueOrDefault(row.Hub.ExternalId), row.Known, HeldBy is null ? job.Settings : job.Settings with { Prices = false }, job.IntegrationId))).ToList();
        await job.Context.SaveAsync((db, token) => NoteAsync(db, decided, token), ct);
        Texts += await new TextSender(job).SendAsync([.. decided.Where(one => one.Decision.Texts is not null)], ct);
        var photos = new PhotoSender(job);
        Photos += await photos.SendAsync([.. decided.Where(one => one.Decision.SendsPhotos).Select(one => (one.Row, shown[one.Row.Hub.ExternalId]))], ct);
        await job.SaveAsync((db, token) => SettleAsync(db, decided, token), ct);
    }

    /// <summary>Prices go into the plan, obstacles into the run.</summary>
    private async Task<RunCounts> NoteAsync(OrderSyncDb db, IReadOnlyList<(MasteredProduct Row, ProductExportDecision Decision)> decided, CancellationToken ct)
    {
        var items = new Items(job.Context);
        foreach (var (row, decision) in decided)
        {
            foreach (var obstacle in decision.Obstacles)
            {
                items.Add(row.Hub.ExternalId, row.Hub.Name, obstacle.IsHeld ? ItemOutcome.Skipped : ItemOutcome.Failed, obstacle.Cause, obstacle.Message);
            }

            if (decision is { Prices.Count: 0, Texts: null, Obstacles.Count: 0 })
            {
                items.Add(row.Hub.ExternalId, row.Hub.Name, ItemOutcome.Unchanged);
            }
        }

        await plans.AddAsync(db, decided, ct);
        await HeldBackAsync(db, decided, ct);
        await items.SaveAsync(db, ct);
        return items.Counts;
    }

    private async Task HeldBackAsync(OrderSyncDb db, IReadOnlyList<(MasteredProduct Row, ProductExportDecision Decision)> decided, CancellationToken ct)
    {
        var now = job.Context.Now;
        foreach (var group in decided.SelectMany(one => one.Decision.Held, (one, group) => (Group: group, one.Row.Hub.ProductId)).GroupBy(held => held.Group, held => held.ProductId))
        {
            var kind = group.Key == FieldGroup.Price ? LockKind.Price : LockKind.Texts;
            var products = group.ToList();
            await db.ProductLocks.HoldingAt(now).Where(row => products.Contains(row.ProductId) && (row.Kind == kind || row.Kind == LockKind.All))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.HeldBackAt, now), ct);
        }
    }

    /// <summary>A product with an open price, or one a lock holds, stays due: it is looked at again by the next run.</summary>
    private bool IsSettled(ProductExportDecision decision) => decision is { Prices.Count: 0, Held.Count: 0 } && HeldBy is null;

    private async Task SettleAsync(OrderSyncDb db, IReadOnlyList<(MasteredProduct Row, ProductExportDecision Decision)> decided, CancellationToken ct)
    {
        var listings = decided.Select(one => one.Row.Hub.ListingId).ToList();
        var known = await db.ProductExports.Where(row => listings.Contains(row.ListingId)).ToDictionaryAsync(row => row.ListingId, ct);
        foreach (var (row, decision) in decided)
        {
            if (!known.TryGetValue(row.Hub.ListingId, out var export))
            {
                db.ProductExports.Add(export = new ProductExport { IntegrationId = job.IntegrationId, ListingId = row.Hub.ListingId });
            }

            (export.ComparedAt, export.LookedAt) = (IsSettled(decision) ? row.UpdatedAt : null, readAt);
        }
    }
}
