using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Feeds.ImportProducts;

/// <summary>How a run over products ends, and what it comes to.</summary>
internal static class ProductRuns
{
    public static Phrase Say(FeedContext context, IntakeScope scope)
    {
        var counts = context.Counts;
        if (counts is { Created: 0, Updated: 0, Failed: 0 })
        {
            return scope == IntakeScope.New
                ? new Phrase("Nothing new: the hub has every product of the shop.")
                : new Phrase("Nothing changed in {0} products.", N(counts.Unchanged));
        }

        return counts.Failed > 0
            ? new Phrase("{0} new, {1} updated, {2} unreadable.", N(counts.Created), N(counts.Updated), N(counts.Failed))
            : new Phrase("{0} new, {1} updated, {2} unchanged.", N(counts.Created), N(counts.Updated), N(counts.Unchanged));
    }

    /// <summary>Orders that came before their products are promised their pieces now.</summary>
    public static async Task ReserveWaitingAsync(FeedContext context, CancellationToken ct)
    {
        for (long? after = 0; after is { } start;)
        {
            await context.SaveAsync(async (db, token) =>
            {
                after = await db.ReserveWaitingAsync(context.Connection.IntegrationId, start, token);
                return new RunCounts();
            }, ct);
        }
    }

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);

    public static ICatalogSource CatalogSource(this ConnectorRegistry connectors, FeedContext context) =>
        connectors.Port<ICatalogSource>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} offers no products.");
}
