using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain.Catalog;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Products;

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
}
