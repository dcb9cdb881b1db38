using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing.Completeness;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Feeds.Completeness;

/// <summary>Counts what became of a shop's orders against the shop's own list of them, day by day. Reads only.</summary>
public sealed class CheckCompletenessFeed(ConnectorRegistry connectors, IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor) : IFeed
{
    public static readonly FeedKey FeedKey = new("check-completeness");

    /// <summary>The last so many days are counted by a usual run.</summary>
    public const int Days = 30;

    /// <summary>Stands as the feed's cursor when somebody has asked for all days.</summary>
    public const string AllDays = "all";

    public FeedKey Key => FeedKey;

    public string Title => "Completeness";

    public string Description => "Counts the shop's own list of orders of the last 30 days against what is here; orders nothing accounts for are named. It only reads. Advice: every night.";

    public FeedLane Lane => FeedLane.Checks;

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        CompletenessTally tally;
        do
        {
            tally = await CheckAsync(context, await IsAskedForAllAsync(context, ct), ct);
        }
        while (await IsAskedForAllAsync(context, ct));

        monitor.Publish(Topics.Orders, Topics.Integrations);
        return Say(tally);
    }

    private async Task<CompletenessTally> CheckAsync(FeedContext context, bool all, CancellationToken ct)
    {
        var shop = connectors.Port<IOrderLookup>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} cannot list its orders.");
        var settings = connectors.OrderSource(context).ImportSettings(context.Connection);
        DateOnly? from = all ? null : shop.DayIn(context.Connection, context.Now).AddDays(1 - Days);
        var tally = new CompletenessTally(context.Connection.IntegrationId, settings, context.Now);
        await foreach (var heads in shop.ListAsync(context.Connection, from, ct))
        {
            var unexplained = await CountAsync(context, shop, tally, heads, ct);
            await context.SaveAsync((_, _) => Task.FromResult(new RunCounts(Unchanged: heads.Count - unexplained, Failed: unexplained)), ct);
        }

        await context.SaveAsync((db, token) => StoreAsync(db, context, tally, from, token), ct);
        return tally;
    }

    /// <summary>
    /// Imports go on beside this. The shop was asked first, so what it showed was there; the place of the import is read before the rows, so an
    /// order the import is past has its row by then.
    /// </summary>
    private async Task<int> CountAsync(FeedContext context, IOrderLookup shop, CompletenessTally tally, IReadOnlyList<OrderHead> heads, CancellationToken ct)
    {
        var integration = context.Connection.IntegrationId;
        await using var db = await databases.CreateDbContextAsync(ct);
        var cursor = await db.Feeds.Where(feed => feed.IntegrationId == integration && feed.Key == ImportOrdersFeed.FeedKey).Select(feed => feed.Cursor).SingleOrDefaultAsync(ct);
        var isPast = shop.IsPast(context.Connection, cursor);
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

    private static async Task<RunCounts> StoreAsync(OrderSyncDb db, FeedContext context, CompletenessTally tally, DateOnly? from, CancellationToken ct)
    {
        var integration = context.Connection.IntegrationId;
        var stored = await db.CompletenessDays.Where(row => row.IntegrationId == integration && (from == null || row.Day >= from)).ToDictionaryAsync(row => row.Day, ct);
        foreach (var day in tally.Days)
        {
            if (!stored.Remove(day.Day, out var row))
            {
                db.CompletenessDays.Add(row = new CompletenessDay { IntegrationId = integration, Day = day.Day, CheckedAt = day.CheckedAt });
            }

            row.Set(day);
        }

        db.CompletenessDays.RemoveRange(stored.Values);

        // What was found before keeps its place and its moment: only what is new is news.
        var found = await db.UnexplainedOrders.Where(row => row.IntegrationId == integration).ToDictionaryAsync(row => row.ExternalId, ct);
        db.UnexplainedOrders.AddRange(tally.Unexplained.Where(order => !found.Remove(order.ExternalId)).Select(order => order.Copy()).ToList());
        db.UnexplainedOrders.RemoveRange(found.Values.Where(row => from == null || row.Day >= from));
        await db.SaveChangesAsync(ct);
        await db.BulkInsertAsync(tally.Unexplained.Select(order => ItemOf(context, order)).ToList(), ct);
        await db.Feeds.Where(row => row.Id == context.Feed.Id && from == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, (string?)null), ct);
        return new RunCounts();
    }

    private static FeedRunItem ItemOf(FeedContext context, UnexplainedOrder order) => new()
    {
        RunId = context.RunId,
        ExternalId = order.ExternalId,
        Outcome = ItemOutcome.Failed,
        Cause = "unexplained",
        Message = Why(order.Kind),
        At = context.Now,
    };

    public static Phrase Why(UnexplainedKind kind) => kind == UnexplainedKind.Deleted
        ? new Phrase("It was imported, but the order is not here any more.")
        : new Phrase("The shop has it, but it was never read.");

    private async Task<bool> IsAskedForAllAsync(FeedContext context, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Feeds.AnyAsync(row => row.Id == context.Feed.Id && row.Cursor == AllDays, ct);
    }

    private static Phrase Say(CompletenessTally tally) => tally.UnexplainedInAll == 0
        ? new Phrase("All {0} orders of the shop are accounted for.", N(tally.InShop))
        : new Phrase("{0} of {1} orders of the shop are not here, and nothing says why.", N(tally.UnexplainedInAll), N(tally.InShop));

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);
}
