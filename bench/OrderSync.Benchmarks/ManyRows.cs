using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Benchmarks;

/// <summary>Fills a database with many invented orders, and a run with many items, inside SQLite itself.</summary>
internal static class ManyRows
{
    /// <summary>When the newest order was placed; the others lie one minute apart before it.</summary>
    public static readonly DateTime Newest = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    private const string Numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0}) ";

    /// <returns>Id of the run with the items.</returns>
    public static async Task<long> FillAsync(IDbContextFactory<OrderSyncDb> databases, int orders, int items)
    {
        await using var db = await databases.CreateDbContextAsync();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await db.Database.MigrateAsync();
        var run = await ShopsAsync(db);
        foreach (var sql in Orders(orders).Concat(Items(items, run)))
        {
            await db.Database.ExecuteSqlRawAsync(sql);
        }

        await db.Database.ExecuteSqlRawAsync("ANALYZE");
        return run;
    }

    private static async Task<long> ShopsAsync(OrderSyncDb db)
    {
        var shops = Enumerable.Range(1, 4).Select(number => new Integration
        {
            Connector = new ConnectorKey("prestashop"),
            Name = $"Shop {number}",
            Settings = "{}",
            CreatedAt = Newest,
        }).ToList();
        db.Integrations.AddRange(shops);
        await db.SaveChangesAsync();
        var feed = new Feed { IntegrationId = shops[0].Id, Key = ImportOrdersFeed.FeedKey };
        db.Feeds.Add(feed);
        await db.SaveChangesAsync();
        var run = new FeedRun
        {
            FeedId = feed.Id,
            IntegrationId = shops[0].Id,
            FeedKey = feed.Key,
            State = RunState.Succeeded,
            Trigger = RunTrigger.Manual,
            StartedBy = "Benchmark",
            QueuedAt = Newest,
        };
        db.FeedRuns.Add(run);
        await db.SaveChangesAsync();
        return run.Id;
    }

    private static IEnumerable<string> Orders(int count)
    {
        var numbers = string.Format(CultureInfo.InvariantCulture, Numbers, count);
        var placed = $"strftime('%Y-%m-%d %H:%M:%S', '{Newest:yyyy-MM-dd HH:mm:ss}', '-' || ({count} - i) || ' minutes')";
        yield return $"""
            INSERT INTO "IncomingOrders" ("Id","IntegrationId","ExternalId","Reference","CustomerName","Currency","Total","FirstSeenAt","LastSeenAt","ExternalStatus","ContentHash","State","Cause","DecidedAt","RetryRequested","Attempts","Stamp")
            {numbers} SELECT i, i % 4 + 1, i, 'REF' || i, 'First Name' || (i % 50000), 'EUR', '19.99', {placed}, {placed}, '2', '', 'Imported', 'None', {placed}, 0, 1, '00000000-0000-0000-0000-000000000000' FROM n
            """;
        yield return $"""
            INSERT INTO "Orders" ("Id","IntegrationId","ExternalId","Reference","IncomingOrderId","StoreKey","Status","PlacedAt","ImportedAt","UpdatedAt","CustomerName","Email","Phone","IsGuest","CarrierName","PaymentMethod","PaymentText","Currency","ProductsTotal","ShippingTotal","WrappingTotal","DiscountTotal","RoundingDifference","Total","TotalNet","PaidTotal","IsGift","GiftMessage","Note","Discounts","Payments","References","Stamp")
            {numbers} SELECT i, i % 4 + 1, i, 'REF' || i, i, CASE WHEN i % 10 = 0 THEN 'outlet' ELSE 'main' END,
              CASE WHEN i % 5000 = 0 THEN 'Refunded' WHEN i % 3 = 0 THEN 'Delivered' ELSE 'Confirmed' END, {placed}, {placed}, {placed},
              'First Name' || (i % 50000), 'c' || (i % 50000) || '@example.com', '', 0, 'Post', 'card', 'Card', 'EUR', '19.99', '0', '0', '0', '0', '19.99', '16.25', '19.99', 0, '', '', '[]', '[]', '[]', '00000000-0000-0000-0000-000000000000' FROM n
            """;
        yield return $"""
            INSERT INTO "OrderLines" ("OrderId","Position","ExternalId","ExternalProductId","ExternalVariantId","Sku","Ean","Name","Quantity","UnitPrice","UnitPriceNet")
            {numbers} SELECT i, 1, i, i % 20000, '0', 'SKU-' || (i % 20000), '', 'T-shirt', 1, '19.99', '16.25' FROM n
            """;
        foreach (var (term, which) in new[]
        {
            ("CAST(i AS TEXT)", "1"), ("'ref' || i", "1"), ("'name' || (i % 50000)", "1"), ("'first'", "1"),
            ("'c' || (i % 50000) || '@example.com'", "1"), ("'sku-' || (i % 20000)", "1"), ("'shirt'", "i % 3 = 0"),
            ("'anna'", "i % 25 = 0"), ("'nowak'", "i % 25 = 1 OR i % 1000 = 0"), ("'paul'", "i % 12 = 0"), ("'smith'", "i % 12 = 1 OR i % 12000 = 0"),
        })
        {
            yield return $"""INSERT INTO "OrderTerms" ("Term","OrderId") {numbers} SELECT {term}, i FROM n WHERE {which} ORDER BY 1, 2""";
        }
    }

    private static IEnumerable<string> Items(int count, long run) =>
    [
        $"""
            INSERT INTO "FeedRunItems" ("RunId","ExternalId","Label","Outcome","Cause","IncomingOrderId","At")
            {string.Format(CultureInfo.InvariantCulture, Numbers, count)} SELECT {run}, i, 'REF' || i, CASE WHEN i % 100 = 0 THEN 'Failed' ELSE 'Created' END, CASE WHEN i % 100 = 0 THEN 'unmapped' ELSE '' END, i, '{Newest:yyyy-MM-dd HH:mm:ss}' FROM n
            """,
    ];
}
