using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Feeds.ImportProducts;

/// <summary>Reads the whole catalogue again, takes over what changed, and notes what the shop does not have any more.</summary>
public sealed class UpdateProductsFeed(ConnectorRegistry connectors) : IFeed
{
    public static readonly FeedKey FeedKey = new("update-products");

    public FeedKey Key => FeedKey;

    public string Title => "Update products";

    public string Description => "Reads all products again and takes over what changed: names, prices, references, variants. Advice: daily.";

    public FeedLane Lane => FeedLane.Catalog;

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var sweep = Sweep.Of(context.Feed.Cursor) ?? new Sweep(context.Now, null);
        var gaps = new CatalogueGaps(context);
        await foreach (var page in connectors.CatalogSource(context).ReadProductsAsync(context.Connection, sweep.Position, ct))
        {
            context.Expect(page.EstimatedTotal);
            await gaps.TellAsync(page.Lacking, ct);
            var reached = sweep with { Position = page.Cursor };
            await context.SaveAsync((db, token) => new ProductIntake(context, IntakeScope.All, gaps.AreNone, db).TakeAsync(page, reached.ToString(), token), ct);
        }

        await context.SaveAsync((db, token) => FinishAsync(db, context, sweep.Since, token), ct);
        await ProductRuns.ReserveWaitingAsync(context, ct);
        return ProductRuns.Say(context, IntakeScope.All);
    }

    /// <summary>Only a whole reading tells what is gone: a run taken up again goes on with the reading it belongs to.</summary>
    private static async Task<RunCounts> FinishAsync(Data.OrderSyncDb db, FeedContext context, DateTime since, CancellationToken ct)
    {
        var now = context.Now;
        var gone = db.Listings.Where(row => row.IntegrationId == context.Connection.IntegrationId && row.SeenAt < since && row.GoneAt == null);
        await db.VariantListings.Where(row => row.GoneAt == null && gone.Any(listing => listing.Id == row.ListingId))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.GoneAt, now), ct);
        await gone.ExecuteUpdateAsync(set => set.SetProperty(row => row.GoneAt, now), ct);
        // What no shop lists any more is gone from the hub's catalogue; its history and stock stay. What no shop ever listed came from elsewhere.
        await db.Variants.Where(row => row.GoneAt == null && db.VariantListings.Any(listing => listing.VariantId == row.Id)
                && !db.VariantListings.Any(listing => listing.VariantId == row.Id && listing.GoneAt == null))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.GoneAt, now), ct);
        await db.Feeds.Where(row => row.Id == context.Feed.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, (string?)null), ct);
        return new RunCounts();
    }

    /// <summary>How far a reading of the whole catalogue has come, and when it began.</summary>
    private sealed record Sweep(DateTime Since, string? Position)
    {
        public static Sweep? Of(string? cursor) => cursor is null ? null : StoredJson.Read<Sweep>(cursor);

        public override string ToString() => StoredJson.Write(this);
    }
}
