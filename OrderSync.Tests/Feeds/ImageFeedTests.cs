using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Images;
using OrderSync.Web.Feeds.ImportImages;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;

namespace OrderSync.Tests.Feeds;

public sealed class ImageFeedTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Pictures_arrive_once_with_order_cover_and_variants_and_a_second_run_downloads_nothing(DatabaseProvider provider)
    {
        await using var rig = await ReadyAsync(provider);
        Show(rig, "1", "11", "12");
        rig.Shop.Images.Add(new ExternalImages("2", ["21"], new Dictionary<string, IReadOnlyList<string>> { ["22"] = ["21"] }));
        rig.Shop.Pictures["21"] = rig.Shop.Pictures["11"]; // the same content under another number

        var first = await RunAsync(rig);
        rig.Shop.Downloads.Clear();
        var second = await RunAsync(rig);

        Assert.Equal((RunState.Succeeded, 2), (first.State, first.Created));
        Assert.Equal((RunState.Succeeded, 2, 0), (second.State, second.Unchanged, rig.Shop.Downloads.Count));
        var images = await rig.ReadAsync(db => db.ProductImages.Include(row => row.Variants).OrderBy(row => row.ExternalId).ToListAsync());
        Assert.Equal([("11", 1, true), ("12", 2, false), ("21", 1, true)], images.Select(row => (row.ExternalId, row.Position, row.IsCover)));
        Assert.Equal(images[0].ImageId, images[2].ImageId);
        Assert.Equal("SHIRT-GREEN", await rig.ReadAsync(db => db.Variants.Where(row => row.Id == images[2].Variants[0].VariantId).Select(row => row.Sku).SingleAsync()));
        Assert.Equal(2, Files(rig).Count);
        Assert.Equal((100, 100, ImageFormat.Png), await rig.ReadAsync(async db => await db.StoredImages.OrderBy(row => row.Id).FirstAsync() is var row ? (row.Width, row.Height, row.Format) : default));
    }

    [Fact]
    public async Task A_picture_that_leaves_and_another_order_are_followed_and_the_file_goes_after_an_hour()
    {
        await using var rig = await ReadyAsync();
        Show(rig, "1", "11", "12");
        await RunAsync(rig);
        Show(rig, "1", "12");

        var changed = await RunAsync(rig);
        var atOnce = Files(rig).Count;
        rig.Clock.Advance(TimeSpan.FromHours(2));
        await RunAsync(rig);

        Assert.Equal(1, changed.Updated);
        Assert.Equal(("12", 1, true), await rig.ReadAsync(async db => await db.ProductImages.SingleAsync() is var row ? (row.ExternalId, row.Position, row.IsCover) : default));
        Assert.Equal((2, 1), (atOnce, Files(rig).Count));
        Assert.Equal(1, await rig.ReadAsync(db => db.StoredImages.CountAsync()));
    }

    [Fact]
    public async Task What_is_missing_in_the_shop_is_named_and_the_others_go_on()
    {
        await using var rig = await ReadyAsync();
        Show(rig, "1", "11", "12");
        rig.Shop.Pictures.Remove("11");

        var run = await RunAsync(rig);

        Assert.Equal((RunState.CompletedWithProblems, 1, 1), (run.State, run.Created, run.Failed));
        var item = await rig.ReadAsync(db => db.FeedRunItems.SingleAsync(row => row.Outcome == ItemOutcome.Failed));
        Assert.Equal(("1", "Mug", "image-missing"), (item.ExternalId, item.Label, item.Cause));
        rig.Shop.Pictures["11"] = GeneratedPicture.Png(11, 100);
        Assert.Equal((RunState.Succeeded, 1), await RunAsync(rig) is var again ? (again.State, again.Updated) : default);
        Assert.Equal(["11", "12"], await rig.ReadAsync(db => db.ProductImages.OrderBy(row => row.Position).Select(row => row.ExternalId).ToListAsync()));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Not found, sorry, but with status 200</body></html>")]
    [InlineData("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")]
    [InlineData("PNG")]
    [InlineData("")]
    public async Task What_is_no_picture_is_refused_whatever_its_name_and_not_asked_for_again_for_a_week(string content)
    {
        await using var rig = await ReadyAsync();
        Show(rig, "1", "11");
        rig.Shop.Pictures["11"] = Encoding.UTF8.GetBytes(content);

        var run = await RunAsync(rig);
        rig.Shop.Downloads.Clear();
        var again = await RunAsync(rig);
        var soon = rig.Shop.Downloads.Count;
        rig.Clock.Advance(TimeSpan.FromDays(8));
        await RunAsync(rig);

        Assert.Equal((RunState.Succeeded, 1), (run.State, run.Skipped));
        Assert.Equal("not-a-picture", await rig.ReadAsync(db => db.FeedRunItems.Where(row => row.RunId == run.Id).Select(row => row.Cause).SingleAsync()));
        Assert.Equal((1, 0, 1), (again.Unchanged, soon, rig.Shop.Downloads.Count));
        Assert.Empty(Files(rig));
    }

    [Fact]
    public async Task A_picture_that_would_unpack_to_too_many_pixels_is_refused()
    {
        await using var rig = await ReadyAsync();
        Show(rig, "1", "11");
        var bomb = GeneratedPicture.Png(1, 16);
        (bomb[16], bomb[17], bomb[20], bomb[21]) = (0, 1, 0, 1); // 65,552 × 65,552
        rig.Shop.Pictures["11"] = bomb;

        await RunAsync(rig);

        Assert.Equal("image-too-many-pixels", await rig.ReadAsync(db => db.ProductImages.Select(row => row.Fault).SingleAsync()));
    }

    [Fact]
    public async Task A_lock_on_everything_holds_pictures_back_and_the_run_says_so()
    {
        await using var rig = await ReadyAsync();
        Show(rig, "1", "11");
        await rig.Database.AddLockAsync(await rig.ReadAsync(db => db.Listings.Where(row => row.ExternalId == "1").Select(row => row.ProductId).SingleAsync()), LockKind.All);

        var run = await RunAsync(rig);

        Assert.Equal((1, 0), (run.Skipped, rig.Shop.Downloads.Count));
        Assert.Equal("locked", await rig.ReadAsync(db => db.FeedRunItems.Select(row => row.Cause).SingleAsync()));
        Assert.Equal(rig.Clock.GetUtcNow().UtcDateTime, await rig.ReadAsync(db => db.ProductLocks.Select(row => row.HeldBackAt).SingleAsync()));
    }

    [Fact]
    public async Task A_heavy_picture_gets_the_shops_small_one_beside_it()
    {
        await using var rig = await ReadyAsync();
        Show(rig, "1", "11");
        rig.Shop.Pictures["11"] = [.. GeneratedPicture.Png(11, 600), .. new byte[50_000]];
        rig.Shop.Pictures["11s"] = GeneratedPicture.Png(11, 125);

        await RunAsync(rig);

        Assert.Equal(["11", "11s"], rig.Shop.Downloads);
        Assert.Equal(125, await rig.ReadAsync(db => db.ProductImages.Join(db.StoredImages, image => image.ThumbnailId, file => file.Id, (_, file) => file.Width).SingleAsync()));
    }

    [Fact]
    public async Task A_run_that_dies_between_file_and_row_leaves_nothing_wrong_and_loses_no_saved_product()
    {
        await using var rig = await ReadyAsync();
        Show(rig, "1", "11");
        Show(rig, "2", "21", "22");
        rig.Shop.BeforePicture = name =>
        {
            // The file of 21 is in the store, its row is not.
            if (name == "22")
            {
                throw new RemoteFailureException(new RemoteFailure(RemoteFailureKind.Unavailable, "down", new Phrase("The shop is down."), new Phrase("Wait.")));
            }
        };
        var broken = await RunAsync(rig);
        var (files, rows) = (Files(rig).Count, await rig.ReadAsync(db => db.StoredImages.CountAsync()));
        rig.Shop.BeforePicture = _ => { };
        rig.Shop.Downloads.Clear();

        var again = await RunAsync(rig);

        Assert.Equal((RunState.Failed, 2, 1), (broken.State, files, rows));
        Assert.Equal((RunState.Succeeded, 1, 1), (again.State, again.Created, again.Unchanged));
        Assert.Equal(["21", "22"], rig.Shop.Downloads);
        Assert.Equal((3, 3), (Files(rig).Count, await rig.ReadAsync(db => db.StoredImages.CountAsync())));
    }

    [Fact]
    public async Task A_file_no_row_knows_is_removed_once_it_is_old_and_a_lost_file_is_fetched_again()
    {
        await using var rig = await ReadyAsync();
        Show(rig, "1", "11");
        await RunAsync(rig);
        var orphan = await rig.Images.ReceiveAsync(target => target.WriteAsync(GeneratedPicture.Png(99, 50)).AsTask(), default);
        File.Delete(Files(rig).Single(path => path != rig.Images.PathOf(orphan.File!.Hash, orphan.File.Format)));
        rig.Shop.Downloads.Clear();

        await RunAsync(rig);
        var young = rig.Images.Has(orphan.File!.Hash, orphan.File.Format);
        rig.Clock.Advance(ImageStore.Grace + TimeSpan.FromMinutes(1));
        await RunAsync(rig);

        Assert.Equal((true, false), (young, rig.Images.Has(orphan.File.Hash, orphan.File.Format)));
        Assert.Equal(["11"], rig.Shop.Downloads);
        Assert.Single(Files(rig));
    }

    [Fact]
    public async Task Pictures_another_shop_keeps_are_left_alone_until_it_lists_the_product_no_more()
    {
        await using var rig = await ReadyAsync();
        var other = await Rows.IntegrationAsync(rig.Database, "Other");
        var product = await rig.ReadAsync(db => db.Listings.Where(row => row.ExternalId == "1").Select(row => row.ProductId).SingleAsync());
        await rig.ReadAsync(async db =>
        {
            db.Listings.Add(new Listing { IntegrationId = other, ExternalId = "5", ProductId = product, ContentHash = "", Active = true, SeenAt = Rows.Now });
            db.ProductImages.Add(new ProductImage { IntegrationId = other, ProductId = product, ExternalId = "x", Position = 1, IsCover = true, CheckedAt = Rows.Now });
            return await db.SaveChangesAsync();
        });
        Show(rig, "1", "11");

        await RunAsync(rig);
        var meanwhile = rig.Shop.Downloads.Count;
        await rig.ReadAsync(db => db.Listings.Where(row => row.IntegrationId == other).ExecuteUpdateAsync(set => set.SetProperty(row => row.GoneAt, Rows.Now)));
        await RunAsync(rig);

        Assert.Equal((0, 1), (meanwhile, rig.Shop.Downloads.Count));
        Assert.Equal("11", await rig.ReadAsync(db => db.ProductImages.Select(row => row.ExternalId).SingleAsync()));
    }

    private static Task<FeedRun> RunAsync(FeedRig rig) => rig.RunAsync(ImportImagesFeed.FeedKey);

    private static List<string> Files(FeedRig rig) => [.. Directory.EnumerateFiles(rig.ImageFolder, "*", SearchOption.AllDirectories)];

    private static void Show(FeedRig rig, string product, params string[] images)
    {
        rig.Shop.Images.RemoveAll(row => row.ProductId == product);
        rig.Shop.Images.Add(new ExternalImages(product, images, new Dictionary<string, IReadOnlyList<string>>()));
        foreach (var image in images)
        {
            rig.Shop.Pictures.TryAdd(image, GeneratedPicture.Png(int.Parse(image), 100));
        }
    }

    /// <summary>A mug (product 1) and a shirt in two colours (product 2) in the hub.</summary>
    private static async Task<FeedRig> ReadyAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var rig = await FeedRig.CreateAsync(provider);
        await rig.Database.AddProductAsync("Mug", ["MUG"], (rig.IntegrationId, "1"));
        await rig.Database.AddProductAsync("Shirt", ["SHIRT-RED", "SHIRT-GREEN"], (rig.IntegrationId, "2"));
        return rig;
    }
}
