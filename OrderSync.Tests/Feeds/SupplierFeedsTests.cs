using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ImportSuppliers;

namespace OrderSync.Tests.Feeds;

public sealed class SupplierFeedsTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Suppliers_arrive_once_change_with_the_shop_and_are_marked_when_they_are_gone(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider);
        rig.Shop.Suppliers.AddRange([new("1", "Żuraw", true), new("2", "Nordic", true), new("3", "", false)]);
        var first = await rig.RunAsync(ImportSuppliersFeed.FeedKey);
        rig.Clock.Advance(TimeSpan.FromHours(1));
        rig.Shop.Suppliers.RemoveAt(1);
        rig.Shop.Suppliers[0] = new("1", "Żuraw & syn", true);

        var second = await rig.RunAsync(ImportSuppliersFeed.FeedKey);

        Assert.Equal((3, 0), (first.Created, second.Created));
        Assert.Equal((RunState.Succeeded, 2, 1), (second.State, second.Updated, second.Unchanged));
        var rows = await rig.ReadAsync(db => db.Suppliers.OrderBy(row => row.ExternalId).ToListAsync());
        Assert.Equal(["Żuraw & syn", "Nordic", "#3"], rows.Select(row => row.Name));
        Assert.Equal([false, true, false], rows.Select(row => row.GoneAt is not null));
        Assert.Equal("gone", (await rig.ReadAsync(db => db.FeedRunItems.SingleAsync(item => item.RunId == second.Id && item.ExternalId == "2"))).Cause);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_variant_gets_its_own_row_before_that_of_the_product_and_the_default_supplier_counts_without_one(DatabaseProvider provider)
    {
        await using var rig = await ReadyAsync(provider);
        rig.Shop.Offers.Add(new ProductOffers("2", "2", [new("1", "", "WHOLE", 4, "PLN"), new("1", "21", "RED", 5, "EUR"), new("9", "21", "X", 1, "PLN")]));

        var run = await rig.RunAsync(ImportOffersFeed.FeedKey);

        Assert.Equal((RunState.Succeeded, 1), (run.State, run.Created));
        Assert.Equal(
            [("SHIRT-GREEN", "1", "WHOLE", (decimal?)4m, "PLN", false), ("SHIRT-GREEN", "2", "", null, "", true), ("SHIRT-RED", "1", "RED", 5m, "EUR", false), ("SHIRT-RED", "2", "", null, "", true)],
            await OffersAsync(rig));
        Assert.True(await rig.ReadAsync(db => db.FeedRunLogs.AnyAsync(row => row.RunId == run.Id)));
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_a_third_marks_what_nobody_delivers_any_more()
    {
        await using var rig = await ReadyAsync();
        rig.Shop.Offers.AddRange([new ProductOffers("1", "", [new("1", "", "M-1", 4, "PLN"), new("2", "", "", null, "PLN")]), new ProductOffers("2", "", [])]);
        await rig.RunAsync(ImportOffersFeed.FeedKey);

        var second = await rig.RunAsync(ImportOffersFeed.FeedKey);
        rig.Shop.Offers[0] = new ProductOffers("1", "", [new("1", "", "M-2", 4, "")]);
        var third = await rig.RunAsync(ImportOffersFeed.FeedKey);

        Assert.Equal((0, 0, 2), (second.Created, second.Updated, second.Unchanged));
        Assert.Contains("Nothing changed", second.Message!.ToString(), StringComparison.Ordinal);
        Assert.Equal((0, 1, 1), (third.Created, third.Updated, third.Unchanged));
        Assert.Equal([("MUG", "1", "M-2", (decimal?)4m, "PLN", false)], await OffersAsync(rig));
        Assert.Equal(2, await rig.ReadAsync(db => db.SupplierOffers.CountAsync()));
    }

    [Fact]
    public async Task A_product_the_hub_does_not_have_is_named_and_a_repeated_supplier_too()
    {
        await using var rig = await ReadyAsync();
        rig.Shop.Offers.AddRange([new ProductOffers("77", "", [new("1", "", "A", 1, "PLN")]), new ProductOffers("1", "", [new("1", "", "B", 1, "PLN")]) { Repeated = 1 }]);

        var run = await rig.RunAsync(ImportOffersFeed.FeedKey);

        var items = await rig.ReadAsync(db => db.FeedRunItems.Where(item => item.RunId == run.Id).OrderBy(item => item.Id).ToListAsync());
        Assert.Equal([("77", ItemOutcome.Skipped, "unknown-product"), ("1", ItemOutcome.Created, "repeated-offer")], items.Select(item => (item.ExternalId, item.Outcome, item.Cause)));
    }

    [Fact]
    public async Task A_run_ended_in_the_middle_goes_on_where_it_was()
    {
        await using var rig = await ReadyAsync();
        rig.Shop.Offers.AddRange([new ProductOffers("1", "", [new("1", "", "A", 1, "PLN")]), new ProductOffers("78", "", []), new ProductOffers("2", "1", [])]);
        rig.Shop.BeforePage = page =>
        {
            if (page == 1)
            {
                throw new RemoteFailureException(new RemoteFailure(RemoteFailureKind.Unavailable, "down", new Phrase("The shop is down."), new Phrase("Wait.")));
            }
        };
        var broken = await rig.RunAsync(ImportOffersFeed.FeedKey);
        rig.Shop.BeforePage = _ => { };

        var again = await rig.RunAsync(ImportOffersFeed.FeedKey);

        Assert.Equal((RunState.Failed, RunState.Succeeded), (broken.State, again.State));
        Assert.Equal((1, 1), (again.Created, again.Done));
        Assert.Null(await rig.ReadAsync(db => db.Feeds.Where(feed => feed.Key == ImportOffersFeed.FeedKey).Select(feed => feed.Cursor).SingleAsync()));
    }

    [Fact]
    public async Task What_the_shop_does_not_list_any_more_has_no_supplier_there()
    {
        await using var rig = await ReadyAsync();
        rig.Shop.Offers.Add(new ProductOffers("1", "", [new("1", "", "A", 1, "PLN")]));
        await rig.RunAsync(ImportOffersFeed.FeedKey);
        await rig.ReadAsync(db => db.VariantListings.ExecuteUpdateAsync(set => set.SetProperty(row => row.GoneAt, rig.Clock.GetUtcNow().UtcDateTime)));
        rig.Shop.Offers.Clear();

        await rig.RunAsync(ImportOffersFeed.FeedKey);

        Assert.Empty(await OffersAsync(rig));
    }

    /// <summary>A mug (product 1) and a shirt in two colours (product 2) in the hub, and two suppliers in the shop.</summary>
    private static async Task<FeedRig> ReadyAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var rig = await FeedRig.CreateAsync(provider);
        rig.Shop.Suppliers.AddRange([new("1", "Żuraw", true), new("2", "Nordic", true)]);
        await rig.Database.AddProductAsync("Mug", ["MUG"], (rig.IntegrationId, "1"));
        await rig.Database.AddProductAsync("Shirt", ["SHIRT-RED", "SHIRT-GREEN"], (rig.IntegrationId, "2"));
        return rig;
    }

    private static Task<List<(string Sku, string Supplier, string Reference, decimal? Price, string Currency, bool IsDefault)>> OffersAsync(FeedRig rig) => rig.ReadAsync(async db =>
    {
        var rows = await (
            from offer in db.SupplierOffers.Where(row => row.GoneAt == null)
            join variant in db.Variants on offer.VariantId equals variant.Id
            join supplier in db.Suppliers on offer.SupplierId equals supplier.Id
            orderby variant.Sku, supplier.ExternalId
            select new { variant.Sku, supplier.ExternalId, offer.Reference, offer.Price, offer.Currency, offer.IsDefault }).ToListAsync();
        return rows.ConvertAll(row => (row.Sku, row.ExternalId, row.Reference, row.Price, row.Currency, row.IsDefault));
    });
}
