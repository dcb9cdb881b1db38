using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ImportProducts;

namespace OrderSync.Web.Feeds.ImportSuppliers;

/// <summary>Reads who delivers each product, under which number and at what price. Suppliers the hub does not know yet are read on the way.</summary>
public sealed class ImportOffersFeed(ConnectorRegistry connectors) : IFeed
{
    public static readonly FeedKey FeedKey = new("import-product-suppliers");

    public FeedKey Key => FeedKey;

    public string Title => "Product supplier import";

    public string Description => "Reads which supplier delivers each product, with the supplier's own number and purchase price. Advice: daily.";

    public FeedLane Lane => FeedLane.Catalog;

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var source = connectors.SupplierSource(context);
        await new SupplierIntake(context, tells: false).RunAsync(source, ct);
        var gaps = new CatalogueGaps(context);
        var strangers = 0;
        await foreach (var page in source.ReadOffersAsync(context.Connection, context.Feed.Cursor, ct))
        {
            context.Expect(page.EstimatedTotal);
            await gaps.TellAsync(page.Lacking, ct);
            var found = 0;
            await context.SaveAsync(
                async (db, token) =>
                {
                    var intake = new OfferIntake(context, db);
                    var counts = await intake.TakeAsync(page, token);
                    found = intake.Strangers;
                    return counts;
                },
                ct);
            strangers += found;
        }

        await context.SaveAsync((db, token) => FinishAsync(db, context, token), ct);
        if (strangers > 0)
        {
            await context.LogAsync(new Phrase("Rows left out because their supplier is deleted, or not one of this shop: {0}.", N(strangers)), warning: false, ct);
        }

        return Say(context.Counts);
    }

    /// <summary>What the shop does not list any more, nobody delivers there.</summary>
    private static async Task<RunCounts> FinishAsync(OrderSyncDb db, FeedContext context, CancellationToken ct)
    {
        var (now, integration) = (context.Now, context.Connection.IntegrationId);
        await db.SupplierOffers
            .Where(row => row.IntegrationId == integration && row.GoneAt == null
                && !db.VariantListings.Any(listing => listing.IntegrationId == integration && listing.VariantId == row.VariantId && listing.GoneAt == null))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.GoneAt, now).SetProperty(row => row.UpdatedAt, now), ct);
        await db.Feeds.Where(row => row.Id == context.Feed.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, (string?)null), ct);
        return new RunCounts();
    }

    private static Phrase Say(RunCounts counts)
    {
        var (created, updated, unchanged, left) = (N(counts.Created), N(counts.Updated), N(counts.Unchanged), N(counts.Skipped));
        return counts switch
        {
            { Done: 0 } => new Phrase("The shop has no products."),
            { Failed: > 0 } => new Phrase("Products with suppliers: {0} new, {1} updated, {2} unreadable.", created, updated, N(counts.Failed)),
            { Skipped: > 0 } => new Phrase("Products with suppliers: {0} new, {1} updated, {2} unchanged; {3} are not in the hub yet.", created, updated, unchanged, left),
            { Created: 0, Updated: 0 } => new Phrase("Nothing changed in the suppliers of {0} products.", unchanged),
            _ => new Phrase("Products with suppliers: {0} new, {1} updated, {2} unchanged.", created, updated, unchanged),
        };
    }

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);
}
