using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
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
    public async Task The_ledger_shows_who_changed_what_and_why()
    {
        var mug = await MugAsync();
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/stock/movements?variant={mug}");

        var page = Render<StockMovementsPage>();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Contains("+4", page.Find("tbody tr").TextContent);
        Assert.Contains("MUG", page.Find(".os-filter-set").TextContent);
    }

    private async Task<long> MugAsync()
    {
        await Feeds.Database.AddWarehouseAsync();
        var mug = await Feeds.Database.AddVariantAsync("MUG");
        await Feeds.Database.StockAsync(mug, 4);
        return mug;
    }
}
