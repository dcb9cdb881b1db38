using System.Net.Http.Json;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Tests.EndToEnd.Pages;
using OrderSync.Tests.Support;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.PrestaShop.Orders;

namespace OrderSync.Tests.EndToEnd;

/// <summary>A shop goes live on a Friday: the checklist from its first step to an order the customer is told of.</summary>
public sealed class GoLiveJourney(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task From_an_empty_hub_through_the_checklist_to_an_approved_export_and_a_shipment_the_shop_confirms()
    {
        await using var app = await TestApp.ListenAsync(null, ("Sandbox:Enabled", "true"), ("Sandbox:Arrivals", "false"));
        await using var page = new ClosingPage(await browser.OpenAsync());
        page.Page.SetDefaultTimeout(90_000);
        await app.SignInAsync(page.Page);
        await IntegrationScreen.TrySandboxAsync(page.Page, app.Address);
        var checklist = new GoLiveScreen(page.Page, app.Address, integration: 1);

        await checklist.OpenAsync();
        Assert.True(await checklist.IsLockedAsync("Take over the shop's stock"));
        Assert.True(await checklist.IsLockedAsync("Send the first figures to the shop"));
        await checklist.RunAsync("Bring all products in");
        await checklist.WaitUntilDoneAsync("Bring all products in");
        await checklist.RunAsync("Import the orders");
        await checklist.WaitUntilDoneAsync("Import the orders");

        await checklist.RunAsync("Take over the shop's stock");
        await (await checklist.OpenPlanAsync("Take over the shop's stock")).ApproveAsync("Counted on Thursday");

        var mug = await CountedAsync(app);
        await CountAsync(app, mug.Sku, mug.OnHand + 7);
        await checklist.OpenAsync();
        await checklist.RunAsync("Send the first figures to the shop");
        var plan = await checklist.OpenPlanAsync("Send the first figures to the shop");
        await plan.SeeAsync("Nothing was sent to this shop before");
        Assert.Equal(mug.Shown, await ShownAsync(app, mug));
        await plan.ApproveAsync("Looked at every figure");
        Assert.Equal(mug.Shown + 7, await ShownAsync(app, mug));

        var (order, number) = await OpenOrderAsync(app);
        var before = InShop(app, number);
        await page.Page.GotoAsync(new Uri(app.Address, $"/orders/{order}").ToString());
        await new OrderScreen(page.Page).ShipAsync("1Z999AA10123456784");
        var after = InShop(app, number);
        Assert.Equal((OrderState.Shipped, "1Z999AA10123456784", before.HistoryRows + 1), (after.State, after.Tracking, after.HistoryRows));
        Assert.Equal(["shipped"], app.Get<SandboxShop>().LastMails(100, number).Select(mail => mail.Template));
    }

    private static OrderSummary InShop(TestApp app, int number) => app.Get<SandboxShop>().LastOrders(10_000).Single(order => order.Number == number);

    private static async Task<(long Id, int Number)> OpenOrderAsync(TestApp app)
    {
        await using var db = await app.Databases.CreateDbContextAsync();
        var order = await db.Orders.Where(row => row.Status == OrderStatus.Confirmed && row.ShippingMethod != null).OrderBy(row => row.Id).FirstAsync();
        return (order.Id, int.Parse(order.ExternalId));
    }

    /// <summary>A product without variants whose stock was taken over, with what the shop shows of it.</summary>
    private static async Task<Counted> CountedAsync(TestApp app)
    {
        await using var db = await app.Databases.CreateDbContextAsync();
        var found = await (
            from listing in db.VariantListings
            where listing.ExternalVariantId == ""
            join variant in db.Variants on listing.VariantId equals variant.Id
            where db.Variants.Count(other => other.Sku == variant.Sku) == 1
            join level in db.StockLevels on variant.Id equals level.VariantId
            where level.OnHand > 5
            orderby level.Id
            select new { variant.Sku, level.OnHand, listing.ExternalProductId }).FirstAsync();
        var counted = new Counted(found.Sku, found.OnHand, found.ExternalProductId, 0);
        return counted with { Shown = await ShownAsync(app, counted) };
    }

    private static async Task CountAsync(TestApp app, string sku, int pieces)
    {
        using var api = app.Api();
        using var answer = await api.PutAsJsonAsync($"/api/v1/stock/main/{Uri.EscapeDataString(sku)}", new { onHand = pieces, reason = "Found a box" });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<int> ShownAsync(TestApp app, Counted product)
    {
        using var shop = app.CreateClient();
        var rows = await shop.GetStringAsync(
            $"/sandbox/prestashop/api/stock_availables?display=[quantity]&filter[id_product]={product.Product}&filter[id_product_attribute]=0&ws_key={SandboxOptions.DefaultApiKey}");
        return (int)XDocument.Parse(rows).Descendants("quantity").Single();
    }

    private sealed record Counted(string Sku, int OnHand, string Product, int Shown);
}
