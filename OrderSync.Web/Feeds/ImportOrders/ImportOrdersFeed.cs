using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Feeds.ImportOrders;

/// <summary>Reads the orders a shop has not shown before and imports those its rules say.</summary>
public sealed class ImportOrdersFeed(ConnectorRegistry connectors, OrderIntake intake) : IFeed
{
    public static readonly FeedKey FeedKey = new("import-new-orders");

    public FeedKey Key => FeedKey;

    public string Title => "Import new orders";

    public string Description => "Reads orders that are new in the shop and imports them by your status rules. Advice: every 5 minutes.";

    public FeedLane Lane => FeedLane.Orders;

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var source = connectors.OrderSource(context);
        var settings = source.ImportSettings(context.Connection);
        await foreach (var page in source.ReadNewAsync(context.Connection, context.Feed.Cursor, ct))
        {
            context.Expect(page.EstimatedTotal);
            await intake.TakeAsync(context, page, new IntakeOptions(settings, ReportUnchanged: false), ct);
        }

        return IntakeSummary.Say(context);
    }
}
