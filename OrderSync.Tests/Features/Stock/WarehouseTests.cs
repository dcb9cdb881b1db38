using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Stock;

namespace OrderSync.Tests.Features.Stock;

public sealed class WarehouseTests : PageContext
{
    [Fact]
    public async Task A_warehouse_shows_what_lies_there_and_who_works_with_it()
    {
        await Feeds.Database.AddWarehouseAsync();
        await Feeds.Database.AddWarehouseAsync("outlet", "Outlet hall");
        var (mug, cup) = (await Feeds.Database.AddVariantAsync("MUG"), await Feeds.Database.AddVariantAsync("CUP"));
        await Feeds.Database.StockAsync(mug, 1200);
        await Feeds.Database.StockAsync(cup, 2);
        await Feeds.Database.PromiseAsync(Feeds.IntegrationId, "1", cup, 5);

        var rows = await Services.GetRequiredService<WarehouseQueries>().ListAsync(default);

        Assert.Equal(("main", 2, 1202L, 5L, 1200L), (rows[0].Key, rows[0].Counted, rows[0].OnHand, rows[0].Reserved, rows[0].Sellable));
        Assert.Equal(["Outlet"], rows[0].Into.Select(user => user.Name));
        Assert.Equal((0, 0L, null, 0), (rows[1].Counted, rows[1].OnHand, rows[1].MovedAt, rows[1].Into.Count));
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Sums_are_made_by_the_database(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider);
        await rig.Database.AddWarehouseAsync();
        var mug = await rig.Database.AddVariantAsync("MUG");
        await rig.Database.StockAsync(mug, 3);
        await rig.Database.HoldAsync(rig.IntegrationId, "1", mug, 1);

        var rows = await new WarehouseQueries(rig.Database, rig.Connectors, rig.Connections).ListAsync(default);

        Assert.Equal((1, 3L, 1L, 2L), (Assert.Single(rows).Counted, rows[0].OnHand, rows[0].Held, rows[0].Sellable));
    }

    [Fact]
    public async Task A_row_leads_to_its_stock_and_only_who_may_manage_is_offered_it()
    {
        await Feeds.Database.AddWarehouseAsync();

        var page = Render<WarehousesPage>();

        page.WaitForAssertion(() => Assert.Equal("/stock?warehouse=main", Assert.Single(page.FindAll("tbody tr")).GetAttribute("data-href")));
        Assert.Empty(page.FindAll("a[href='/settings/warehouses']"));
        SignInAs(Role.Merchant);
        var managed = Render<WarehousesPage>();
        managed.WaitForAssertion(() => Assert.Single(managed.FindAll("a[href='/settings/warehouses']")));
    }

    [Fact]
    public void Without_a_warehouse_the_page_says_where_one_comes_from()
    {
        var page = Render<WarehousesPage>();

        page.WaitForAssertion(() => Assert.Contains("No warehouse yet", page.Find(".os-empty").TextContent));
    }
}
