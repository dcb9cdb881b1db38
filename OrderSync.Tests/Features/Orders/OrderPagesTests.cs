using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Orders;

namespace OrderSync.Tests.Features.Orders;

public sealed class OrderPagesTests : PageContext
{
    [Fact]
    public async Task The_list_shows_orders_with_links_and_the_address_holds_the_filter()
    {
        var id = await Feeds.Database.AddOrderAsync(Feeds.IntegrationId, "731");
        await Feeds.Database.AddOrderAsync(Feeds.IntegrationId, "732", order => order.Status = OrderStatus.Shipped);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/orders?status=confirmed");

        var page = Render<OrdersPage>();

        page.WaitForAssertion(() => Assert.Equal($"/orders/{id}", Assert.Single(page.FindAll("tbody tr")).GetAttribute("data-href")));
        Assert.Contains("1 order", page.Find(".os-pager").TextContent);
    }

    [Fact]
    public void An_empty_list_says_why_and_what_next()
    {
        var page = Render<OrdersPage>();

        page.WaitForAssertion(() => Assert.Contains("No orders yet", page.Markup));
    }

    [Fact]
    public async Task An_order_shows_names_of_any_script_totals_and_its_timeline()
    {
        Feeds.Shop.Orders.Add(Given.Order("731") with { CustomerFirstName = "小明", CustomerLastName = "王", Total = 48.51m });
        await Feeds.ImportAsync();

        var page = Render<OrderPage>(parameters => parameters.Add(shown => shown.Id, 1L));

        page.WaitForAssertion(() => Assert.Contains("Imported with status Confirmed", page.Find(".os-timeline").TextContent));
        Assert.Contains("小明 王", page.Markup);
        Assert.Contains("Rounding difference", page.Find(".os-totals").TextContent);
        Assert.Contains("ul. Świętej 55/2", page.Markup);
    }

    [Fact]
    public async Task Orders_of_one_cart_say_whose_payments_they_show_and_lead_to_one_another()
    {
        Feeds.Shop.Orders.AddRange([Given.Order("731"), Given.Order("732"), Given.Order("733") with { Email = "" }, Given.Order("734") with { Reference = "OTHER" }]);
        await Feeds.ImportAsync();
        var (second, third) = (await Feeds.IncomingAsync("732"), await Feeds.IncomingAsync("733"));
        var sibling = await Feeds.ReadAsync(db => db.Orders.Where(row => row.IncomingOrderId == second.Id).Select(row => row.Id).SingleAsync());
        var first = await Feeds.ReadAsync(db => db.Orders.Where(row => row.ExternalId == "731").Select(row => row.Id).SingleAsync());

        var page = Render<OrderPage>(parameters => parameters.Add(shown => shown.Id, first));

        var siblings = page.WaitForElement(".os-siblings");
        Assert.Contains("Payments of all orders with reference QWERTYUIO.", siblings.TextContent);
        Assert.Equal([$"/orders/{sibling}", $"/problems/{third.Id}"], siblings.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_note_appears_on_the_timeline_by_itself()
    {
        var id = await Feeds.Database.AddOrderAsync(Feeds.IntegrationId, "731");
        var page = Render<OrderPage>(parameters => parameters.Add(shown => shown.Id, id));
        page.WaitForElement("#note");

        page.Find("#note").Input("Klient prosi o fakturę");
        page.Find(".os-note-form").Submit();
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Contains("Klient prosi o fakturę", page.Find(".os-timeline").TextContent));
    }

    [Fact]
    public async Task A_viewer_can_neither_write_notes_nor_set_the_status()
    {
        SignInAs(Role.Viewer);
        var id = await Feeds.Database.AddOrderAsync(Feeds.IntegrationId, "731");

        var page = Render<OrderPage>(parameters => parameters.Add(shown => shown.Id, id));
        page.WaitForElement(".os-totals");

        Assert.Empty(page.FindAll("#note"));
        Assert.DoesNotContain("Set status", page.Markup);
    }

    [Fact]
    public void An_order_that_does_not_exist_is_said_so()
    {
        var page = Render<OrderPage>(parameters => parameters.Add(shown => shown.Id, 999L));

        page.WaitForAssertion(() => Assert.Contains("There is no such order", page.Markup));
    }
}
