using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ImportProducts;
using OrderSync.Web.Feeds.ImportStock;

namespace OrderSync.Tests.Feeds;

/// <summary>Feeds that must not run yet, on a real database.</summary>
public sealed class GoLiveGateTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_feed_that_is_not_safe_is_refused_with_the_reason_whoever_starts_it(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider, locked: true);
        var feed = await FeedIdAsync(rig, ImportStockFeed.FeedKey);

        foreach (var trigger in Enum.GetValues<RunTrigger>())
        {
            var started = await rig.Queue.StartAsync(feed, trigger, "Anna", default);
            Assert.Equal(RefusalKind.Conflict, started.Refusal!.Kind);
            Assert.Contains("Import new products", started.Refusal.Message.ToString());
        }

        Assert.Equal(0, await rig.ReadAsync(db => db.FeedRuns.CountAsync()));
    }

    [Fact]
    public async Task A_schedule_of_a_locked_feed_is_passed_over_without_a_trace()
    {
        await using var rig = await FeedRig.CreateAsync(locked: true);
        var feed = await FeedIdAsync(rig, UpdateProductsFeed.FeedKey);
        await rig.ReadAsync(db => db.Feeds.Where(row => row.Id == feed).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cron, "0 3 * * *")));

        await rig.Schedules.FireAsync(feed, default);

        Assert.Equal((0, 0), (await rig.ReadAsync(db => db.FeedRuns.CountAsync()), await rig.ReadAsync(db => db.AuditEntries.CountAsync())));
    }

    [Fact]
    public async Task Feeds_that_only_read_start_on_the_first_day()
    {
        await using var rig = await FeedRig.CreateAsync(locked: true);

        Assert.Equal(RunState.Succeeded, (await rig.ImportAsync()).State);
        Assert.Equal(RunState.Succeeded, (await rig.RetryAsync()).State);
        Assert.Equal(RunState.Succeeded, (await rig.ImportProductsAsync()).State);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task The_way_from_empty_to_stock_taken_over_is_proved_step_by_step(DatabaseProvider provider)
    {
        await using var rig = await ShopAsync(provider);

        await rig.ImportProductsAsync();
        Assert.Equal([GoLiveStep.Orders], (await LocksAsync(rig)).Select(one => one.Step).Distinct());
        await rig.ImportAsync();
        Assert.Equal([GoLiveStep.Stock], (await LocksAsync(rig)).Select(one => one.Step).Distinct());
        await rig.ImportStockAsync();
        await DecideAsync(rig, PlanState.Approved);
        await rig.ImportStockAsync();

        Assert.Empty(await LocksAsync(rig));
        Assert.Equal([GoLiveStep.Orders, GoLiveStep.Products, GoLiveStep.Stock], await ProvedAsync(rig));
        var steps = (await CheckAsync(rig)).Steps.ToDictionary(step => step.Step, step => step.Now.Words.ToString());
        Assert.Equal("1 of 1 products are in; the shop was read to its end.", steps[GoLiveStep.Products]);
        Assert.Equal("All orders up to #731 are in: 1 imported, 0 left out by your rules or waiting.", steps[GoLiveStep.Orders]);
        Assert.Equal("Stock of 1 of 1 variants was taken over by plan 1.", steps[GoLiveStep.Stock]);
    }

    [Fact]
    public async Task A_run_that_broke_off_proves_nothing()
    {
        await using var rig = await ShopAsync(DatabaseProvider.Sqlite);
        rig.Shop.BeforePage = page => throw new RemoteFailureException(new RemoteFailure(RemoteFailureKind.Unavailable, "down", new Phrase("Down."), new Phrase("Wait.")));

        await rig.ImportProductsAsync();

        Assert.Empty(await ProvedAsync(rig));
        Assert.Contains(await LocksAsync(rig), one => one.Step == GoLiveStep.Products);
    }

    [Fact]
    public async Task A_proof_is_kept_when_the_run_ends_so_that_a_later_figure_locks_nothing()
    {
        await using var rig = await ShopAsync(DatabaseProvider.Sqlite);
        await rig.ImportProductsAsync();
        await rig.ImportAsync();
        await rig.ReadAsync(db => db.IncomingOrders.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, IncomingState.Problem)));

        Assert.DoesNotContain(await LocksAsync(rig), one => one.Step == GoLiveStep.Orders);
        Assert.True((await CheckAsync(rig)).Steps.Single(step => step.Step == GoLiveStep.Orders).NoLongerHolds);
    }

    [Fact]
    public async Task What_a_person_approved_is_written_although_the_steps_are_open()
    {
        await using var rig = await ShopAsync(DatabaseProvider.Sqlite);
        await rig.Database.UnlockAsync(rig.IntegrationId, ImportStockFeed.FeedKey);
        await rig.ImportProductsAsync();
        await rig.ImportStockAsync();
        await rig.ReadAsync(db => db.GoLiveOverrides.ExecuteDeleteAsync());
        var feed = await FeedIdAsync(rig, ImportStockFeed.FeedKey);
        var making = await rig.Queue.StartAsync(feed, RunTrigger.Manual, "Anna", default);
        await DecideAsync(rig, PlanState.Approved);

        var writing = await rig.Queue.StartAsync(feed, RunTrigger.Change, "Mia", default);

        Assert.Equal((false, true), (making.Succeeded, writing.Succeeded));
    }

    [Fact]
    public async Task Taking_the_plan_back_takes_the_proof_away()
    {
        await using var rig = await ShopAsync(DatabaseProvider.Sqlite);
        await rig.ImportProductsAsync();
        await rig.ImportAsync();
        await rig.ImportStockAsync();
        await DecideAsync(rig, PlanState.Approved);
        await rig.ImportStockAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(1));

        await DecideAsync(rig, PlanState.Undoing);
        await rig.ImportStockAsync();

        Assert.DoesNotContain(GoLiveStep.Stock, await ProvedAsync(rig));
    }

    [Fact]
    public async Task An_override_lets_the_feed_run()
    {
        await using var rig = await FeedRig.CreateAsync(locked: true);
        await rig.Database.UnlockAsync(rig.IntegrationId, UpdateProductsFeed.FeedKey);

        Assert.Equal(RunState.Succeeded, (await rig.UpdateProductsAsync()).State);
    }

    [Fact]
    public async Task Products_that_could_not_be_read_are_counted_until_they_can()
    {
        await using var rig = await ShopAsync(DatabaseProvider.Sqlite);
        rig.Shop.Products.Add(rig.Shop.Products[0] with { ExternalId = "2", Variants = [new ExternalVariant { ExternalId = "", Sku = "CUP" }] });
        rig.Shop.BrokenProducts.Add("2");
        await rig.ImportProductsAsync();
        var before = await ProductsAsync(rig);
        rig.Shop.BrokenProducts.Clear();

        await rig.UpdateProductsAsync();

        Assert.Equal(("1 of 2 products are in; the shop was read to its end.", "2 of 2 products are in; the shop was read to its end."), (before, await ProductsAsync(rig)));
    }

    private static async Task<string> ProductsAsync(FeedRig rig) => (await CheckAsync(rig)).Steps.Single(step => step.Step == GoLiveStep.Products).Now.Words.ToString();

    private static async Task<FeedRig> ShopAsync(DatabaseProvider provider)
    {
        var rig = await FeedRig.CreateAsync(provider, locked: true);
        rig.Shop.Products.Add(new ExternalProduct { ExternalId = "1", Kind = OrderSync.Domain.Catalog.ProductKind.Simple, Name = "Mug", Variants = [new ExternalVariant { ExternalId = "", Sku = "MUG" }] });
        rig.Shop.Stock.Add(new ExternalStock("11", "1", "", 5));
        rig.Shop.Orders.Add(Given.Order());
        return rig;
    }

    private static Task<long> FeedIdAsync(FeedRig rig, FeedKey key) => rig.ReadAsync(db => db.Feeds.Where(row => row.Key == key).Select(row => row.Id).SingleAsync());

    private static Task<GoLiveChecklist> CheckAsync(FeedRig rig) => rig.ReadAsync(async db => await rig.Gate.CheckAsync(db, await db.Integrations.SingleAsync(), default));

    private static Task<IReadOnlyList<FeedLock>> LocksAsync(FeedRig rig) => rig.ReadAsync(async db => await rig.Gate.LocksAsync(db, await db.Integrations.SingleAsync(), default));

    private static async Task<IEnumerable<GoLiveStep>> ProvedAsync(FeedRig rig) =>
        (await rig.ReadAsync(db => db.GoLiveProofs.Select(row => row.Step).ToListAsync())).Where(step => step is GoLiveStep.Products or GoLiveStep.Orders or GoLiveStep.Stock).OrderBy(step => step.ToString());

    private static Task DecideAsync(FeedRig rig, PlanState state) => rig.ReadAsync(db => db.StockPlans.ExecuteUpdateAsync(set => set
        .SetProperty(row => row.State, state).SetProperty(row => row.DecidedBy, "Anna").SetProperty(row => row.DecidedAt, rig.Clock.GetUtcNow().UtcDateTime)
        .SetProperty(row => row.TakenBackAt, state == PlanState.Undoing ? rig.Clock.GetUtcNow().UtcDateTime : null)));
}
