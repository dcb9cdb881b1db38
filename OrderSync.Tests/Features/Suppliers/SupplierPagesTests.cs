using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Tests.Support;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Products;
using OrderSync.Web.Features.Suppliers;

namespace OrderSync.Tests.Features.Suppliers;

public sealed class SupplierPagesTests : PageContext
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public async Task The_list_shows_suppliers_by_name_with_their_products_and_is_searched_by_beginnings_of_words()
    {
        var crane = await Feeds.Database.AddSupplierAsync(Feeds.IntegrationId, "1", "Hurtownia „Żuraw”");
        await Feeds.Database.AddSupplierAsync(Feeds.IntegrationId, "2", "Nordic Supply", gone: Rows.Now);
        await Feeds.Database.AddOfferAsync(Feeds.IntegrationId, crane, await Feeds.Database.AddProductAsync("Mug", ["MUG"]), "M-1", 4);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/suppliers?q=zur");

        var page = Render<SuppliersPage>();

        page.WaitForAssertion(() => Assert.Equal($"/suppliers/{crane}", Assert.Single(page.FindAll("tbody tr")).GetAttribute("data-href")));
        Assert.Equal("1", page.Find("tbody .os-col-number").TextContent.Trim());
        Services.GetRequiredService<NavigationManager>().NavigateTo("/suppliers?gone=yes");
        page.WaitForAssertion(() => Assert.Contains("Nordic", Assert.Single(page.FindAll("tbody tr")).TextContent));
    }

    [Fact]
    public void An_empty_list_leads_to_the_feeds()
    {
        var page = Render<SuppliersPage>();

        page.WaitForAssertion(() => Assert.Equal($"/integrations/{Feeds.IntegrationId}?tab=feeds", page.Find(".os-empty a").GetAttribute("href")));
    }

    [Fact]
    public async Task A_supplier_shows_what_it_delivers_with_number_and_price()
    {
        var supplier = await Feeds.Database.AddSupplierAsync(Feeds.IntegrationId, "1", "Nordic");
        var mug = await Feeds.Database.AddProductAsync("Mug", ["MUG"]);
        await Feeds.Database.AddOfferAsync(Feeds.IntegrationId, supplier, mug, "M-1", 4.5m);

        var page = Render<SupplierPage>(parameters => parameters.Add(view => view.Id, supplier));

        page.WaitForAssertion(() => Assert.Equal($"/products/{mug}", Assert.Single(page.FindAll("tbody tr")).GetAttribute("data-href")));
        Assert.Contains("M-1", page.Find("tbody").TextContent);
        Assert.Contains("4.50", page.Find("tbody").TextContent);
    }

    [Fact]
    public async Task Suppliers_page_forth_and_back_by_name()
    {
        foreach (var number in Enumerable.Range(1, 5))
        {
            await Feeds.Database.AddSupplierAsync(Feeds.IntegrationId, $"{number}", $"Name {number % 2}");
        }

        var queries = Services.GetRequiredService<SupplierQueries>();
        var first = await queries.ListAsync(new SupplierFilter(), default, 2, default);
        var second = await queries.ListAsync(new SupplierFilter(), IdCursor.Parse(first.Next), 2, default);
        var back = await queries.ListAsync(new SupplierFilter(), IdCursor.Parse(second.Previous), 2, default);

        Assert.Equal((5L, null), (first.Total, first.Previous));
        Assert.Equal(["2", "4", "1", "3"], first.Rows.Concat(second.Rows).Select(row => row.ExternalId));
        Assert.Equal(first.Rows, back.Rows);
    }

    [Fact]
    public async Task A_product_shows_its_pictures_and_suppliers_and_the_list_a_thumbnail_or_its_place()
    {
        var supplier = await Feeds.Database.AddSupplierAsync(Feeds.IntegrationId, "1", "Nordic");
        var mug = await Feeds.Database.AddProductAsync("Mug", ["MUG"]);
        await Feeds.Database.AddProductAsync("Plain", ["PLAIN"]);
        await Feeds.Database.AddOfferAsync(Feeds.IntegrationId, supplier, mug, "M-1", null);
        await Feeds.Database.AddImageAsync(Feeds.IntegrationId, mug, Hash);

        var page = Render<ProductPage>(parameters => parameters.Add(view => view.Id, mug));
        var list = Render<ProductsPage>();

        page.WaitForAssertion(() => Assert.Equal($"/images/{Hash}", page.Find(".os-product-images img").GetAttribute("src")));
        Assert.Equal("Picture 1 of Mug", page.Find(".os-product-images img").GetAttribute("alt"));
        Assert.Equal("Nordic", page.Find($"a[href='/suppliers/{supplier}']").TextContent);
        list.WaitForAssertion(() => Assert.Single(list.FindAll("img.os-thumb")));
        Assert.Single(list.FindAll(".os-thumb-none"));
    }
}
