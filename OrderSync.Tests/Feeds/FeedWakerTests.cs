using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Tests.Feeds;

/// <summary>Feeds that are started because their work became due.</summary>
public sealed class FeedWakerTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_feed_with_due_work_is_started_once(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider);
        var waker = WakerOf(rig, rig.IntegrationId);

        await waker.StartDueAsync(default);
        await waker.StartDueAsync(default);

        var run = Assert.Single(await rig.ReadAsync(db => db.FeedRuns.ToListAsync()));
        Assert.Equal((ImportOrdersFeed.FeedKey, RunTrigger.Change), (run.FeedKey, run.Trigger));
    }

    [Fact]
    public async Task Nothing_is_started_where_nothing_is_due_or_the_feed_is_paused_or_its_integration_rests()
    {
        await using var rig = await FeedRig.CreateAsync();

        await WakerOf(rig).StartDueAsync(default);
        await rig.ReadAsync(db => db.Feeds.ExecuteUpdateAsync(set => set.SetProperty(feed => feed.Paused, true)));
        await WakerOf(rig, rig.IntegrationId).StartDueAsync(default);
        await rig.ReadAsync(db => db.Feeds.ExecuteUpdateAsync(set => set.SetProperty(feed => feed.Paused, false)));
        await rig.ReadAsync(db => db.Integrations.ExecuteUpdateAsync(set => set.SetProperty(row => row.RetryAt, rig.Clock.GetUtcNow().UtcDateTime.AddMinutes(5))));
        await WakerOf(rig, rig.IntegrationId).StartDueAsync(default);

        Assert.Equal(0, await rig.ReadAsync(db => db.FeedRuns.CountAsync()));
    }

    [Fact]
    public async Task A_feed_that_broke_is_not_started_again_at_once()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.BeforePage = _ => throw new InvalidOperationException("A mistake of ours.");
        await rig.ImportAsync();
        var waker = WakerOf(rig, rig.IntegrationId);

        await waker.StartDueAsync(default);
        var atOnce = await rig.ReadAsync(db => db.FeedRuns.CountAsync());
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await waker.StartDueAsync(default);

        Assert.Equal((1, 2), (atOnce, await rig.ReadAsync(db => db.FeedRuns.CountAsync())));
    }

    private static FeedWaker WakerOf(FeedRig rig, params long[] due) => new(rig.Database, new FeedCatalog([new DueFeed(due)]), rig.Queue, rig.Clock);

    /// <summary>Only says that its work is due; the runs are those of the feed it is named after.</summary>
    private sealed class DueFeed(IReadOnlyCollection<long> due) : IFeed
    {
        public FeedKey Key => ImportOrdersFeed.FeedKey;

        public string Title => "Due";

        public string Description => "Due";

        public FeedLane Lane => FeedLane.Orders;

        public Task<IReadOnlyCollection<long>> DueAsync(OrderSyncDb db, DateTime now, CancellationToken ct) => Task.FromResult(due);

        public Task<Phrase> RunAsync(FeedContext context, CancellationToken ct) => throw new InvalidOperationException("It is not run here.");
    }
}
