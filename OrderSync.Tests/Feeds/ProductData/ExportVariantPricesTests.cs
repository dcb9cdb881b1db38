using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Features;
using OrderSync.Web.Features.PricePlans;

namespace OrderSync.Tests.Feeds.ProductData;

/// <summary>Prices of variants, on their way into a shop.</summary>
public sealed class ExportVariantPricesTests
{
    [Fact]
    public async Task Of_a_products_variants_those_that_differ_are_sent_and_the_plan_names_them()
    {
        await using var rig = await ShirtAsync();
        await rig.MasterAsync("7", price: 11m, variant: "31");
        await rig.MasterAsync("7", price: 12m, variant: "32");

        await rig.RunAsync();
        var plan = await rig.PlanAsync(PlanState.Waiting);
        var line = Assert.Single((await new PricePlanQueries(rig.Feeds.Database).LinesAsync(plan.Id, [], false, IdCursor.Parse(null), 9, default)).Rows);
        await rig.ApproveAsync();
        var again = await rig.RunAsync();

        Assert.Equal((2, "Shirt: M", "31", 10m, 11m), (plan.Compared, line.FullName, line.ExternalVariantId, line.Before, line.After));
        Assert.Equal(["price 7/31 11"], rig.Shop.CatalogWrites);
        Assert.Equal("Nothing to send: the shop shows what is mastered elsewhere.", again.Message!.ToString());
    }

    [Fact]
    public async Task A_run_tells_the_variant()
    {
        await using var rig = await ShirtAsync();
        await rig.MasterAsync("7", price: 11m, variant: "31");
        await rig.RunAsync();

        var run = await rig.ApproveAsync();

        var item = Assert.Single(await rig.ItemsAsync(run));
        Assert.Equal(("7/31", "Shirt: M", ItemOutcome.Updated), (item.ExternalId, item.Label, item.Outcome));
    }

    [Fact]
    public async Task A_lock_on_the_product_holds_the_prices_of_all_its_variants()
    {
        await using var rig = await ShirtAsync();
        await rig.MasterAsync("7", price: 11m, variant: "31");
        await rig.MasterAsync("7", price: 13m, variant: "32");
        await rig.Feeds.Database.AddLockAsync(await rig.ProductAsync("7"), LockKind.Price);

        var run = await rig.RunAsync();

        Assert.Equal("locked", Assert.Single(await rig.ItemsAsync(run), item => item.Cause.Length > 0).Cause);
        Assert.Equal(0, await rig.ReadAsync(db => db.PricePlans.CountAsync()));
    }

    [Fact]
    public async Task One_variant_that_would_cost_nothing_stops_all_prices()
    {
        await using var rig = await ShirtAsync();
        await rig.MasterAsync("7", price: 11m, variant: "31");
        await rig.RunAsync();
        await rig.ApproveAsync();
        await rig.RunAsync();
        await rig.MasterAsync("7", price: 0m, variant: "32");
        await rig.MasterAsync("7", price: 11.5m, variant: "31");

        await rig.RunAsync(RunTrigger.Schedule);

        var plan = await rig.PlanAsync(PlanState.Waiting);
        Assert.Equal((2, 1), (plan.Lines, plan.ToZero));
        Assert.Contains(plan.Guards, guard => guard.Message.ToString() == "1 price would go to zero.");
        Assert.Equal(["price 7/31 11"], rig.Shop.CatalogWrites);
    }

    /// <summary>A shirt in two sizes, at ten and twelve.</summary>
    private static async Task<ProductDataRig> ShirtAsync()
    {
        var rig = await ProductDataRig.ReadyAsync(DatabaseProvider.Sqlite, 1);
        rig.Shop.Products.Add(ShopWithStock.Product("7") with
        {
            Kind = ProductKind.Variants,
            Name = "Shirt",
            TaxRate = 23m,
            Variants = [new ExternalVariant { ExternalId = "31", Sku = "S-M", Name = "M", PriceNet = 10m }, new ExternalVariant { ExternalId = "32", Sku = "S-L", Name = "L", PriceNet = 12m }],
        });
        await rig.Feeds.ImportProductsAsync();
        return rig;
    }
}
