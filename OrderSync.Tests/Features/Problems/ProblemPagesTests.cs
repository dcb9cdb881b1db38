using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Feeds;

namespace OrderSync.Tests.Features.Problems;

public sealed class ProblemPagesTests : PageContext
{
    [Fact]
    public async Task A_group_says_what_is_missing_how_many_wait_and_leads_to_the_mapping()
    {
        await ImportAsync(Given.Order("1") with { CarrierId = "9", CarrierName = "Drone" }, Given.Order("2") with { CarrierId = "9", CarrierName = "Drone" });

        var page = Render<ProblemsPage>();

        page.WaitForAssertion(() => Assert.Equal("Carrier 'Drone' is not mapped yet", page.Find(".os-group-title").TextContent));
        Assert.Contains("2", page.Find(".os-group-count").TextContent);
        Assert.Equal($"/integrations/{Feeds.IntegrationId}?tab=mappings&table=shipping-methods&source=9", page.Find(".os-group-actions a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_group_disappears_by_itself_when_its_mapping_is_saved_elsewhere()
    {
        await ImportAsync(Given.Order("1") with { CarrierId = "9" });
        var page = Render<ProblemsPage>();
        page.WaitForElement(".os-group");

        await Feeds.MapAsync(MappingTables.ShippingMethods, "9", MappingSet.KeyToJson("standard"));
        await Feeds.RetryAsync();
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForState(() => page.FindAll(".os-group").Count == 0);
    }

    [Fact]
    public async Task A_viewer_sees_the_problems_and_no_buttons()
    {
        SignInAs(Role.Viewer);
        await ImportAsync(Given.Order("1") with { Email = "" });

        var page = Render<ProblemsPage>();
        page.WaitForElement(".os-group");

        Assert.Empty(page.FindAll(".os-groups button, .os-bulk button"));
    }

    [Fact]
    public async Task Nothing_to_do_is_said_with_the_next_step()
    {
        var page = Render<ProblemsPage>();

        page.WaitForAssertion(() => Assert.Contains("Nothing needs you", page.Markup));
    }

    [Fact]
    public async Task Before_any_shop_is_connected_that_is_the_next_step()
    {
        await Feeds.ReadAsync(db => db.Integrations.ExecuteDeleteAsync());
        SignInAs(Role.Merchant);

        var page = Render<ProblemsPage>();

        page.WaitForAssertion(() => Assert.Equal("/integrations/new", page.Find(".os-empty a").GetAttribute("href")));
    }

    [Theory]
    [InlineData(Role.Viewer, "Show the mapping")]
    [InlineData(Role.Merchant, "Map it")]
    public async Task Only_who_may_mend_a_cause_is_told_to(Role role, string offered)
    {
        SignInAs(role);
        await ImportAsync(Given.Order("1") with { CarrierId = "9" });

        var page = Render<ProblemsPage>();

        page.WaitForAssertion(() => Assert.Equal(offered, page.Find(".os-group-actions a").TextContent));
    }

    [Fact]
    public async Task Ticked_orders_are_retried_and_only_they()
    {
        await ImportAsync(Given.Order("1") with { Email = "" }, Given.Order("2") with { Email = "" });
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/problems/orders?state=problem&cause=customer&integration={Feeds.IntegrationId}");
        var page = Render<ProblemOrdersPage>();
        page.WaitForElement("tbody input[type=checkbox]");

        page.FindAll("tbody input[type=checkbox]")[0].Change(true);
        page.FindAll(".os-bulk-actions button")[0].Click();

        page.WaitForState(() => page.FindAll(".os-bulk").Count == 0);
        Assert.Equal(["2"], await Feeds.ReadAsync(db => db.IncomingOrders.Where(row => row.RetryRequested).Select(row => row.ExternalId).ToListAsync()));
    }

    [Fact]
    public async Task A_correction_is_saved_tried_again_and_the_original_stays_beside_it()
    {
        await ImportAsync(Given.Order("1") with { Email = "" });
        var id = (await Feeds.IncomingAsync("1")).Id;
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/problems/{id}?edit=1");
        var page = Render<ProblemPage>(parameters => parameters.Add(shown => shown.Id, id));
        page.WaitForElement("#email");

        page.Find("#email").Input("ok@example.com");
        page.Find("form.os-form").Submit();

        page.WaitForAssertion(() => Assert.Equal("", string.Concat(page.FindAll("form.os-form").Select(form => form.TextContent))));
        Assert.Contains("ok@example.com", page.Markup);
        Assert.Equal("ok@example.com", (await Feeds.IncomingAsync("1")).Correction!.Email);
    }

    [Fact]
    public async Task A_wrong_correction_is_told_at_its_field()
    {
        await ImportAsync(Given.Order("1") with { Email = "" });
        var id = (await Feeds.IncomingAsync("1")).Id;
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/problems/{id}?edit=1");
        var page = Render<ProblemPage>(parameters => parameters.Add(shown => shown.Id, id));
        page.WaitForElement("#email");

        page.Find("#email").Input("nobody");
        page.Find("form.os-form").Submit();

        page.WaitForElement("#email-error");
        page.WaitForAssertion(() => Assert.Contains(JSInterop.Invocations, call => call.Identifier == "ordersync.showFault"));
    }

    [Fact]
    public async Task The_remedy_is_the_main_button_and_leads_into_the_field()
    {
        await ImportAsync(
            Given.Order("1") with { Email = "" },
            Given.Order("2") with { CarrierId = "9" },
            Given.Order("3") with { DeliveryAddress = Given.Address with { City = "" } });

        Assert.Equal(("Correct the e-mail", $"/problems/{await IdAsync("1")}?edit=email"), await MainButtonAsync("1"));
        Assert.Equal(("Map it", $"/integrations/{Feeds.IntegrationId}?tab=mappings&table=shipping-methods&source=9"), await MainButtonAsync("2"));
        Assert.Equal(("Correct the address", $"/problems/{await IdAsync("3")}?edit=deliveryAddress.city"), await MainButtonAsync("3"));

        var page = await OpenAsync("1", "?edit=email");
        page.WaitForElement("#email");
        page.WaitForAssertion(() => Assert.Equal("email", JSInterop.Invocations.Last(call => call.Identifier == "ordersync.focus").Arguments[0]));
    }

    [Fact]
    public async Task A_delivery_address_corrected_alone_says_that_the_invoice_address_stays()
    {
        await ImportAsync(Given.Order("1") with { Email = "" });
        var page = await OpenAsync("1", "?edit=1");
        page.WaitForElement("#email");
        Assert.DoesNotContain("The invoice address stays as in the shop", page.Markup);

        page.Find("[id='deliveryAddress.countryCode']").Change("PL");

        page.WaitForAssertion(() => Assert.Contains("The invoice address stays as in the shop", page.Markup));
    }

    [Fact]
    public async Task The_badge_counts_and_follows()
    {
        var badge = Render<ProblemsBadge>();
        badge.WaitForAssertion(() => Assert.Equal("No order has a problem", badge.Find("a").GetAttribute("title")));

        await ImportAsync(Given.Order("1") with { Email = "" });
        Time.Advance(TimeSpan.FromSeconds(1));

        badge.WaitForAssertion(() => Assert.Equal("1 order has a problem", badge.Find("a").GetAttribute("title")));
    }

    [Fact]
    public async Task Pages_that_are_left_listen_no_more()
    {
        await ImportAsync(Given.Order("1") with { Email = "" });
        var page = Render<ProblemsPage>();
        page.WaitForElement(".os-group");

        await DisposeComponentsAsync();

        Assert.Equal(0, Services.GetRequiredService<FeedMonitor>().SubscriberCount);
    }

    private async Task<(string, string?)> MainButtonAsync(string externalId)
    {
        var page = await OpenAsync(externalId, "");
        var button = page.WaitForElement(".os-button-primary");
        return (button.TextContent.Trim(), button.GetAttribute("href"));
    }

    private async Task<IRenderedComponent<ProblemPage>> OpenAsync(string externalId, string query)
    {
        var id = await IdAsync(externalId);
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/problems/{id}{query}");
        return Render<ProblemPage>(parameters => parameters.Add(shown => shown.Id, id));
    }

    private async Task<long> IdAsync(string externalId) => (await Feeds.IncomingAsync(externalId)).Id;

    private async Task ImportAsync(params ExternalOrder[] orders)
    {
        Feeds.Shop.Orders.AddRange(orders);
        await Feeds.ImportAsync();
    }
}
