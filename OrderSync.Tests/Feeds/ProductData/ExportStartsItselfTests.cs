using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ExportProducts;

namespace OrderSync.Tests.Feeds.ProductData;

/// <summary>The export starts by itself once another integration changed products of the shop.</summary>
public sealed class ExportStartsItselfTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Changes_that_follow_each_other_are_one_run_that_begins_when_they_are_over(DatabaseProvider provider)
    {
        await using var rig = await ProductDataRig.ReadyAsync(provider, 2);
        await rig.RunAsync();
        await rig.MasterAsync("1", name: "Maść");
        var atOnce = await StartAsync(rig);
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        await rig.MasterAsync("2", name: "Syrop");
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        var stillPouring = await StartAsync(rig);
        rig.Clock.Advance(TimeSpan.FromSeconds(10));

        var quiet = await StartAsync(rig);
        await StartAsync(rig);
        var run = await rig.RunQueuedAsync();

        Assert.Equal((0, 0, 1), (atOnce, stillPouring, quiet));
        Assert.Equal((RunTrigger.Change, RunState.Succeeded), (run.Trigger, run.State));
        Assert.Equal(["texts 1", "texts 2"], rig.Shop.CatalogWrites);
        Assert.Equal(0, await StartAsync(rig));
        rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await StartAsync(rig));
    }

    [Fact]
    public async Task A_catalogue_that_never_rests_is_sent_after_two_minutes()
    {
        await using var rig = await ProductDataRig.ReadyAsync(DatabaseProvider.Sqlite, 2);
        await rig.RunAsync();
        await rig.MasterAsync("1", name: "Maść");
        var started = 0;
        for (var second = 0; second < 130 && started == 0; second += 10)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(9));
            await rig.MasterAsync("2", name: $"Syrop {second}");
            started = await StartAsync(rig);
        }

        Assert.Equal(1, started);
    }

    [Fact]
    public async Task What_the_shop_itself_or_a_person_changed_starts_nothing()
    {
        await using var rig = await ProductDataRig.ReadyAsync(DatabaseProvider.Sqlite, 2);
        await rig.RunAsync();
        rig.Shop.Products[0] = rig.Shop.Products[0] with { Name = "Renamed in the shop" };
        await rig.Feeds.UpdateProductsAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, await StartAsync(rig));
    }

    [Fact]
    public async Task A_paused_feed_is_not_started_and_a_price_that_waits_for_a_person_starts_it_once()
    {
        await using var rig = await ProductDataRig.ReadyAsync(DatabaseProvider.Sqlite, 2);
        await rig.MasterAsync("1", price: 12m);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await PauseAsync(rig, true);
        var paused = await StartAsync(rig);
        await PauseAsync(rig, false);
        var first = await StartAsync(rig);
        await rig.RunQueuedAsync();
        await rig.MasterAsync("2", price: 13m);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await StartAsync(rig);
        await rig.RunQueuedAsync();

        var held = await StartAsync(rig);

        Assert.Equal((0, 1, 1, 0), (paused, first, second, held));
        Assert.Empty(rig.Shop.CatalogWrites);
        Assert.Equal(1, (await rig.PlanAsync(PlanState.Waiting)).Lines);
    }

    [Fact]
    public async Task After_a_run_that_broke_it_is_tried_again_a_minute_later()
    {
        await using var rig = await ProductDataRig.ReadyAsync(DatabaseProvider.Sqlite, 1);
        await rig.RunAsync();
        await rig.MasterAsync("1", name: "Maść");
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        rig.Shop.BeforeCatalogWrite = _ => throw new InvalidOperationException("A mistake of ours.");
        await StartAsync(rig);
        await rig.RunQueuedAsync();
        rig.Shop.BeforeCatalogWrite = _ => { };
        var soon = await StartAsync(rig);
        rig.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal((0, 1), (soon, await StartAsync(rig)));
        await rig.RunQueuedAsync();
        Assert.Equal(["texts 1"], rig.Shop.CatalogWrites);
    }

    [Fact]
    public async Task Prices_that_a_broken_run_did_not_come_to_are_sent_by_a_run_that_starts_itself()
    {
        await using var rig = await ProductDataRig.LiveAsync();
        await rig.MasterAsync("1", price: 11m);
        await rig.MasterAsync("2", price: 11m);
        rig.Shop.BeforeCatalogWrite = what => ProductDataRig.Break(what == "price 2");
        await rig.RunAsync(RunTrigger.Schedule);
        rig.Shop.BeforeCatalogWrite = _ => { };
        // Another feed of the shop may have gone well since: then nothing rests, and nothing is probed.
        await rig.ReadAsync(db => db.Integrations.ExecuteUpdateAsync(set => set.SetProperty(row => row.RetryAt, (DateTime?)null)));
        rig.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(1, await StartAsync(rig));
        await rig.RunQueuedAsync();
        Assert.Equal(["price 1 11", "price 2 11"], rig.Shop.CatalogWrites);
        Assert.Equal(0, await StartAsync(rig));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_product_the_shop_lacks_starts_it_where_new_products_are_wanted(bool wanted, int started)
    {
        await using var rig = await ProductDataRig.ReadyAsync(DatabaseProvider.Sqlite, 1);
        await rig.RunAsync();
        rig.Shop.CatalogSettings = rig.Shop.CatalogSettings with { NewProducts = wanted };
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await rig.NewAsync("B-77");
        rig.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(started, await StartAsync(rig));
        if (wanted)
        {
            await rig.RunQueuedAsync();
            Assert.Equal(["product B-77"], rig.Shop.CatalogWrites);
            Assert.Equal(0, await StartAsync(rig));
        }
    }

    /// <returns>How many runs were queued.</returns>
    private static async Task<int> StartAsync(ProductDataRig rig)
    {
        var before = await rig.ReadAsync(db => db.FeedRuns.CountAsync());
        await rig.Feeds.Waker.StartDueAsync(rig.Feeds.Catalog.Get(ExportProductDataFeed.FeedKey), default);
        return await rig.ReadAsync(db => db.FeedRuns.CountAsync()) - before;
    }

    private static Task<int> PauseAsync(ProductDataRig rig, bool paused) =>
        rig.ReadAsync(db => db.Feeds.Where(row => row.Key == ExportProductDataFeed.FeedKey).ExecuteUpdateAsync(set => set.SetProperty(row => row.Paused, paused)));
}
