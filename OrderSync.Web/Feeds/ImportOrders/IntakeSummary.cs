using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Feeds.ImportOrders;

/// <summary>Says what a run over orders comes to.</summary>
internal static class IntakeSummary
{
    public static Phrase Say(FeedContext context)
    {
        var counts = context.Counts;
        if (counts is { Created: 0, Updated: 0, Skipped: 0, Waiting: 0, Failed: 0 })
        {
            return NothingNew(context);
        }

        return counts.Failed > 0
            ? new Phrase("{0} imported, {1} with a problem, {2} waiting, {3} left out by a rule.", N(counts.Created), N(counts.Failed), N(counts.Waiting), N(counts.Skipped))
            : new Phrase("{0} imported, {1} waiting, {2} left out by a rule.", N(counts.Created), N(counts.Waiting), N(counts.Skipped));
    }

    private static Phrase NothingNew(FeedContext context) => context.Feed.LastNewAt is { } since
        ? new Phrase("Nothing new since {0} UTC; the last order seen is {1}.", since.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), context.Feed.LastNewId)
        : new Phrase("Nothing to do: there are no orders yet.");

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);

    public static IOrderSource OrderSource(this ConnectorRegistry connectors, FeedContext context) =>
        connectors.Port<IOrderSource>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} offers no orders.");
}
