using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Feeds.ProductData;

/// <summary>What a run of the feed costs, tells and leaves alone.</summary>
public sealed class ExportProductRunTests
{
    [Fact]
    public async Task An_unchanged_catalogue_costs_the_shop_nothing_and_one_look_a_day()
    {
        await using var rig = await ProductDataRig.LiveAsync();
        await rig.RunAsync();
        rig.Shop.Looks.Clear();

        await rig.RunAsync(RunTrigger.Schedule);
        var same = rig.Shop.Looks.Count;
        rig.Clock.Advance(TimeSpan.FromHours(25));
        await rig.RunAsync(RunTrigger.Schedule);

        Assert.Equal((0, 1), (same, rig.Shop.Looks.Count));
        Assert.Empty(rig.Shop.CatalogWrites);
    }

    [Fact]
    public async Task Couriers_are_told_to_be_left_out()
    {
        await using var rig = await ProductDataRig.LiveAsync();
        await rig.MasterAsync("1", couriers: ["courier"]);

        var run = await rig.RunAsync();

        Assert.Contains("Couriers are not sent.", await rig.ReadAsync(db => db.FeedRunLogs.Where(row => row.RunId == run.Id).Select(row => row.Text.Text).ToListAsync()));
    }

    [Fact]
    public async Task Update_products_does_not_overwrite_what_another_integration_masters()
    {
        await using var rig = await ProductDataRig.LiveAsync();
        await rig.MasterAsync("1", price: 12m, name: "Maść");
        rig.Shop.Products[0] = rig.Shop.Products[0] with { Name = "From the shop", Variants = [rig.Shop.Products[0].Variants[0] with { PriceNet = 99m }] };

        await rig.Feeds.UpdateProductsAsync();

        var product = await rig.ReadAsync(db => db.Products.Include(row => row.Variants).OrderBy(row => row.Id).FirstAsync());
        Assert.Equal(("Maść", 12m), (product.Name, product.Variants[0].PriceNet));
    }
}
