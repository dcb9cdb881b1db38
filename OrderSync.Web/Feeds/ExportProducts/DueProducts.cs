using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ExportProducts;

/// <summary>
/// Finds shops whose products another integration changed since the feed last went through them. It is read off the products themselves, so
/// whoever changes one need not know of this feed, and nothing is lost with a process. Nothing is due while changes are still pouring in.
/// </summary>
internal sealed class DueProducts(ProductExportJobs jobs)
{
    private const int AtOnce = 500;

    /// <summary>Parts of one packet follow each other within seconds: they are one change.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>A catalogue that never comes to rest is sent all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>A change becomes visible some time after the moment it bears.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>Up to where changes were looked at here without finding any to send; forgotten with the process, and found anew.</summary>
    private readonly ConcurrentDictionary<long, DateTime> nothingUntil = [];

    /// <summary>Notes that everything changed before the moment was gone through. In the caller's transaction.</summary>
    public static Task<int> SeenAsync(OrderSyncDb db, long feedId, DateTime until, CancellationToken ct)
    {
        var cursor = until.ToString("O", CultureInfo.InvariantCulture);
        return db.Feeds.Where(row => row.Id == feedId).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, cursor), ct);
    }

    public async Task<IReadOnlyCollection<long>> FindAsync(OrderSyncDb db, DateTime now, CancellationToken ct)
    {
        var due = new List<long>();
        foreach (var feed in await db.Feeds.AsNoTracking().Where(row => row.Key == ExportProductDataFeed.FeedKey && !row.Paused).ToListAsync(ct))
        {
            if (await IsDueAsync(db, feed, now, ct))
            {
                due.Add(feed.IntegrationId);
            }
        }

        return due;
    }

    private async Task<bool> IsDueAsync(OrderSyncDb db, Feed feed, DateTime now, CancellationToken ct)
    {
        var seen = SeenUntil(feed);
        var since = Later(seen, nothingUntil.GetValueOrDefault(feed.Id, seen)) - Overlap;
        var listed = await ListedAsync(db, feed.IntegrationId, since, ct);
        var missing = await MissingAsync(db, feed.IntegrationId, Later(since, seen), ct);
        List<Changed> theirs =
        [
            .. listed.Where(product => ProductExportPlanner.Masters(product.Writers, feed.IntegrationId).Count > 0),
            .. missing.Where(product => ProductExportPlanner.MayBeMade(product.Writers, feed.IntegrationId)),
        ];
        if (theirs.Count > 0 && (theirs.Exists(product => product.IsListed) || await TakesNewAsync(db, feed.IntegrationId, ct)))
        {
            return theirs.Min(product => product.UpdatedAt) <= now - Patience || !await db.Products.AnyAsync(row => row.UpdatedAt > now - Quiet, ct);
        }

        nothingUntil[feed.Id] = Later(seen, UpTo(listed, since), UpTo(missing, since));
        return false;
    }

    /// <summary>Products that changed and were not looked at in the shop since, the oldest change first.</summary>
    private static Task<List<Changed>> ListedAsync(OrderSyncDb db, long integrationId, DateTime since, CancellationToken ct) => (
        from listing in db.Listings.AsNoTracking()
        join product in db.Products.AsNoTracking() on listing.ProductId equals product.Id
        where listing.IntegrationId == integrationId && listing.GoneAt == null && product.UpdatedAt > since
            && !db.ProductExports.Any(row => row.ListingId == listing.Id && (row.LookedAt >= product.UpdatedAt || row.ComparedAt >= product.UpdatedAt))
        orderby product.UpdatedAt
        select new Changed(product.UpdatedAt, product.Writers, true)).Take(AtOnce).ToListAsync(ct);

    /// <summary>Products that changed and are not in the shop.</summary>
    private static Task<List<Changed>> MissingAsync(OrderSyncDb db, long integrationId, DateTime since, CancellationToken ct) => db.Products.AsNoTracking()
        .Where(product => product.UpdatedAt > since && product.Kind == ProductKind.Simple
            && !db.Listings.Any(row => row.ProductId == product.Id && row.IntegrationId == integrationId)
            && !db.NewProductExports.Any(row => row.IntegrationId == integrationId && row.ProductId == product.Id && row.TriedAt >= product.UpdatedAt))
        .OrderBy(product => product.UpdatedAt).Select(product => new Changed(product.UpdatedAt, product.Writers, false)).Take(AtOnce).ToListAsync(ct);

    private async Task<bool> TakesNewAsync(OrderSyncDb db, long integrationId, CancellationToken ct) =>
        await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId, ct) is { } shop && jobs.TakesNewProducts(shop);

    /// <summary>What was looked at is looked at again for a while, unless there was more than fits.</summary>
    private static DateTime UpTo(List<Changed> products, DateTime since) =>
        products.Count == 0 ? since : products[^1].UpdatedAt + (products.Count == AtOnce ? Overlap : TimeSpan.Zero);

    private static DateTime Later(params ReadOnlySpan<DateTime> moments)
    {
        var latest = moments[0];
        foreach (var moment in moments)
        {
            latest = moment > latest ? moment : latest;
        }

        return latest;
    }

    private static DateTime SeenUntil(Feed feed) =>
        DateTime.TryParse(feed.Cursor, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var seen) ? seen : DateTime.UnixEpoch;

    private sealed record Changed(DateTime UpdatedAt, IReadOnlyList<FieldWriter> Writers, bool IsListed);
}
