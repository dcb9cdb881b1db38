using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Feeds.ProductData;

/// <summary>Prices another integration masters, on their way into a shop: looked at first, sent as approved, held by locks.</summary>
public sealed class ExportPricesTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Prices_wait_for_a_person_the_first_time_while_texts_go_and_are_sent_exactly_once_approved(DatabaseProvider provider)
    {
        await using var rig = await ProductDataRig.ReadyAsync(provider, 3);
        var pharmacy = await rig.MasterAsync("1", price: 12m, name: "Maść");

        var first = await rig.RunAsync();
        var texts = rig.Shop.CatalogWrites.ToList();
        await rig.ApproveAsync();
        var next = await rig.RunAsync();

        Assert.Contains("waits for approval", first.Message!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["texts 1"], texts);
        Assert.Equal(["texts 1", "price 1 12"], rig.Shop.CatalogWrites);
        Assert.Equal((RunState.Succeeded, "Nothing to send: the shop shows what is mastered elsewhere."), (next.State, next.Message!.ToString()));
        Assert.NotEqual(rig.Feeds.IntegrationId, pharmacy);
    }

    [Fact]
    public async Task After_an_approval_small_changes_go_by_themselves_and_leave_no_plan()
    {
        await using var rig = await ProductDataRig.LiveAsync();
        await rig.MasterAsync("2", price: 11m);

        var run = await rig.RunAsync(RunTrigger.Schedule);

        Assert.Equal(["price 2 11"], rig.Shop.CatalogWrites);
        Assert.Equal(1, await rig.ReadAsync(db => db.PricePlans.CountAsync()));
        Assert.Contains("Price 11.00 instead of 10.00", (await rig.ItemsAsync(run)).Single().Message!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_to_zero_and_one_that_doubles_stop_all_prices_until_somebody_looks()
    {
        await using var rig = await ProductDataRig.LiveAsync();
        await rig.MasterAsync("1", price: 0m);
        await rig.MasterAsync("2", price: 25m);
        await rig.MasterAsync("3", price: 11m);

        await rig.RunAsync(RunTrigger.Schedule);
        await rig.RunAsync(RunTrigger.Schedule);

        Assert.Empty(rig.Shop.CatalogWrites);
        var plan = await rig.ReadAsync(db => db.PricePlans.SingleAsync(row => row.State == PlanState.Waiting));
        Assert.Equal((3, 1, 2), (plan.Lines, plan.ToZero, plan.Large));
        Assert.Equal(["price-to-zero", "large-price-change"], plan.Guards.Select(guard => guard.Guard));
    }

    [Fact]
    public async Task A_lock_holds_its_group_back_is_told_and_the_product_goes_once_the_lock_is_off()
    {
        await using var rig = await ProductDataRig.LiveAsync();
        var product = await rig.ProductAsync("2");
        await rig.MasterAsync("2", price: 11m, name: "Syrop");
        await rig.Feeds.Database.AddLockAsync(product, LockKind.Price);

        var run = await rig.RunAsync(RunTrigger.Schedule);
        var held = await rig.ReadAsync(db => db.ProductLocks.Select(row => row.HeldBackAt).SingleAsync());
        await rig.ReadAsync(db => db.ProductLocks.ExecuteDeleteAsync());
        await rig.RunAsync(RunTrigger.Schedule);

        Assert.Contains(await rig.ItemsAsync(run), item => item.Cause == "locked");
        Assert.Equal(rig.Clock.GetUtcNow().UtcDateTime, held);
        Assert.Equal(["texts 2", "price 2 11"], rig.Shop.CatalogWrites);
    }

    [Fact]
    public async Task A_price_the_hub_does_not_want_any_more_when_the_plan_is_approved_is_left_alone()
    {
        await using var rig = await ProductDataRig.ReadyAsync(DatabaseProvider.Sqlite, 2);
        await rig.MasterAsync("1", price: 12m);
        await rig.MasterAsync("2", price: 12m);
        await rig.RunAsync();
        await rig.MasterAsync("1", price: 13m);

        await rig.ApproveAsync();

        Assert.Equal(["price 2 12"], rig.Shop.CatalogWrites);
        Assert.Equal([PlanLineResult.Outdated, PlanLineResult.Written], await rig.ReadAsync(db => db.PricePlanLines.OrderBy(row => row.Id).Select(row => row.Result).ToListAsync()));
    }

    [Fact]
    public async Task A_shop_that_broke_in_the_middle_of_a_plan_is_sent_the_rest_by_the_next_run()
    {
        await using var rig = await ProductDataRig.ReadyAsync(DatabaseProvider.Sqlite, 4);
        foreach (var id in (string[])["1", "2", "3", "4"])
        {
            await rig.MasterAsync(id, price: 12m);
        }

        await rig.RunAsync();
        rig.Shop.BeforeCatalogWrite = what => ProductDataRig.Break(what == "price 3");
        var broken = await rig.ApproveAsync();
        rig.Shop.BeforeCatalogWrite = _ => { };

        await rig.RunAsync();

        Assert.Equal(RunState.Failed, broken.State);
        Assert.Equal(["price 1 12", "price 2 12", "price 3 12", "price 4 12"], rig.Shop.CatalogWrites);
    }

    [Fact]
    public async Task A_plan_turned_down_is_not_proposed_again_before_the_daily_look()
    {
        await using var rig = await ProductDataRig.ReadyAsync(DatabaseProvider.Sqlite, 1);
        await rig.MasterAsync("1", price: 12m);
        await rig.RunAsync(RunTrigger.Schedule);
        var plan = await rig.ReadAsync(db => db.PricePlans.SingleAsync());
        Assert.True((await rig.Plans.DiscardAsync(ProductDataRig.Anna, plan.Id, "Not today", default)).Succeeded);

        await rig.RunAsync(RunTrigger.Schedule);
        var soon = await rig.ReadAsync(db => db.PricePlans.CountAsync(row => row.State == PlanState.Waiting));
        rig.Clock.Advance(TimeSpan.FromHours(25));
        await rig.RunAsync(RunTrigger.Schedule);

        Assert.Equal((0, 1), (soon, await rig.ReadAsync(db => db.PricePlans.CountAsync(row => row.State == PlanState.Waiting))));
    }
}
