using Microsoft.EntityFrameworkCore;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Feeds.ProductData;

/// <summary>Names, descriptions and photos another integration masters, on their way into a shop.</summary>
public sealed class ExportTextsAndPhotosTests
{
    [Fact]
    public async Task What_the_shop_cleans_when_it_saves_is_not_sent_again_and_an_edit_in_the_shop_is_written_over()
    {
        await using var rig = await ProductDataRig.LiveAsync();
        rig.Shop.Cleans = text => text.Replace("<b>", "", StringComparison.Ordinal);
        await rig.MasterAsync("1", name: "Maść", description: "<b>Opis");

        await rig.RunAsync();
        await rig.RunAsync();
        var once = rig.Shop.CatalogWrites.Count;
        rig.Shop.Products[0] = rig.Shop.Products[0] with { Texts = [new("pl", "By hand", "", "")] };
        await rig.RunAsync();

        Assert.Equal((1, 2), (once, rig.Shop.CatalogWrites.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_photo_whose_answer_got_lost_is_there_once(bool killed)
    {
        await using var rig = await ProductDataRig.LiveAsync();
        await rig.PhotoAsync("1", await rig.MasterAsync("1", name: "Maść"), 7);
        rig.Shop.AfterCatalogAdd = _ => ProductDataRig.Break(killed);
        rig.Shop.AddedComesLate = true;
        await rig.RunAsync();
        rig.Shop.AfterCatalogAdd = _ => { };
        rig.Shop.AddedComesLate = false;

        await rig.RunAsync();
        await rig.RunAsync();

        Assert.Single(rig.Shop.Products[0].ImageIds);
        Assert.Equal(rig.Shop.Products[0].ImageIds[0], await rig.ReadAsync(db => db.ImageExports.Select(row => row.ExternalId).SingleAsync()));
        Assert.Equal(["texts 1", "photo 1 True"], rig.Shop.CatalogWrites);
    }

    [Fact]
    public async Task Only_the_pharmacys_language_is_sent_and_others_are_the_shops_affair()
    {
        await using var rig = await ProductDataRig.ReadyAsync(DatabaseProvider.Sqlite, 0);
        rig.Shop.Products.Add(ShopWithStock.Product("1") with { Texts = [new("en", "Ointment", "", ""), new("pl", "Stara", "", "")] });
        await rig.Feeds.ImportProductsAsync();
        await rig.MasterAsync("1", name: "Maść");
        rig.Shop.Products[0] = rig.Shop.Products[0] with { Texts = [new("en", "Balm", "", ""), new("pl", "Stara", "", "")] };

        await rig.RunAsync();
        rig.Shop.Products[0] = rig.Shop.Products[0] with { Texts = [new("en", "Salve", "", ""), rig.Shop.Products[0].Texts[1]] };
        await rig.RunAsync();

        Assert.Equal([("en", "Salve"), ("pl", "Maść")], rig.Shop.Products[0].Texts.Select(text => (text.Language, text.Name)));
        Assert.Equal(["texts 1"], rig.Shop.CatalogWrites);
    }
}
