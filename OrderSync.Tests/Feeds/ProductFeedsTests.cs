using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Feeds;

public sealed class ProductFeedsTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Products_arrive_with_their_variants_listings_and_words(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider);
        rig.Shop.Products.AddRange([Simple("1", "MUG", 10), Shirt("2"), Simple("3", "CUP", 5)]);

        var run = await rig.ImportProductsAsync();

        Assert.Equal((RunState.Succeeded, 3), (run.State, run.Created));
        Assert.Equal(4, await rig.ReadAsync(db => db.Variants.CountAsync()));
        var red = await rig.ReadAsync(db => db.VariantListings.SingleAsync(row => row.ExternalProductId == "2" && row.ExternalVariantId == "21"));
        Assert.Equal("Red", await rig.ReadAsync(db => db.Variants.Where(row => row.Id == red.VariantId).Select(row => row.Name).SingleAsync()));
        Assert.True(await rig.ReadAsync(db => db.ProductTerms.AnyAsync(row => row.Term == "shirt-red")));
    }

    [Fact]
    public async Task A_second_run_makes_nothing_twice_and_says_so()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Products.AddRange([Simple("1", "MUG", 10), Simple("2", "CUP", 5)]);
        await rig.ImportProductsAsync();

        var again = await rig.ImportProductsAsync();

        Assert.Equal((RunState.Succeeded, 0), (again.State, again.Created));
        Assert.Contains("Nothing new", again.Message!.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await rig.ReadAsync(db => db.Products.CountAsync()));
    }

    [Fact]
    public async Task Two_products_with_one_reference_stay_two_and_the_run_tells_it()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Products.AddRange([Simple("1", "MUG", 10), Simple("2", "MUG", 12)]);

        var run = await rig.ImportProductsAsync();

        Assert.Equal(2, run.Created);
        var told = await rig.ReadAsync(db => db.FeedRunItems.SingleAsync(item => item.Cause == CatalogPlanner.RepeatedSku));
        Assert.Equal("2", told.ExternalId);
    }

    [Fact]
    public async Task A_run_ended_in_the_middle_goes_on_and_makes_nothing_twice()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Products.AddRange([Simple("1", "A", 1), Simple("2", "B", 1), Simple("3", "C", 1), Simple("4", "D", 1)]);
        rig.Shop.BeforePage = page =>
        {
            if (page == 1)
            {
                throw new RemoteFailureException(new RemoteFailure(RemoteFailureKind.Unavailable, "down", new Phrase("The shop is down."), new Phrase("Wait.")));
            }
        };
        await rig.ImportProductsAsync();
        rig.Shop.BeforePage = _ => { };

        var again = await rig.ImportProductsAsync();

        Assert.Equal(2, again.Created);
        Assert.Equal(4, await rig.ReadAsync(db => db.Products.CountAsync()));
    }

    [Fact]
    public async Task An_update_takes_over_prices_names_and_new_variants_and_notes_what_is_gone()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Products.AddRange([Simple("1", "MUG", 10), Shirt("2"), Simple("3", "CUP", 5)]);
        await rig.ImportProductsAsync();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        rig.Shop.Products.Clear();
        rig.Shop.Products.AddRange([Simple("1", "MUG", 11), WithBlue(Shirt("2"))]);

        var run = await rig.UpdateProductsAsync();

        Assert.Equal((RunState.Succeeded, 2), (run.State, run.Updated));
        Assert.Equal(11, (await VariantAsync(rig, "MUG")).PriceNet);
        Assert.Equal("Blue", (await VariantAsync(rig, "SHIRT-BLUE")).Name);
        Assert.NotNull((await VariantAsync(rig, "CUP")).GoneAt);
        Assert.Null((await VariantAsync(rig, "MUG")).GoneAt);
    }

    [Fact]
    public async Task A_product_that_comes_back_is_no_longer_gone()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Products.AddRange([Simple("1", "MUG", 10), Simple("2", "CUP", 5)]);
        await rig.ImportProductsAsync();
        var cup = rig.Shop.Products[1];
        rig.Shop.Products.Remove(cup);
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.UpdateProductsAsync();
        rig.Shop.Products.Add(cup);
        rig.Clock.Advance(TimeSpan.FromHours(1));

        await rig.UpdateProductsAsync();

        Assert.Null((await VariantAsync(rig, "CUP")).GoneAt);
        Assert.False(await rig.ReadAsync(db => db.VariantListings.AnyAsync(row => row.GoneAt != null)));
    }

    [Fact]
    public async Task What_a_pharmacy_switched_off_stays_off_until_the_shop_switches_it()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Products.Add(Simple("1", "MUG", 10));
        await rig.ImportProductsAsync();
        await rig.ReadAsync(db => db.Products.ExecuteUpdateAsync(set => set.SetProperty(row => row.Active, false)));

        await ShowAsync(Simple("1", "MUG", 11));
        Assert.False(await IsActiveAsync());

        await ShowAsync(Simple("1", "MUG", 11) with { Active = false });
        await ShowAsync(Simple("1", "MUG", 11));
        Assert.True(await IsActiveAsync());

        Task<FeedRun> ShowAsync(ExternalProduct shown)
        {
            rig.Shop.Products[0] = shown;
            rig.Clock.Advance(TimeSpan.FromHours(1));
            return rig.UpdateProductsAsync();
        }

        Task<bool> IsActiveAsync() => rig.ReadAsync(db => db.Products.Select(row => row.Active).SingleAsync());
    }

    [Fact]
    public async Task A_product_that_was_inactive_elsewhere_is_active_once_a_shop_lists_it_as_such()
    {
        await using var rig = await FeedRig.CreateAsync();
        await rig.Database.AddProductAsync("Mug", ["MUG"], change: product => product.Active = false);
        rig.Shop.Products.Add(Simple("1", "MUG", 10));

        await rig.ImportProductsAsync();

        Assert.True(await rig.ReadAsync(db => db.Products.Select(row => row.Active).SingleAsync()));
    }

    [Fact]
    public async Task A_locked_price_stays_the_run_says_so_and_the_price_comes_once_the_lock_is_off()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Products.Add(Simple("1", "MUG", 10));
        await rig.ImportProductsAsync();
        await LockAsync(rig, LockKind.Price);
        rig.Shop.Products[0] = Simple("1", "MUG", 11);

        var held = await rig.UpdateProductsAsync();
        var priceWhileLocked = (await VariantAsync(rig, "MUG")).PriceNet;
        var item = await rig.ReadAsync(db => db.FeedRunItems.SingleAsync(row => row.RunId == held.Id));
        var heldBackAt = await rig.ReadAsync(db => db.ProductLocks.Select(row => row.HeldBackAt).SingleAsync());
        await rig.ReadAsync(db => db.ProductLocks.ExecuteDeleteAsync());
        await rig.UpdateProductsAsync();

        Assert.Equal((10m, "locked"), (priceWhileLocked, item.Cause));
        Assert.Equal(rig.Clock.GetUtcNow().UtcDateTime, heldBackAt);
        Assert.Equal(11, (await VariantAsync(rig, "MUG")).PriceNet);
    }

    [Fact]
    public async Task An_update_taken_up_again_marks_nothing_as_gone_that_its_first_half_saw()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Products.AddRange([Simple("1", "A", 1), Simple("2", "B", 1), Simple("3", "C", 1), Simple("4", "D", 1)]);
        await rig.ImportProductsAsync();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        rig.Shop.BeforePage = page =>
        {
            if (page == 1)
            {
                throw new RemoteFailureException(new RemoteFailure(RemoteFailureKind.Unavailable, "down", new Phrase("The shop is down."), new Phrase("Wait.")));
            }
        };
        await rig.UpdateProductsAsync();
        rig.Shop.BeforePage = _ => { };
        rig.Clock.Advance(TimeSpan.FromHours(1));

        var run = await rig.UpdateProductsAsync();

        Assert.Equal(RunState.Succeeded, run.State);
        Assert.False(await rig.ReadAsync(db => db.Variants.AnyAsync(row => row.GoneAt != null)));
    }

    [Fact]
    public async Task A_product_that_is_not_readable_for_once_is_told_and_not_taken_for_gone()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Products.AddRange([Simple("1", "MUG", 10), Simple("2", "CUP", 5)]);
        await rig.ImportProductsAsync();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        rig.Shop.BrokenProducts.Add("2");

        var run = await rig.UpdateProductsAsync();

        Assert.Equal((RunState.CompletedWithProblems, 1), (run.State, run.Failed));
        Assert.Null((await VariantAsync(rig, "CUP")).GoneAt);
    }

    [Fact]
    public async Task A_list_the_shop_withholds_empties_nothing_and_is_told_once()
    {
        await using var rig = await FeedRig.CreateAsync();
        var mug = Simple("1", "MUG", 10) with { Manufacturer = "Acme", TaxRate = 23 };
        rig.Shop.Products.AddRange([Simple("2", "CUP", 5), Simple("3", "JUG", 7), mug]);
        await rig.ImportProductsAsync();
        rig.Shop.Products[2] = Simple("1", "MUG", 11);
        rig.Shop.Lacking.Add(new RemoteFailure(RemoteFailureKind.Forbidden, "permission", new Phrase("The key may not read manufacturers."), new Phrase("Allow it in the shop.")));

        var run = await rig.UpdateProductsAsync();

        var product = await rig.ReadAsync(db => db.Products.SingleAsync(row => row.Name == "Product 1"));
        Assert.Equal(("Acme", 23m), (product.Manufacturer, product.TaxRate));
        Assert.Equal(11, (await VariantAsync(rig, "MUG")).PriceNet);
        Assert.Equal(1, await rig.ReadAsync(db => db.FeedRunLogs.CountAsync(row => row.RunId == run.Id && row.IsWarning)));
    }

    private static Task<Variant> VariantAsync(FeedRig rig, string sku) => rig.ReadAsync(db => db.Variants.SingleAsync(row => row.Sku == sku));

    private static Task<int> LockAsync(FeedRig rig, LockKind kind) => rig.ReadAsync(async db =>
    {
        var product = await db.Products.Select(row => row.Id).SingleAsync();
        db.ProductLocks.Add(new ProductLock { ProductId = product, Kind = kind, Owner = "Max", Since = rig.Clock.GetUtcNow().UtcDateTime });
        return await db.SaveChangesAsync();
    });

    private static ExternalProduct Simple(string id, string sku, decimal price) => new()
    {
        ExternalId = id,
        Kind = ProductKind.Simple,
        Active = true,
        Name = $"Product {id}",
        Variants = [new ExternalVariant { ExternalId = "", Sku = sku, PriceNet = price }],
    };

    private static ExternalProduct Shirt(string id) => new()
    {
        ExternalId = id,
        Kind = ProductKind.Variants,
        Active = true,
        Name = "Shirt",
        Variants =
        [
            new ExternalVariant { ExternalId = id + "1", Sku = "SHIRT-RED", Name = "Red", PriceNet = 20 },
            new ExternalVariant { ExternalId = id + "2", Sku = "SHIRT-GREEN", Name = "Green", PriceNet = 20 },
        ],
    };

    private static ExternalProduct WithBlue(ExternalProduct shirt) => shirt with
    {
        Variants = [.. shirt.Variants, new ExternalVariant { ExternalId = "23", Sku = "SHIRT-BLUE", Name = "Blue", PriceNet = 22 }],
    };
}
