using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Images;

namespace OrderSync.Web.Feeds.ImportImages;

/// <summary>
/// Reads which pictures the shop's products show and downloads those the hub does not have. Each product is saved as soon as its pictures
/// are there, so that a run ended at any moment has lost one product's downloads at most.
/// </summary>
public sealed class ImportImagesFeed(ConnectorRegistry connectors, ImageStore store, IDbContextFactory<OrderSyncDb> databases) : IFeed
{
    public static readonly FeedKey FeedKey = new("import-product-images");

    public FeedKey Key => FeedKey;

    public string Title => "Import product images";

    public string Description => "Downloads the pictures of products that are new or changed; what the hub has is not fetched again. Advice: every 4 hours.";

    public FeedLane Lane => FeedLane.Catalog;

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var source = connectors.Port<IImageSource>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} offers no pictures.");
        var fetcher = new ImageFetcher(source, context.Connection, store);
        var foreign = 0;
        await foreach (var page in source.ReadImagesAsync(context.Connection, context.Feed.Cursor, ct))
        {
            context.Expect(page.EstimatedTotal);
            foreign += await TakeAsync(context, page, fetcher, ct);
        }

        await context.SaveAsync((db, token) => SaveCursorAsync(db, context, null, token), ct);
        if (foreign > 0)
        {
            await context.LogAsync(new Phrase("Products whose pictures come from another shop, and were left alone: {0}.", N(foreign)), warning: false, ct);
        }

        var removed = await databases.CleanUpAsync(store, context.Now, ct);
        if (removed > 0)
        {
            await context.LogAsync(new Phrase("Pictures no product shows any more, removed from the store: {0}.", N(removed)), warning: false, ct);
        }

        return Say(context.Counts, fetcher);
    }

    /// <returns>How many products another shop keeps the pictures of.</returns>
    private async Task<int> TakeAsync(FeedContext context, ImagePage page, ImageFetcher fetcher, CancellationToken ct)
    {
        var known = await KnownImages.LoadAsync(databases, context, page, store, ct);
        var (items, foreign) = (new Items(context), 0);
        foreach (var shown in page.Products)
        {
            var work = known.Judge(shown);
            foreign += work.Kind == ImageWorkKind.Foreign ? 1 : 0;
            if (work.Kind == ImageWorkKind.Change)
            {
                var fetched = await fetcher.FetchAsync(shown.ProductId, work.Missing, ct);
                await SaveProductAsync(context, new ImageIntake(context, shown, work, fetched), ct);
            }
            else
            {
                known.Note(items, shown, work);
            }
        }

        foreach (var broken in page.Unreadable)
        {
            items.Add(broken.ExternalId, known.NameOf(broken.ExternalId), ItemOutcome.Failed, "unreadable", broken.Reason);
        }

        await context.SaveAsync(
            async (db, token) =>
            {
                await items.SaveAsync(db, token);
                await known.SaveHeldBackAsync(db, token);
                await SaveCursorAsync(db, context, page.Cursor, token);
                return items.Counts;
            },
            ct);
        return foreign;
    }

    /// <summary>A run of another shop may store the same picture at the same moment: then its row is there at the second try.</summary>
    private static async Task SaveProductAsync(FeedContext context, ImageIntake intake, CancellationToken ct)
    {
        try
        {
            await context.SaveAsync(intake.SaveAsync, ct);
        }
        catch (DbUpdateException)
        {
            await context.SaveAsync(intake.SaveAsync, ct);
        }
    }

    private static async Task<RunCounts> SaveCursorAsync(OrderSyncDb db, FeedContext context, string? cursor, CancellationToken ct)
    {
        await db.Feeds.Where(row => row.Id == context.Feed.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, cursor), ct);
        return new RunCounts();
    }

    private static Phrase Say(RunCounts counts, ImageFetcher fetcher)
    {
        var (pictures, products, unchanged) = (N(fetcher.Downloaded), N(counts.Created + counts.Updated), N(counts.Unchanged));
        return counts switch
        {
            { Done: 0 } => new Phrase("The shop has no products."),
            _ when fetcher.Refused + counts.Failed > 0 => new Phrase(
                "{0} pictures downloaded for {1} products, {2} products unchanged. Pictures or products that could not be had: {3}.", pictures, products, unchanged, N(counts.Failed + counts.Skipped)),
            { Created: 0, Updated: 0, Skipped: 0 } => new Phrase("Nothing changed in the pictures of {0} products.", unchanged),
            { Skipped: > 0 } => new Phrase("{0} pictures downloaded for {1} products, {2} products unchanged, {3} left out.", pictures, products, unchanged, N(counts.Skipped)),
            _ => new Phrase("{0} pictures downloaded for {1} products, {2} products unchanged.", pictures, products, unchanged),
        };
    }

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);
}
