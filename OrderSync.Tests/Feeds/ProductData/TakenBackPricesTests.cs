using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Feeds.ProductData;

/// <summary>Prices that were sent and are taken back.</summary>
public sealed class TakenBackPricesTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task The_shop_gets_its_prices_back_except_those_that_changed_there_since(DatabaseProvider provider)
    {
        await using var rig = await SentAsync(provider);
        rig.Shop.Products[1] = rig.Shop.Products[1] with { Variants = [rig.Shop.Products[1].Variants[0] with { PriceNet = 15m }] };

        var run = await UndoAsync(rig);

        Assert.Equal(["price 1 12", "price 2 12", "price 3 12", "price 1 10", "price 3 10"], rig.Shop.CatalogWrites);
        Assert.Equal("Prices taken back in the shop: 2. Left as they are: 1.", run.Message!.ToString());
        Assert.Equal(
            [(PlanLineResult.Undone, null), (PlanLineResult.Kept, 15m), (PlanLineResult.Undone, (decimal?)null)],
            (await LinesAsync(rig)).Select(line => (line.Result, line.Found)));
        var plan = await rig.PlanAsync(PlanState.Undone);
        Assert.Equal(("Anna", "Anna", "Wrong list"), (plan.DecidedBy, plan.TakenBackBy, plan.TakenBackNote));
        Assert.Equal("price-plan.undone", await rig.ReadAsync(db => db.AuditEntries.OrderByDescending(row => row.Id).Select(row => row.Action).FirstAsync()));
    }

    [Fact]
    public async Task Nothing_goes_by_itself_afterwards_until_somebody_approves_again()
    {
        await using var rig = await SentAsync();
        await UndoAsync(rig);
        rig.Shop.CatalogWrites.Clear();
        await rig.RunAsync(RunTrigger.Schedule);
        var soon = await rig.ReadAsync(db => db.PricePlans.CountAsync(row => row.State == PlanState.Waiting));
        await rig.MasterAsync("1", price: 10.1m);

        await rig.RunAsync(RunTrigger.Schedule);

        Assert.Equal(0, soon);
        Assert.Empty(rig.Shop.CatalogWrites);
        Assert.Equal(PriceGuards.TakenBack, Assert.Single((await rig.PlanAsync(PlanState.Waiting)).Guards).Guard);
        await rig.ApproveAsync();
        await rig.MasterAsync("2", price: 10.2m);
        await rig.RunAsync(RunTrigger.Schedule);
        Assert.Equal(["price 1 10.1", "price 2 10.2"], rig.Shop.CatalogWrites);
    }

    [Fact]
    public async Task A_lock_set_since_keeps_the_price_and_the_line_says_so()
    {
        await using var rig = await SentAsync();
        await rig.Feeds.Database.AddLockAsync(await rig.ProductAsync("2"), LockKind.Price);

        await UndoAsync(rig);

        var kept = Assert.Single(await LinesAsync(rig), line => line.Result == PlanLineResult.Kept);
        Assert.Equal(("2", "A lock keeps the price as it is."), (kept.ExternalId, kept.Why!.ToString()));
        Assert.DoesNotContain("price 2 10", rig.Shop.CatalogWrites);
    }

    [Fact]
    public async Task A_shop_that_broke_in_the_middle_gets_the_rest_by_the_next_run()
    {
        await using var rig = await SentAsync();
        rig.Shop.BeforeCatalogWrite = what => ProductDataRig.Break(what == "price 3");
        var broken = await UndoAsync(rig);
        rig.Shop.BeforeCatalogWrite = _ => { };

        await rig.RunAsync();

        Assert.Equal(RunState.Failed, broken.State);
        Assert.Equal(["price 1 10", "price 2 10", "price 3 10"], rig.Shop.CatalogWrites.Skip(3));
        Assert.All(await LinesAsync(rig), line => Assert.Equal(PlanLineResult.Undone, line.Result));
    }

    [Fact]
    public async Task Only_the_newest_approved_plan_is_taken_back_and_only_once()
    {
        await using var rig = await SentAsync();
        var older = await rig.PlanAsync(PlanState.Done);
        await rig.MasterAsync("1", price: 30m);
        await rig.RunAsync(RunTrigger.Schedule);
        var waiting = await rig.PlanAsync(PlanState.Waiting);
        var early = await rig.Plans.UndoAsync(ProductDataRig.Anna, waiting.Id, "Wrong list", default);
        await rig.ApproveAsync();

        var hindered = await rig.Plans.UndoAsync(ProductDataRig.Anna, older.Id, "Wrong list", default);
        var first = await rig.Plans.UndoAsync(ProductDataRig.Anna, waiting.Id, "Wrong list", default);
        var second = await rig.Plans.UndoAsync(ProductDataRig.Anna, waiting.Id, "Wrong list", default);

        Assert.Equal([RefusalKind.Conflict, RefusalKind.Conflict, RefusalKind.Conflict], new[] { early, hindered, second }.Select(outcome => outcome.Refusal!.Kind));
        Assert.Contains($"Take plan {waiting.Id} back first.", hindered.Refusal!.Message.ToString(), StringComparison.Ordinal);
        Assert.True(first.Succeeded);
    }

    /// <summary>Three prices went from ten to twelve.</summary>
    private static async Task<ProductDataRig> SentAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var rig = await ProductDataRig.ReadyAsync(provider, 3);
        foreach (var id in (string[])["1", "2", "3"])
        {
            await rig.MasterAsync(id, price: 12m);
        }

        await rig.RunAsync();
        await rig.ApproveAsync();
        return rig;
    }

    private static async Task<FeedRun> UndoAsync(ProductDataRig rig)
    {
        var outcome = await rig.Plans.UndoAsync(ProductDataRig.Anna, (await rig.PlanAsync(PlanState.Done)).Id, "Wrong list", default);
        Assert.True(outcome.Succeeded, outcome.Refusal?.Message.ToString());
        return await rig.RunQueuedAsync();
    }

    private static Task<List<PricePlanLine>> LinesAsync(ProductDataRig rig) => rig.ReadAsync(db => db.PricePlanLines.OrderBy(row => row.Id).ToListAsync());
}
