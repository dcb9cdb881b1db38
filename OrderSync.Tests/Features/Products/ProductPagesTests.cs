using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Features.Products;
using OrderSync.Web.Features.Runs;

namespace OrderSync.Tests.Features.Products;

public sealed class ProductPagesTests : PageContext
{
    [Fact]
    public async Task The_list_shows_products_with_links_and_the_address_holds_the_filter()
    {
        var mug = await Feeds.Database.AddProductAsync("Mug", ["MUG"], (Feeds.IntegrationId, "1"));
        await Feeds.Database.AddProductAsync("Shirt", ["TS-RED", "TS-BLUE"]);
        await Feeds.Database.AddLockAsync(mug, LockKind.Price);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/products?locked=locked&q=mug");

        var page = Render<ProductsPage>();

        page.WaitForAssertion(() => Assert.Equal($"/products/{mug}", Assert.Single(page.FindAll("tbody tr")).GetAttribute("data-href")));
        Assert.Contains("Price", page.Find(".os-lock-chips").TextContent);
        Assert.Contains("Sale · Locked by Kasia", page.Find(".os-lock-chip").GetAttribute("title"));
        Assert.Contains("1 product", page.Find(".os-pager").TextContent);
    }

    [Fact]
    public void An_empty_list_leads_to_the_feed()
    {
        var page = Render<ProductsPage>();

        page.WaitForAssertion(() => Assert.Equal($"/integrations/{Feeds.IntegrationId}?tab=feeds", page.Find(".os-empty a").GetAttribute("href")));
    }

    [Fact]
    public async Task A_product_shows_what_is_sold_where_it_is_listed_and_who_wrote_it()
    {
        var id = await Feeds.Database.AddProductAsync("Shirt", ["TS-RED", "TS-BLUE"], (Feeds.IntegrationId, "9"), product =>
        {
            product.Variants[0].Ean = "5901234123457";
            product.Variants[1].GoneAt = Rows.Now;
            product.Writers = [new FieldWriter(FieldGroup.Price, Feeds.IntegrationId, "Outlet", Rows.Now.AddHours(-3))];
        });

        var page = Show(id);

        Assert.Equal(["TS-RED", "TS-BLUE"], page.FindAll(".os-product-card tbody tr td:first-child").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("12.30", page.Find(".os-product-card tbody").TextContent);
        Assert.Contains("5901234123457", page.Find(".os-product-card tbody").TextContent);
        Assert.Contains("91", page.Find(".os-product-ids").TextContent);
        Assert.Contains(page.FindAll("dd"), fact => fact.TextContent.Contains("Outlet", StringComparison.Ordinal) && fact.TextContent.Contains("3 h ago", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_stock_the_ledger_says_who_wrote_it_last()
    {
        var id = await Feeds.Database.AddProductAsync("Shirt", ["TS-RED", "TS-BLUE"]);
        var variants = await Feeds.ReadAsync(db => db.Variants.OrderBy(row => row.Id).Select(row => row.Id).ToListAsync());
        await Feeds.Database.StockAsync(variants[1], 4);
        await Feeds.Database.StockAsync(variants[0], 9, cause: new StockCause(MovementKind.ByHand, "Kasia"));

        var page = Show(id);

        Assert.Contains(page.FindAll("dd"), fact => fact.TextContent.Contains("Kasia", StringComparison.Ordinal) && fact.TextContent.Contains("Counted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Html_of_a_shop_is_shown_as_text_and_never_as_markup()
    {
        var id = await Feeds.Database.AddProductAsync("Mug", ["MUG"], change: product => product.Texts =
        [
            new("en", "Mug", "", "<p>Big &amp; <b>blue</b></p><ul><li>one</li></ul><script>alert(1)</script><img src=x onerror=alert(2)>&lt;b&gt;kept&lt;/b&gt;"),
            new("pl", "Kubek", "", "<p>Duży</p>"),
        ]);
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/products/{id}");
        var page = Show(id);

        Assert.Equal("Big & blue\n\n• one\n<b>kept</b>", page.Find(".os-product-text").TextContent);
        Assert.Empty(page.FindAll(".os-product-text *"));

        Services.GetRequiredService<NavigationManager>().NavigateTo($"/products/{id}?language=pl");
        page.WaitForAssertion(() => Assert.Equal("Duży", page.Find(".os-product-text").TextContent));
    }

    [Fact]
    public async Task The_page_tells_what_recent_runs_did_with_the_product()
    {
        Feeds.Shop.Products.Add(new() { ExternalId = "7", Kind = ProductKind.Simple, Name = "Mug", Variants = [new() { ExternalId = "", Sku = "MUG" }] });
        await Feeds.ImportProductsAsync();

        var page = Show(1);

        Assert.Contains("Import new products", page.Find(".os-product-runs").TextContent);
        Assert.Contains("Created", page.Find(".os-product-runs").TextContent);
    }

    [Fact]
    public async Task Items_of_a_run_lead_to_the_products()
    {
        Feeds.Shop.Products.Add(new() { ExternalId = "7", Kind = ProductKind.Simple, Name = "Mug", Variants = [new() { ExternalId = "", Sku = "MUG" }] });
        var run = await Feeds.ImportProductsAsync();

        var items = await new RunItemQueries(Feeds.Database).ListAsync(run.Id, [], default, 10, default);

        Assert.Equal(1, Assert.Single(items.Rows).ProductId);
    }

    [Fact]
    public async Task Locks_are_offered_to_staff_only()
    {
        var id = await Feeds.Database.AddProductAsync("Mug", ["MUG"]);
        Assert.Empty(Show(id).FindAll(".os-lock-list button"));

        SignInAs(Role.Staff);

        Assert.Equal(5, Show(id).FindAll(".os-lock-list button").Count);
    }

    [Fact]
    public void A_product_that_does_not_exist_is_said_so()
    {
        var page = Render<ProductPage>(parameters => parameters.Add(shown => shown.Id, 999L));

        page.WaitForAssertion(() => Assert.Contains("There is no such product", page.Markup));
    }

    private IRenderedComponent<ProductPage> Show(long id)
    {
        var page = Render<ProductPage>(parameters => parameters.Add(shown => shown.Id, id));
        page.WaitForElement(".os-lock-list");
        return page;
    }
}
