using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Feeds.ImportSuppliers;

/// <summary>Reads the shop's suppliers.</summary>
public sealed class ImportSuppliersFeed(ConnectorRegistry connectors) : IFeed
{
    public static readonly FeedKey FeedKey = new("import-suppliers");

    public FeedKey Key => FeedKey;

    public string Title => "Import suppliers";

    public string Description => "Reads the suppliers the shop knows: names, and which are switched off or gone. Advice: daily.";

    public FeedLane Lane => FeedLane.Catalog;

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        await new SupplierIntake(context, tells: true).RunAsync(connectors.SupplierSource(context), ct);
        return SupplierIntake.Say(context);
    }
}
