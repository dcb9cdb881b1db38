using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing.Completeness;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.Completeness;

/// <summary>Counts what became of a shop's orders against the shop's own list of them, day by day. Reads only.</summary>
public sealed class CheckCompletenessFeed(CompletenessCounter counter, IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor) : IFeed
{
    public static readonly FeedKey FeedKey = new("check-completeness");

    /// <summary>Stands as the feed's cursor when somebody has asked for all days.</summary>
    public const string AllDays = "all";

    public FeedKey Key => FeedKey;

    public string Title => "Completeness";

    public string Description => "Counts the shop's own list of orders of the last days against what is here; orders nothing accounts for are named. It only reads. How many days is set on the page Completeness. Advice: every night.";

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
        DateOnly? from = all ? null : counter.DayOf(context.Connector, context.Connection, context.Now).AddDays(1 - await DaysAsync(context, ct));
        var tally = counter.Begin(context.Connector, context.Connection, context.Now);
        await foreach (var page in counter.CountAsync(context.Connector, context.Connection, tally, from, ct))
        {
            await context.SaveAsync((_, _) => Task.FromResult(new RunCounts(Unchanged: page.Orders - page.Unexplained, Failed: page.Unexplained)), ct);
        }

        await context.SaveAsync((db, token) => StoreAsync(db, context, tally, from, token), ct);
        return tally;
    }

    private async Task<int> DaysAsync(FeedContext context, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Integrations.Where(row => row.Id == context.Connection.IntegrationId).Select(row => row.CompletenessDays).SingleAsync(ct);
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
