using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Stock;
using Radzen.Blazor;

namespace OrderSync.Tests.Features.Stock;

public sealed class StockPagesTests : PageContext
{
    [Fact]
    public async Task The_list_shows_what_is_left_to_sell_and_the_address_holds_the_filter()
    {
        var (mug, cup) = (await Feeds.Database.AddVariantAsync("MUG"), await Feeds.Database.AddVariantAsync("CUP"));
        await Feeds.Database.StockAsync(mug, 2);
        await Feeds.Database.StockAsync(cup, 9);
        await Feeds.Database.PromiseAsync(Feeds.IntegrationId, "1", mug, 5);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/stock?stock=oversold");

        var page = Render<StockPage>();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Contains("MUG", page.Find("tbody tr").TextContent);
        Assert.Contains("3 oversold", page.Find("tbody tr").TextContent);
        Assert.Contains("1 variant", page.Find(".os-pager").TextContent);
    }

    [Fact]
    public void An_empty_list_leads_to_the_feeds()
    {
        var page = Render<StockPage>();

        page.WaitForAssertion(() => Assert.Equal("/integrations", page.Find(".os-empty a").GetAttribute("href")));
    }

    [Fact]
    public async Task Who_may_not_count_is_not_offered_it()
    {
        await Feeds.Database.AddVariantAsync("MUG");

        var page = Render<StockPage>();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Empty(page.FindAll(".os-col-actions button"));
        Assert.Contains("Nothing was counted yet", page.Find(".os-stock-notice").TextContent);
    }

    [Fact]
    public async Task A_count_that_was_overtaken_says_the_figure_of_now_and_can_be_repeated()
    {
        SignInAs(Role.Staff);
        var mug = await MugAsync();
        var frame = Render<RadzenDialog>();
        var booked = frame.InvokeAsync(() => Services.GetRequiredService<CountDialog>().OpenAsync(mug, "MUG", "main"));
        frame.WaitForElement("#onHand");
        await Feeds.Database.StockAsync(mug, 6);

        await frame.Find("#onHand").InputAsync("9");
        await frame.Find("form").SubmitAsync();
        frame.WaitForAssertion(() => Assert.Contains("There are 6 pieces now; there were 4", frame.Find(".os-field-error").TextContent));
        Assert.Contains("6", frame.Find(".os-count-now b").TextContent);
        await frame.Find("form").SubmitAsync();

        Assert.True(await booked);
        Assert.Equal(9, (await Services.GetRequiredService<StockQueries>().FindAsync(mug, default))!.OnHand);
    }

    [Fact]
    public async Task A_product_shows_each_warehouse_its_open_orders_and_the_last_movements()
    {
        var mug = await MugAsync();
        await Feeds.Database.AddWarehouseAsync("outlet", "Outlet");
        var order = await Feeds.Database.PromiseAsync(Feeds.IntegrationId, "7", mug, 3);
        var product = (await Services.GetRequiredService<StockQueries>().FindAsync(mug, default))!.ProductId;

        var part = Render<ProductStock>(parameters => parameters.Add(one => one.ProductId, product));

        part.WaitForAssertion(() => Assert.Equal($"/orders/{order}", part.Find(".os-promised a").GetAttribute("href")));
        Assert.Equal(["Main warehouse", "Outlet"], part.FindAll("td[data-label=Warehouse]").Select(cell => cell.TextContent.Trim()).Take(2));
        Assert.Contains("First stock", part.Find(".os-movements tbody tr").TextContent);
    }

    [Fact]
    public async Task What_is_held_stands_beside_what_is_sellable_and_its_orders_are_named_on_the_product()
    {
        var mug = await MugAsync();
        var order = await Feeds.Database.HoldAsync(Feeds.IntegrationId, "77", mug, 3);
        var product = (await Services.GetRequiredService<StockQueries>().FindAsync(mug, default))!.ProductId;

        var list = Render<StockPage>();
        var part = Render<ProductStock>(parameters => parameters.Add(one => one.ProductId, product));

        list.WaitForAssertion(() => Assert.Equal("3", list.Find("td[data-label=Held]").TextContent.Trim()));
        Assert.Contains("wait or have a problem", list.Find("td[data-label=Held] [title]").GetAttribute("title"));
        Assert.Equal("1", list.Find("td[data-label=Sellable]").TextContent.Trim());
        part.WaitForAssertion(() => Assert.Equal($"/problems/{order}", part.Find(".os-promised a").GetAttribute("href")));
        Assert.Contains("77", part.Find(".os-promised a").TextContent);
        Assert.Equal("1", part.Find("td[data-label=Sellable]").TextContent.Trim());
    }

    [Fact]
    public async Task A_shop_that_is_told_less_than_is_sellable_says_why()
    {
        var mug = await MugAsync();
        await Feeds.Database.AddWarehouseAsync("outlet", "Outlet");
        await Feeds.Database.StockAsync(mug, 5, "outlet");
        await Feeds.Database.HoldAsync(Feeds.IntegrationId, "77", mug, 1);
        var product = (await Services.GetRequiredService<StockQueries>().FindAsync(mug, default))!.ProductId;

        Assert.Equal("Nothing was sent to it yet; its stock export would tell it 3.", await WhyAsync(product, new(["main"], 0, new StockGuardLimits())));
        await Feeds.ReadAsync(db => db.VariantListings.ExecuteUpdateAsync(set => set.SetProperty(row => row.StockSentAt, Rows.Now)));

        Assert.Equal("Sellable in Main warehouse: the shop is told 3", await WhyAsync(product, new(["main"], 0, new StockGuardLimits())));
        Assert.Equal("Sellable in Main warehouse: 3, buffer 2: the shop is told 1", await WhyAsync(product, new(["main"], 2, new StockGuardLimits())));
        Assert.Equal("Sellable 8, buffer 2: the shop is told 6", await WhyAsync(product, new(["main", "outlet"], 2, new StockGuardLimits())));
        Assert.Null(await WhyAsync(product, new(["main", "outlet"], 0, new StockGuardLimits())));
    }

    [Fact]
    public async Task A_warehouse_in_which_nothing_was_counted_says_how_that_begins()
    {
        await MugAsync();
        await Feeds.Database.AddWarehouseAsync("outlet", "Outlet");
        Services.GetRequiredService<NavigationManager>().NavigateTo("/stock?warehouse=outlet");

        var page = Render<StockPage>();

        page.WaitForAssertion(() => Assert.Contains("Nothing was counted in Outlet yet", page.Find(".os-empty").TextContent));
        Assert.Contains("Outlet", page.Find(".os-filter-set").TextContent);
    }

    [Fact]
    public async Task The_ledger_shows_who_changed_what_and_why()
    {
        var mug = await MugAsync();
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/stock/movements?variant={mug}");

        var page = Render<StockMovementsPage>();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Contains("+4", page.Find("tbody tr").TextContent);
        Assert.Contains("MUG", page.Find(".os-filter-set").TextContent);
    }

    /// <summary>What the card of the shops says under its figure.</summary>
    private async Task<string?> WhyAsync(long product, ExportSettings settings)
    {
        Feeds.Shop.Export = settings;
        var part = Render<ProductStock>(parameters => parameters.Add(one => one.ProductId, product));
        await part.WaitForElementAsync("td[data-label=Shop]");
        return part.FindAll(".os-shop-why").SingleOrDefault()?.TextContent.Trim();
    }

    private async Task<long> MugAsync()
    {
        await Feeds.Database.AddWarehouseAsync();
        var mug = await Feeds.Database.AddVariantAsync("MUG");
        await Feeds.Database.StockAsync(mug, 4);
        return mug;
    }
}
