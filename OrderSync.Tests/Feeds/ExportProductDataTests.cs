using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Features.PricePlans;
using OrderSync.Web.Feeds.ExportProducts;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;

namespace OrderSync.Tests.Feeds;

public sealed class ExportProductDataTests
{
    private static readonly Actor Anna = new(ActorKind.Person, "1", "Anna", Role.Merchant);

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Prices_wait_for_a_person_the_first_time_while_texts_go_and_are_sent_exactly_once_approved(DatabaseProvider provider)
    {
        await using var rig = await ReadyAsync(provider, 3);
        var pharmacy = await MasterAsync(rig, "1", price: 12m, name: "Maść");

        var first = await RunAsync(rig);
        var texts = rig.Shop.CatalogWrites.ToList();
        await ApproveAsync(rig);
        var next = await RunAsync(rig);

        Assert.Contains("waits for approval", first.Message!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["texts 1"], texts);
        Assert.Equal(["texts 1", "price 1 12"], rig.Shop.CatalogWrites);
        Assert.Equal((RunState.Succeeded, "Nothing to send: the shop shows what is mastered elsewhere."), (next.State, next.Message!.ToString()));
        Assert.NotEqual(rig.IntegrationId, pharmacy);
    }

    [Fact]
    public async Task After_an_approval_small_changes_go_by_themselves_and_leave_no_plan()
    {
        await using var rig = await LiveAsync();
        await MasterAsync(rig, "2", price: 11m);

        var run = await RunAsync(rig, RunTrigger.Schedule);

        Assert.Equal(["price 2 11"], rig.Shop.CatalogWrites);
        Assert.Equal(1, await rig.ReadAsync(db => db.PricePlans.CountAsync()));
        Assert.Contains("Price 11.00 instead of 10.00", (await ItemsAsync(rig, run)).Single().Message!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_to_zero_and_one_that_doubles_stop_all_prices_until_somebody_looks()
    {
        await using var rig = await LiveAsync();
        await MasterAsync(rig, "1", price: 0m);
        await MasterAsync(rig, "2", price: 25m);
        await MasterAsync(rig, "3", price: 11m);

        await RunAsync(rig, RunTrigger.Schedule);
        await RunAsync(rig, RunTrigger.Schedule);

        Assert.Empty(rig.Shop.CatalogWrites);
        var plan = await rig.ReadAsync(db => db.PricePlans.SingleAsync(row => row.State == PlanState.Waiting));
        Assert.Equal((3, 1, 2), (plan.Lines, plan.ToZero, plan.Large));
        Assert.Equal(["price-to-zero", "large-price-change"], plan.Guards.Select(guard => guard.Guard));
    }

    [Fact]
    public async Task An_unchanged_catalogue_costs_the_shop_nothing_and_one_look_a_day()
    {
        await using var rig = await LiveAsync();
        await RunAsync(rig);
        rig.Shop.Looks.Clear();

        await RunAsync(rig, RunTrigger.Schedule);
        var same = rig.Shop.Looks.Count;
        rig.Clock.Advance(TimeSpan.FromHours(25));
        await RunAsync(rig, RunTrigger.Schedule);

        Assert.Equal((0, 1), (same, rig.Shop.Looks.Count));
        Assert.Empty(rig.Shop.CatalogWrites);
    }

    [Fact]
    public async Task What_the_shop_cleans_when_it_saves_is_not_sent_again_and_an_edit_in_the_shop_is_written_over()
    {
        await using var rig = await LiveAsync();
        rig.Shop.Cleans = text => text.Replace("<b>", "", StringComparison.Ordinal);
        await MasterAsync(rig, "1", name: "Maść", description: "<b>Opis");

        await RunAsync(rig);
        await RunAsync(rig);
        var once = rig.Shop.CatalogWrites.Count;
        rig.Shop.Products[0] = rig.Shop.Products[0] with { Texts = [new("pl", "By hand", "", "")] };
        await RunAsync(rig);

        Assert.Equal((1, 2), (once, rig.Shop.CatalogWrites.Count));
    }

    [Fact]
    public async Task A_lock_holds_its_group_back_is_told_and_the_product_goes_once_the_lock_is_off()
    {
        await using var rig = await LiveAsync();
        var product = await ProductAsync(rig, "2");
        await MasterAsync(rig, "2", price: 11m, name: "Syrop");
        await rig.Database.AddLockAsync(product, LockKind.Price);

        var run = await RunAsync(rig, RunTrigger.Schedule);
        var held = await rig.ReadAsync(db => db.ProductLocks.Select(row => row.HeldBackAt).SingleAsync());
        await rig.ReadAsync(db => db.ProductLocks.ExecuteDeleteAsync());
        await RunAsync(rig, RunTrigger.Schedule);

        Assert.Contains(await ItemsAsync(rig, run), item => item.Cause == "locked");
        Assert.Equal(rig.Clock.GetUtcNow().UtcDateTime, held);
        Assert.Equal(["texts 2", "price 2 11"], rig.Shop.CatalogWrites);
    }

    [Fact]
    public async Task A_price_the_hub_does_not_want_any_more_when_the_plan_is_approved_is_left_alone()
    {
        await using var rig = await ReadyAsync(DatabaseProvider.Sqlite, 2);
        await MasterAsync(rig, "1", price: 12m);
        await MasterAsync(rig, "2", price: 12m);
        await RunAsync(rig);
        await MasterAsync(rig, "1", price: 13m);

        await ApproveAsync(rig);

        Assert.Equal(["price 2 12"], rig.Shop.CatalogWrites);
        Assert.Equal([PlanLineResult.Outdated, PlanLineResult.Written], await rig.ReadAsync(db => db.PricePlanLines.OrderBy(row => row.Id).Select(row => row.Result).ToListAsync()));
    }

    [Fact]
    public async Task A_shop_that_broke_in_the_middle_of_a_plan_is_sent_the_rest_by_the_next_run()
    {
        await using var rig = await ReadyAsync(DatabaseProvider.Sqlite, 4);
        foreach (var id in (string[])["1", "2", "3", "4"])
        {
            await MasterAsync(rig, id, price: 12m);
        }

        await RunAsync(rig);
        rig.Shop.BeforeCatalogWrite = what => Break(what == "price 3");
        var broken = await ApproveAsync(rig);
        rig.Shop.BeforeCatalogWrite = _ => { };

        await RunAsync(rig);

        Assert.Equal(RunState.Failed, broken.State);
        Assert.Equal(["price 1 12", "price 2 12", "price 3 12", "price 4 12"], rig.Shop.CatalogWrites);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_photo_whose_answer_got_lost_is_there_once(bool killed)
    {
        await using var rig = await LiveAsync();
        await PhotoAsync(rig, "1", await MasterAsync(rig, "1", name: "Maść"), 7);
        rig.Shop.AfterCatalogAdd = _ => Break(killed);
        rig.Shop.AddedComesLate = true;
        await RunAsync(rig);
        rig.Shop.AfterCatalogAdd = _ => { };
        rig.Shop.AddedComesLate = false;

        await RunAsync(rig);
        await RunAsync(rig);

        Assert.Single(rig.Shop.Products[0].ImageIds);
        Assert.Equal(rig.Shop.Products[0].ImageIds[0], await rig.ReadAsync(db => db.ImageExports.Select(row => row.ExternalId).SingleAsync()));
        Assert.Equal(["texts 1", "photo 1 True"], rig.Shop.CatalogWrites);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_product_whose_making_was_interrupted_is_made_once_and_listed(bool killed)
    {
        await using var rig = await LiveAsync();
        rig.Shop.CatalogSettings = rig.Shop.CatalogSettings with { NewProducts = true };
        var product = await NewAsync(rig, "B-77");
        rig.Shop.AfterCatalogAdd = _ => Break(killed);
        rig.Shop.AddedComesLate = true;
        await RunAsync(rig);
        rig.Shop.AfterCatalogAdd = _ => { };
        rig.Shop.AddedComesLate = false;

        await RunAsync(rig);
        await RunAsync(rig);

        Assert.Single(rig.Shop.CatalogWrites, "product B-77");
        var made = rig.Shop.Products[^1].ExternalId;
        Assert.Equal(product, await rig.ReadAsync(db => db.Listings.Where(row => row.ExternalId == made).Select(row => row.ProductId).SingleAsync()));
        Assert.Equal(0, await rig.ReadAsync(db => db.NewProductExports.CountAsync()));
    }

    [Fact]
    public async Task A_product_of_the_shop_with_the_same_number_is_told_and_not_asked_about_every_time()
    {
        await using var rig = await LiveAsync();
        rig.Shop.CatalogSettings = rig.Shop.CatalogSettings with { NewProducts = true };
        await NewAsync(rig, "B-77");
        rig.Shop.Products.Add(ShopWithStock.Product("9") with { Variants = [new ExternalVariant { ExternalId = "", Sku = "B-77" }] });

        var run = await RunAsync(rig, RunTrigger.Schedule);
        rig.Clock.Advance(TimeSpan.FromMinutes(15));
        var again = await RunAsync(rig, RunTrigger.Schedule);

        Assert.Equal("not-made", (await ItemsAsync(rig, run)).Single().Cause);
        Assert.Empty(await ItemsAsync(rig, again));
        Assert.Empty(rig.Shop.CatalogWrites);
    }

    [Fact]
    public async Task Couriers_are_told_to_be_left_out()
    {
        await using var rig = await LiveAsync();
        await MasterAsync(rig, "1", couriers: ["courier"]);

        var run = await RunAsync(rig);

        Assert.Contains("Couriers are not sent.", await rig.ReadAsync(db => db.FeedRunLogs.Where(row => row.RunId == run.Id).Select(row => row.Text.Text).ToListAsync()));
    }

    [Fact]
    public async Task A_plan_turned_down_is_not_proposed_again_before_the_daily_look()
    {
        await using var rig = await ReadyAsync(DatabaseProvider.Sqlite, 1);
        await MasterAsync(rig, "1", price: 12m);
        await RunAsync(rig, RunTrigger.Schedule);
        var plan = await rig.ReadAsync(db => db.PricePlans.SingleAsync());
        Assert.True((await Actions(rig).DiscardAsync(Anna, plan.Id, "Not today", default)).Succeeded);

        await RunAsync(rig, RunTrigger.Schedule);
        var soon = await rig.ReadAsync(db => db.PricePlans.CountAsync(row => row.State == PlanState.Waiting));
        rig.Clock.Advance(TimeSpan.FromHours(25));
        await RunAsync(rig, RunTrigger.Schedule);

        Assert.Equal((0, 1), (soon, await rig.ReadAsync(db => db.PricePlans.CountAsync(row => row.State == PlanState.Waiting))));
    }

    [Fact]
    public async Task Update_products_does_not_overwrite_what_another_integration_masters()
    {
        await using var rig = await LiveAsync();
        await MasterAsync(rig, "1", price: 12m, name: "Maść");
        rig.Shop.Products[0] = rig.Shop.Products[0] with { Name = "From the shop", Variants = [rig.Shop.Products[0].Variants[0] with { PriceNet = 99m }] };

        await rig.UpdateProductsAsync();

        var product = await rig.ReadAsync(db => db.Products.Include(row => row.Variants).OrderBy(row => row.Id).FirstAsync());
        Assert.Equal(("Maść", 12m), (product.Name, product.Variants[0].PriceNet));
    }

    private static PricePlanActions Actions(FeedRig rig) => new(rig.Database, rig.Queue, rig.Monitor, rig.Clock);

    private static async Task<FeedRig> ReadyAsync(DatabaseProvider provider, int products)
    {
        var rig = await FeedRig.CreateAsync(provider);
        for (var id = 1; id <= products; id++)
        {
            rig.Shop.Products.Add(ShopWithStock.Product($"{id}") with { TaxRate = 23m, Variants = [new ExternalVariant { ExternalId = "", Sku = $"SKU-{id}", PriceNet = 10m }] });
        }

        await rig.ImportProductsAsync();
        return rig;
    }

    /// <summary>Prices were approved once, so that small changes go by themselves.</summary>
    private static async Task<FeedRig> LiveAsync()
    {
        var rig = await ReadyAsync(DatabaseProvider.Sqlite, 3);
        await MasterAsync(rig, "3", price: 10.5m);
        await RunAsync(rig);
        await ApproveAsync(rig);
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await RunAsync(rig);
        rig.Shop.CatalogWrites.Clear();
        return rig;
    }

    private static Task<FeedRun> RunAsync(FeedRig rig, RunTrigger trigger = RunTrigger.Manual) =>
        rig.RunAsync(rig.ReadAsync(db => db.Feeds.Where(row => row.Key == ExportProductDataFeed.FeedKey).Select(row => row.Id).SingleAsync()).Result, trigger);

    private static async Task<FeedRun> ApproveAsync(FeedRig rig)
    {
        var plan = await rig.ReadAsync(db => db.PricePlans.SingleAsync(row => row.State == PlanState.Waiting));
        var outcome = await Actions(rig).ApproveAsync(Anna, plan.Id, "Looked at it", default);
        Assert.True(outcome.Succeeded, outcome.Refusal?.Message.ToString());
        var run = (await rig.Lease.ClaimAsync(default))!;
        await rig.Runner.RunAsync(run, default);
        return await rig.ReadRunAsync(run.Id);
    }

    /// <summary>A pharmacy says something of a product.</summary>
    /// <returns>Its integration.</returns>
    private static Task<long> MasterAsync(
        FeedRig rig, string id, decimal? price = null, string? name = null, string description = "", IReadOnlyList<string>? couriers = null) => rig.ReadAsync(async db =>
    {
        var pharmacy = await PharmacyAsync(rig);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        var now = rig.Clock.GetUtcNow().UtcDateTime;
        var productId = await db.Listings.Where(row => row.ExternalId == id).Select(row => row.ProductId).SingleAsync();
        var product = await db.Products.Include(row => row.Variants).SingleAsync(row => row.Id == productId);
        if (price is { } net)
        {
            product.Variants[0].PriceNet = net;
            Own(FieldGroup.Price);
        }

        if (name is not null)
        {
            (product.Name, product.Texts) = (name, [new ProductText("pl", name, "", description)]);
            Own(FieldGroup.Texts);
        }

        if (couriers is not null)
        {
            product.Couriers = couriers;
            Own(FieldGroup.Couriers);
        }

        (product.UpdatedAt, product.Stamp) = (now, Guid.NewGuid());
        await db.SaveChangesAsync();
        return pharmacy;

        void Own(FieldGroup group) => product.Writers = [.. product.Writers.Where(last => last.Group != group), new FieldWriter(group, pharmacy, "Pharmacy", now)];
    });

    private static Task<long> NewAsync(FeedRig rig, string sku) => rig.ReadAsync(async db =>
    {
        var (pharmacy, now) = (await PharmacyAsync(rig), rig.Clock.GetUtcNow().UtcDateTime);
        var product = new Product
        {
            Name = "Plaster",
            Kind = ProductKind.Simple,
            CreatedAt = now,
            UpdatedAt = now,
            Writers = [new(FieldGroup.Price, pharmacy, "Pharmacy", now), new(FieldGroup.Texts, pharmacy, "Pharmacy", now)],
            Variants = [new Variant { Position = 1, Sku = sku, PriceNet = 4m }],
        };
        db.Products.Add(product);
        await db.SaveChangesAsync();
        return product.Id;
    });

    private static async Task<long> PharmacyAsync(FeedRig rig) =>
        await rig.ReadAsync(db => db.Integrations.Where(row => row.Id != rig.IntegrationId).Select(row => (long?)row.Id).FirstOrDefaultAsync()) ?? await Rows.IntegrationAsync(rig.Database, "other");

    private static async Task PhotoAsync(FeedRig rig, string id, long pharmacy, int picture)
    {
        var stored = (await rig.Images.ReceiveAsync(target => target.WriteAsync(GeneratedPicture.Png(picture, 40)).AsTask(), default)).File!;
        await rig.ReadAsync(async db =>
        {
            var now = rig.Clock.GetUtcNow().UtcDateTime;
            var image = new StoredImage { Hash = stored.Hash, Format = stored.Format, Size = stored.Size, Width = 40, Height = 40, UsedAt = now };
            db.StoredImages.Add(image);
            await db.SaveChangesAsync();
            db.ProductImages.Add(new ProductImage
            {
                IntegrationId = pharmacy,
                ProductId = await db.Listings.Where(row => row.ExternalId == id).Select(row => row.ProductId).SingleAsync(),
                ExternalId = "p1",
                Position = 1,
                IsCover = true,
                ImageId = image.Id,
                CheckedAt = now,
            });
            return await db.SaveChangesAsync();
        });
    }

    private static Task<long> ProductAsync(FeedRig rig, string id) => rig.ReadAsync(db => db.Listings.Where(row => row.ExternalId == id).Select(row => row.ProductId).SingleAsync());

    private static Task<List<FeedRunItem>> ItemsAsync(FeedRig rig, FeedRun run) => rig.ReadAsync(db => db.FeedRunItems.Where(row => row.RunId == run.Id).OrderBy(row => row.Id).ToListAsync());

    private static void Break(bool now)
    {
        if (now)
        {
            throw new RemoteFailureException(new RemoteFailure(RemoteFailureKind.Unavailable, "down", new Phrase("The shop is down."), new Phrase("Wait.")));
        }
    }
}
