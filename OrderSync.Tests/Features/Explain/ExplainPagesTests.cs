using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Explain;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Features.Search;

namespace OrderSync.Tests.Features.Explain;

public sealed class ExplainPagesTests : PageContext
{
    [Fact]
    public async Task The_reason_stands_first_with_its_remedy_and_the_whole_way_below()
    {
        await ImportAsync(Given.Order("731") with { CarrierId = "9", CarrierName = "Drone" });

        var page = Open("731");

        page.WaitForAssertion(() => Assert.Contains("Carrier 'Drone' is not mapped yet.", page.Find(".os-explain-card .os-notice b").TextContent));
        Assert.Equal($"/integrations/{Feeds.IntegrationId}?tab=mappings&table=shipping-methods&source=9", page.Find(".os-explain-card .os-notice a").GetAttribute("href"));
        Assert.Equal(12, page.FindAll(".os-explain-steps li").Count);
    }

    [Fact]
    public async Task A_button_brings_the_order_and_the_answer_changes_by_itself()
    {
        await ImportAsync(Given.Order("1"), Given.Order("2"));
        Feeds.Shop.Orders.Insert(1, Given.Order("skipped"));
        var page = Open("skipped");
        page.WaitForElement(".os-explain-card button.os-button-primary").Click();
        page.WaitForElement(".os-explain-card a[href^='/runs/']");

        await Feeds.Runner.RunAsync((await Feeds.Lease.ClaimAsync(default))!, default);
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.StartsWith("/orders/", page.Find(".os-explain-card a.os-button-primary").GetAttribute("href"), StringComparison.Ordinal));
        Assert.Single(Feeds.Shop.LookedFor);
    }

    [Fact]
    public async Task A_viewer_sees_the_answer_without_the_button()
    {
        SignInAs(Role.Viewer);
        await ImportAsync(Given.Order("1"), Given.Order("2"));
        Feeds.Shop.Orders.Insert(1, Given.Order("skipped"));

        var page = Open("skipped");

        page.WaitForElement(".os-explain-card");
        Assert.Empty(page.FindAll(".os-explain-card button.os-button-primary"));
    }

    [Fact]
    public void A_shop_that_fails_is_an_answer()
    {
        Feeds.Shop.LookupFailure = new RemoteFailure(RemoteFailureKind.Unavailable, "down", new Phrase("The shop is down."), new Phrase("Wait."));

        var page = Open("731");

        page.WaitForAssertion(() => Assert.Contains("The shop does not answer.", page.Find(".os-notice").TextContent));
        Assert.Contains("The shop is down.", page.Find(".os-notice").TextContent);
    }

    [Fact]
    public void The_box_on_the_problems_page_leads_to_the_answer()
    {
        var page = Render<ProblemsPage>();
        page.WaitForElement("#explain-number").Input(" #731 ");

        page.Find(".os-explain-box form").Submit();

        Assert.EndsWith("/orders/explain?number=731", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void The_search_that_found_nothing_answers_in_its_place_and_asks_the_shop_only_when_it_is_told_to()
    {
        Feeds.Shop.Orders.Add(Given.Order("4711"));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/search?q=4711");
        var page = Render<SearchPage>();
        var button = page.WaitForElement(".os-empty button.os-button-primary");
        Assert.Empty(Feeds.Shop.LookedFor);

        button.Click();

        page.WaitForAssertion(() => Assert.Contains("4711", page.Find(".os-explain-card h2").TextContent));
        Assert.NotEmpty(page.FindAll(".os-explain-steps li"));
        Assert.Equal(["4711"], Feeds.Shop.LookedFor);
    }

    private IRenderedComponent<ExplainPage> Open(string number)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(ExplainLinks.To(number));
        return Render<ExplainPage>();
    }

    private async Task ImportAsync(params ExternalOrder[] orders)
    {
        Feeds.Shop.Orders.AddRange(orders);
        await Feeds.ImportAsync();
    }
}
