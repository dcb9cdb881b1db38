using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Tests.Feeds;

public sealed class OfferedFeedsTests
{
    [Fact]
    public async Task An_integration_of_an_earlier_version_gets_the_new_feeds_without_a_schedule_and_keeps_its_own()
    {
        await using var database = await TestDatabase.CreateAsync(Web.Data.DatabaseProvider.Sqlite);
        var integration = await Rows.IntegrationAsync(database);
        await using var db = database.CreateDbContext();
        db.Feeds.Add(new Feed { IntegrationId = integration, Key = ImportOrdersFeed.FeedKey, Cron = "0 5 * * *" });
        await db.SaveChangesAsync();
        var offered = new OfferedFeeds(database, new ConnectorRegistry([new ScriptedShop().Descriptor]));

        await offered.AddMissingAsync(default);
        await offered.AddMissingAsync(default);

        var feeds = await db.Feeds.AsNoTracking().ToListAsync();
        Assert.Equal(new ScriptedShop().Descriptor.Feeds.Select(offer => offer.Key.Value).Order(), feeds.Select(feed => feed.Key.Value).Order());
        Assert.Equal("0 5 * * *", feeds.Single(feed => feed.Key == ImportOrdersFeed.FeedKey).Cron);
        Assert.All(feeds.Where(feed => feed.Key != ImportOrdersFeed.FeedKey), feed => Assert.Null(feed.Cron));
    }
}
