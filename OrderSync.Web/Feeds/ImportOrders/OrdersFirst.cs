using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ImportOrders;

/// <summary>What is known of the shop's orders after they were read.</summary>
internal enum OrdersRead
{
    /// <summary>They were never imported to the end; that is for a person to begin.</summary>
    Never,

    /// <summary>Every order the shop shows is known.</summary>
    Whole,

    /// <summary>The shop is writing an order at this moment; what it holds is not known yet.</summary>
    StillWriting,
}

/// <summary>
/// Reads the shop's new orders to the end before the shop is told anything, or its stock is taken over: a figure worked out before a sale
/// is known would offer the sold pieces again, or take them off twice (contracts/prestashop.md §4.6).
/// </summary>
internal sealed class OrdersFirst(ConnectorRegistry connectors, OrderIntake intake, IDbContextFactory<OrderSyncDb> databases)
{
    /// <summary>A checkout takes moments; an order that is unfinished for longer stays so and holds nobody up.</summary>
    private static readonly TimeSpan LongestCheckout = TimeSpan.FromMinutes(10);

    public async Task<OrdersRead> ReadAsync(FeedContext context, CancellationToken ct)
    {
        if (await FeedOfAsync(context, ct) is not { } feed)
        {
            return OrdersRead.Never;
        }

        var (aside, source) = (context.Aside(feed), connectors.OrderSource(context));
        var options = new IntakeOptions(source.ImportSettings(context.Connection), ReportUnchanged: false) { ListsOrders = false };
        await foreach (var page in source.ReadNewAsync(context.Connection, feed.Cursor, ct))
        {
            await intake.TakeAsync(aside, page, options, ct);
        }

        if (aside.Counts.Created > 0)
        {
            await context.LogAsync(new Phrase("New orders imported first: {0}.", aside.Counts.Created.ToString(CultureInfo.InvariantCulture)), false, ct);
        }

        return await IsWritingAsync(context, ct) ? OrdersRead.StillWriting : OrdersRead.Whole;
    }

    /// <summary>Whether the shop's orders were imported to the end at least once.</summary>
    public static Task<bool> WereImportedAsync(OrderSyncDb db, long integrationId, CancellationToken ct) =>
        db.FeedRuns.AnyAsync(row => row.IntegrationId == integrationId && row.FeedKey == ImportOrdersFeed.FeedKey
            && (row.State == RunState.Succeeded || row.State == RunState.CompletedWithProblems), ct);

    private async Task<Feed?> FeedOfAsync(FeedContext context, CancellationToken ct)
    {
        var integrationId = context.Connection.IntegrationId;
        await using var db = await databases.CreateDbContextAsync(ct);
        return await WereImportedAsync(db, integrationId, ct)
            ? await db.Feeds.AsNoTracking().SingleOrDefaultAsync(row => row.IntegrationId == integrationId && row.Key == ImportOrdersFeed.FeedKey, ct)
            : null;
    }

    private async Task<bool> IsWritingAsync(FeedContext context, CancellationToken ct)
    {
        var (integrationId, since) = (context.Connection.IntegrationId, context.Now - LongestCheckout);
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.IncomingOrders.AnyAsync(row => row.State == IncomingState.Waiting && row.Cause == DecisionCause.NotReady
            && row.IntegrationId == integrationId && row.FirstSeenAt > since, ct);
    }
}
