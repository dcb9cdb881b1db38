using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.RefreshArticles;

/// <summary>
/// Compares the catalogue with the articles of a system that carries orders out, and names every product it does not sell or has stopped: orders
/// with one of these could not be made. The system's list is kept, and asked for as seldom as the vendor allows.
/// </summary>
public sealed class RefreshArticlesFeed(ConnectorRegistry connectors, IDbContextFactory<OrderSyncDb> databases, TimeProvider clock) : IFeed
{
    public static readonly FeedKey FeedKey = new("refresh-articles");

    /// <summary>Variants read at a time.</summary>
    public const int PageSize = 500;

    private const int LongestNumber = 64;

    public FeedKey Key => FeedKey;

    public string Title => "Refresh articles";

    public string Description => "Fetches the list of articles, once an hour at most, and names every product of the catalogue the other system does not have or has stopped. It only reads. Advice: every hour.";

    public FeedLane Lane => FeedLane.Checks;

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var port = connectors.Port<IArticleList>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} has no list of articles.");
        if (await port.ReadArticlesAsync(context.Connection, ct) is not { } known)
        {
            return new Phrase("'{0}' has not given its list of articles yet, and may be asked for it once an hour only. Run this again later.", context.Connection.Name);
        }

        var stopped = (await port.ReadStoppedAsync(context.Connection, ct)).Select(article => article.Number).ToHashSet();
        var sources = connectors.Port<IOrderTarget>(context.Connector)?.TargetSettings(context.Connection).Sources ?? [];
        long after = 0;
        for (var page = await PageAsync(sources, after, ct); page.Count > 0; page = await PageAsync(sources, after, ct))
        {
            after = page[^1].VariantId;
            var items = new Items(context);
            foreach (var sold in page)
            {
                Compare(items, sold, port.ArticleOf(context.Connection, sold.Sku, sold.Ean), known, stopped, context.Connection.Name);
            }

            await context.SaveAsync(async (db, token) =>
            {
                await items.SaveAsync(db, token);
                return items.Counts;
            }, ct);
        }

        return Say(context.Counts, known);
    }

    private static void Compare(Items items, Sold sold, string article, KnownArticles known, HashSet<string> stopped, string name)
    {
        var (id, label) = (sold.Number, sold.Name);
        if (article.Length == 0)
        {
            items.Add(id, label, ItemOutcome.Failed, "no-article", new Phrase("It has no article number, so '{0}' cannot make it. Give it one in the shop.", name));
        }
        else if (!known.Numbers.Contains(article))
        {
            items.Add(id, label, ItemOutcome.Failed, "article-unknown", new Phrase("'{0}' has no article {1}. Make it there, or correct the number in the shop.", name, article));
        }
        else if (stopped.Contains(article))
        {
            items.Add(id, label, ItemOutcome.Waiting, "article-stopped", new Phrase("'{0}' has stopped article {1} for now.", name, article));
        }
        else
        {
            items.Add(id, label, ItemOutcome.Unchanged);
        }
    }

    /// <summary>By id, so that a catalogue of any size takes the same memory.</summary>
    /// <param name="sources">Shops whose products count; empty for all.</param>
    private async Task<List<Sold>> PageAsync(IReadOnlyList<long> sources, long after, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var variants = db.Variants.AsNoTracking().Where(variant => variant.Id > after && variant.GoneAt == null);
        if (sources.Count > 0)
        {
            variants = variants.Where(variant => db.VariantListings.Any(listing => listing.VariantId == variant.Id && listing.GoneAt == null && sources.Contains(listing.IntegrationId)));
        }

        return await variants.OrderBy(variant => variant.Id).Take(PageSize)
            .Join(db.Products, variant => variant.ProductId, product => product.Id, (variant, product) => new Sold(variant.Id, variant.Sku, variant.Ean, product.Name, variant.Name))
            .ToListAsync(ct);
    }

    private Phrase Say(RunCounts counts, KnownArticles known)
    {
        var minutes = N((int)Math.Max(0, (clock.GetUtcNow().UtcDateTime - known.ReadAt).TotalMinutes));
        return counts.Failed + counts.Waiting == 0
            ? new Phrase("All {0} products are sold there, by a list of {1} articles that is {2} minutes old.", N(counts.Done), N(known.Articles.Count), minutes)
            : new Phrase("{0} of {1} products are not known there, {2} are stopped, by a list of {3} articles that is {4} minutes old.",
                N(counts.Failed), N(counts.Done), N(counts.Waiting), N(known.Articles.Count), minutes);
    }

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>A variant as it is compared.</summary>
    private sealed record Sold(long VariantId, string Sku, string Ean, string Product, string Variant)
    {
        /// <summary>As people know it; who has no SKU is named by the hub's own number.</summary>
        public string Number => Sku.Length is > 0 and <= LongestNumber ? Sku : VariantId.ToString(CultureInfo.InvariantCulture);

        public string Name => Variant.Length > 0 ? $"{Product} ({Variant})" : Product;
    }
}
