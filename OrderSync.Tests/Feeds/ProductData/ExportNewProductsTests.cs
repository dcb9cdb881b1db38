using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Feeds.ProductData;

/// <summary>Products a shop does not have, on their way into it.</summary>
public sealed class ExportNewProductsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_product_whose_making_was_interrupted_is_made_once_and_listed(bool killed)
    {
        await using var rig = await ProductDataRig.LiveAsync();
        rig.Shop.CatalogSettings = rig.Shop.CatalogSettings with { NewProducts = true };
        var product = await rig.NewAsync("B-77");
        rig.Shop.AfterCatalogAdd = _ => ProductDataRig.Break(killed);
        rig.Shop.AddedComesLate = true;
        await rig.RunAsync();
        rig.Shop.AfterCatalogAdd = _ => { };
        rig.Shop.AddedComesLate = false;

        await rig.RunAsync();
        await rig.RunAsync();

        Assert.Single(rig.Shop.CatalogWrites, "product B-77");
        var made = rig.Shop.Products[^1].ExternalId;
        Assert.Equal(product, await rig.ReadAsync(db => db.Listings.Where(row => row.ExternalId == made).Select(row => row.ProductId).SingleAsync()));
        Assert.Equal(0, await rig.ReadAsync(db => db.NewProductExports.CountAsync()));
    }

    [Fact]
    public async Task A_product_of_the_shop_with_the_same_number_is_told_and_not_asked_about_every_time()
    {
        await using var rig = await ProductDataRig.LiveAsync();
        rig.Shop.CatalogSettings = rig.Shop.CatalogSettings with { NewProducts = true };
        await rig.NewAsync("B-77");
        rig.Shop.Products.Add(ShopWithStock.Product("9") with { Variants = [new ExternalVariant { ExternalId = "", Sku = "B-77" }] });

        var run = await rig.RunAsync(RunTrigger.Schedule);
        rig.Clock.Advance(TimeSpan.FromMinutes(15));
        var again = await rig.RunAsync(RunTrigger.Schedule);

        Assert.Equal("not-made", (await rig.ItemsAsync(run)).Single().Cause);
        Assert.Empty(await rig.ItemsAsync(again));
        Assert.Empty(rig.Shop.CatalogWrites);
    }
}
