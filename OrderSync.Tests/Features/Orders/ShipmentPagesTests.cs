using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Orders.Shipping;
using OrderSync.Web.Features.Outbox;

namespace OrderSync.Tests.Features.Orders;

/// <summary>Shipments on the page of their order, the form that enters them, and the messages that tell of them.</summary>
public sealed class ShipmentPagesTests : PageContext
{
    [Fact]
    public async Task The_form_begins_with_everything_that_is_open_and_the_orders_carrier()
    {
        var (order, _) = await OrderAsync();

        var form = Render<ShipForm>(parameters => parameters.Add(shown => shown.Order, order).Add(shown => shown.Shipments, Open(order)));

        Assert.Equal("2", form.Find(".os-ship-lines input").GetAttribute("value"));
        Assert.Equal("Kurier 24", form.Find("#carrier").GetAttribute("value"));
        Assert.Contains("Ship 2 pieces", form.Markup);
    }

    [Fact]
    public async Task Too_many_pieces_are_told_at_their_line_and_nothing_is_shipped()
    {
        var (order, _) = await OrderAsync();
        var form = Render<ShipForm>(parameters => parameters.Add(shown => shown.Order, order).Add(shown => shown.Shipments, Open(order)));

        form.Find(".os-ship-lines input").Input("3");
        form.Find("form").Submit();

        form.WaitForAssertion(() => Assert.Contains("More than was ordered: 2.", form.Find(".os-ship-lines .os-field-error").TextContent));
        Assert.Equal(0, await Feeds.ReadAsync(db => db.Shipments.CountAsync()));
    }

    [Fact]
    public async Task A_shipment_shows_its_parcel_and_what_the_shop_knows_and_links_only_to_the_web()
    {
        var (order, line) = await OrderAsync();
        await ShipAsync(order.Id, line, "A1", "https://carrier.example/A1");
        await Feeds.ReadAsync(db => db.Shipments.Where(row => row.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(row => row.TrackingUrl, "javascript:alert(1)")));
        var bad = Render<OrderPage>(parameters => parameters.Add(shown => shown.Id, order.Id));
        bad.WaitForAssertion(() => Assert.Contains("The shop will be told", bad.Find(".os-shipment").TextContent));

        Assert.DoesNotContain("javascript", bad.Markup);
        Assert.Contains("1 × TS-RED-M Red T-shirt", bad.Find(".os-shipment-lines").TextContent);
        Assert.Contains("1 piece left to ship", bad.Find(".os-shipments").TextContent);
        Assert.Contains("Take back", bad.Find(".os-shipment").TextContent);
    }

    [Fact]
    public async Task A_viewer_sees_shipments_and_can_neither_enter_nor_take_them_back()
    {
        var (order, line) = await OrderAsync();
        await ShipAsync(order.Id, line, "A1", "");
        SignInAs(Role.Viewer);

        var page = Render<OrderPage>(parameters => parameters.Add(shown => shown.Id, order.Id));
        page.WaitForElement(".os-shipment");

        Assert.DoesNotContain("Take back", page.Markup);
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Ship");
    }

    [Fact]
    public async Task The_outbox_lists_messages_by_state_with_their_orders()
    {
        var (order, line) = await OrderAsync();
        await ShipAsync(order.Id, line, "A1", "");

        var page = Render<OutboxPage>();

        page.WaitForAssertion(() => Assert.Contains("Shipment 1, tracking number A1", page.Find("tbody tr").TextContent));
        Assert.Equal("/outbox/1", page.Find("tbody tr").GetAttribute("data-href"));
        Assert.Contains("REF731", page.Find("tbody tr").TextContent);
    }

    [Fact]
    public async Task A_dead_message_says_what_to_do_and_offers_the_three_ways_out()
    {
        var (order, line) = await OrderAsync();
        await ShipAsync(order.Id, line, "A1", "");
        await Feeds.ReadAsync(async db =>
        {
            var message = await db.OutboxMessages.SingleAsync();
            message.Settle(OrderSync.Domain.Outbox.OutboxState.Dead, Rows.Now, "OrderSync", new Phrase("'Outlet' refused it."));
            return await db.SaveChangesAsync();
        });

        var page = Render<MessagePage>(parameters => parameters.Add(shown => shown.Id, 1L));

        page.WaitForAssertion(() => Assert.Contains("It is not tried again by itself.", page.Markup));
        Assert.All(["Do not send", "It was sent", "Try again"], verb => Assert.Contains(page.FindAll("button"), button => button.TextContent.Contains(verb)));
        var trouble = Assert.Single(await Services.GetRequiredService<OutboxGroups>().ListAsync(null, default));
        Assert.Equal((1, "Outlet"), (trouble.Count, trouble.Integration));
    }

    private static OrderShipments Open(Order order) => new([], ShipmentPlanner.Progress(order.Lines, []));

    private async Task<(Order Order, long Line)> OrderAsync()
    {
        var id = await Feeds.Database.AddOrderAsync(Feeds.IntegrationId, "731");
        var order = await Feeds.ReadAsync(db => db.Orders.Include(row => row.Lines).AsNoTracking().SingleAsync(row => row.Id == id));
        return (order, order.Lines[0].Id);
    }

    private async Task ShipAsync(long order, long line, string number, string url)
    {
        var shipped = await Services.GetRequiredService<ShipmentActions>().ShipAsync(
            OrderRows.Support, order, new ShipmentRequest([new ShipmentPieces(line, 1)], "DHL", number, url), default);
        Assert.True(shipped.Succeeded);
    }
}
