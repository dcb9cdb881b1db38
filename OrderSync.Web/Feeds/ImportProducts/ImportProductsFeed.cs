using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Feeds.ImportProducts;

/// <summary>Reads products the hub does not have from this shop.</summary>
public sealed class ImportProductsFeed(ConnectorRegistry connectors) : IFeed
{
    public static readonly FeedKey FeedKey = new("import-new-products");

    public FeedKey Key => FeedKey;

    public string Title => "Import new products";

    public string Description => "Reads products that are new in the shop, with their variants. Advice: hourly.";

    public FeedLane Lane => FeedLane.Catalog;

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var gaps = new CatalogueGaps(context);
        await foreach (var page in connectors.CatalogSource(context).ReadProductsAsync(context.Connection, context.Feed.Cursor, ct))
        {
            context.Expect(page.EstimatedTotal);
            await gaps.TellAsync(page.Lacking, ct);
            await context.SaveAsync((db, token) => new ProductIntake(context, IntakeScope.New, gaps.AreNone, db).TakeAsync(page, page.Cursor, token), ct);
        }

        await ProductRuns.ReserveWaitingAsync(context, ct);
        return ProductRuns.Say(context, IntakeScope.New);
    }
}
