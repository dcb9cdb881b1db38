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
        var (created, updated, unchanged, failed) = (N(counts.Created), N(counts.Updated), N(counts.Unchanged), N(counts.Failed));
        return (counts, scope) switch
        {
            ({ Created: 0, Updated: 0, Failed: 0, Skipped: 0 }, IntakeScope.New) => new Phrase("Nothing new: the hub has every product of the shop."),
            ({ Created: 0, Updated: 0, Failed: 0, Skipped: 0 }, _) => new Phrase("Nothing changed in {0} products.", unchanged),
            ({ Failed: > 0, Skipped: > 0 }, _) => new Phrase("{0} new, {1} updated, {2} unreadable, drafts left out: {3}.", created, updated, failed, N(counts.Skipped)),
            ({ Failed: > 0 }, _) => new Phrase("{0} new, {1} updated, {2} unreadable.", created, updated, failed),
            ({ Skipped: > 0 }, _) => new Phrase("{0} new, {1} updated, {2} unchanged, drafts left out: {3}.", created, updated, unchanged, N(counts.Skipped)),
            _ => new Phrase("{0} new, {1} updated, {2} unchanged.", created, updated, unchanged),
        };
    }

    /// <summary>Orders that came before their products are promised their pieces now.</summary>
    public static async Task ReserveWaitingAsync(FeedContext context, CancellationToken ct)
    {
        for (long? after = 0; after is { } start;)
        {
            await context.SaveAsync(async (db, token) =>
            {
                after = await db.ReserveWaitingAsync(context.Connection.IntegrationId, start, context.Now, token);
                return new RunCounts();
            }, ct);
        }
    }

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);

    public static ICatalogSource CatalogSource(this ConnectorRegistry connectors, FeedContext context) =>
        connectors.Port<ICatalogSource>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} offers no products.");
}
