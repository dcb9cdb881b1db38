using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Importing.Completeness;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Feeds.Completeness;

/// <summary>A page of the shop's list that was counted.</summary>
public sealed record CountedPage(int Orders, int Unexplained);

/// <summary>Counts a shop's own list of orders against what is here. Stores nothing.</summary>
public sealed class CompletenessCounter(ConnectorRegistry connectors, IDbContextFactory<OrderSyncDb> databases)
{
    /// <summary>The day of the shop's calendar.</summary>
    public DateOnly DayOf(ConnectorKey connector, Connection connection, DateTime now) => Port(connector).DayIn(connection, now);

    public CompletenessTally Begin(ConnectorKey connector, Connection connection, DateTime now) =>
        new(connection.IntegrationId, connectors.Port<IOrderSource>(connector)!.ImportSettings(connection), now);

    /// <param name="from">The first day that is counted, by the shop's calendar; null for all.</param>
    /// <exception cref="RemoteFailureException">The shop does not answer usefully.</exception>
    public async IAsyncEnumerable<CountedPage> CountAsync(
        ConnectorKey connector, Connection connection, CompletenessTally tally, DateOnly? from, [EnumeratorCancellation] CancellationToken ct)
    {
        var shop = Port(connector);
        await foreach (var heads in shop.ListAsync(connection, from, ct))
        {
            yield return new CountedPage(heads.Count, await CountAsync(shop, connection, tally, heads, ct));
        }
    }

    /// <summary>
    /// Imports go on beside this. The shop was asked first, so what it showed was there; the place of the import is read before the rows, so an
    /// order the import is past has its row by then.
    /// </summary>
    private async Task<int> CountAsync(IOrderLookup shop, Connection connection, CompletenessTally tally, IReadOnlyList<OrderHead> heads, CancellationToken ct)
    {
        var integration = connection.IntegrationId;
        await using var db = await databases.CreateDbContextAsync(ct);
        var cursor = await db.Feeds.Where(feed => feed.IntegrationId == integration && feed.Key == ImportOrdersFeed.FeedKey).Select(feed => feed.Cursor).SingleOrDefaultAsync(ct);
        var isPast = shop.IsPast(connection, cursor);
        var unexplained = 0;
        foreach (var part in heads.Chunk(500))
        {
            var ids = part.Select(head => head.ExternalId).ToList();
            var here = await db.IncomingOrders.Where(row => row.IntegrationId == integration && ids.Contains(row.ExternalId))
                .Select(row => new { row.ExternalId, row.State, HasOrder = db.Orders.Any(order => order.IncomingOrderId == row.Id) })
                .ToDictionaryAsync(row => row.ExternalId, row => new SeenHere(row.State, row.HasOrder), ct);
            unexplained += part.Count(head => !tally.Add(head, here.GetValueOrDefault(head.ExternalId), isPast(head.ExternalId)));
        }

        return unexplained;
    }

    private IOrderLookup Port(ConnectorKey connector) =>
        connectors.Port<IOrderLookup>(connector) ?? throw new InvalidOperationException($"{connector} cannot list its orders.");
}
