using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using OrderSync.Domain.Orders;
using OrderSync.Tests.EndToEnd.Pages;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Tests.EndToEnd;

/// <summary>A shop that works with a pharmacy: its stock comes from there, its orders are made there, and what was locked stays.</summary>
public sealed class PharmacyJourney(Browser browser) : IClassFixture<Browser>
{
    private const long Shop = 1;
    private const long Pharmacy = 2;
    private const string LockedSku = "SB-MUG-FOR";
    private const string Waybill = "00059007731234567890";

    [Fact]
    public async Task From_a_packet_that_a_lock_holds_back_to_an_order_that_the_pharmacy_sends_and_the_shop_shows()
    {
        await using var app = await TestApp.ListenAsync(
            null, ("Sandbox:Enabled", "true"), ("Sandbox:Arrivals", "false"), ("Sandbox:Orders", "60"), ("Outbound:AllowPrivateNetworks", "true"));
        await using var page = new ClosingPage(await browser.OpenAsync());
        page.Page.SetDefaultTimeout(90_000);
        await app.SignInAsync(page.Page);
        await IntegrationScreen.TrySandboxAsync(page.Page, app.Address);
        await IntegrationScreen.StartAsync(page.Page, app.Address, Shop, "Import new products");
        await UntilAsync(app, db => db.Variants.AnyAsync(row => row.Sku == LockedSku));
        await IntegrationScreen.StartAsync(page.Page, app.Address, Shop, "Import new orders");
        await UntilAsync(app, db => db.Orders.AnyAsync(row => row.Status == OrderStatus.Confirmed));
        await IntegrationScreen.TrySandboxAsync(page.Page, app.Address, "Kamsoft");
        var lockedVariant = await PrepareAsync(app);
        var pharmacy = new PharmacyScreen(page.Page, app.Address);

        await pharmacy.OpenAsync();
        await pharmacy.SendShelfAsync();
        await page.Page.GotoAsync(new Uri(app.Address, $"/integrations/{Pharmacy}/packets").ToString());
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "sandbox-1" }).Or(page.Page.GetByText("sandbox-1")).First.ClickAsync();
        await page.Page.GetByText("by locks:").First.WaitForAsync();
        await using (var db = await app.Databases.CreateDbContextAsync())
        {
            Assert.Equal(10, (await db.StockLevels.SingleAsync(row => row.VariantId == lockedVariant)).OnHand);
            Assert.True(await db.StockLevels.CountAsync(row => row.VariantId != lockedVariant && row.OnHand >= 20) > 10);
        }

        var order = await ReadyAsync(app);
        await pharmacy.OpenAsync();
        await pharmacy.FetchOrdersAsync();
        await pharmacy.ReportSentAsync(order.Reference, Waybill);
        await UntilAsync(app, db => db.Orders.AnyAsync(row => row.Id == order.Id && row.Status == OrderStatus.Shipped));
        await UntilAsync(app, _ => Task.FromResult(TrackingInShop(app, order.ExternalId) == Waybill));
        await page.Page.GotoAsync(new Uri(app.Address, $"/orders/{order.Id}").ToString());
        await page.Page.GetByText(Waybill).First.WaitForAsync();
    }

    /// <summary>A product counted by hand, whose stock nobody may overwrite; and the code the pharmacy uses for what was sent.</summary>
    /// <returns>The product's variant.</returns>
    private static async Task<long> PrepareAsync(TestApp app)
    {
        using var api = app.Api();
        using var counted = await api.PutAsJsonAsync($"/api/v1/stock/main/{LockedSku}", new { onHand = 10 });
        counted.EnsureSuccessStatusCode();
        await using var db = await app.Databases.CreateDbContextAsync();
        var variant = await db.Variants.SingleAsync(row => row.Sku == LockedSku);
        using var locked = await api.PutAsJsonAsync($"/api/v1/products/{variant.ProductId}/locks", new { locks = new[] { new { kind = "stock", reason = "Counted by hand" } } });
        locked.EnsureSuccessStatusCode();
        using var mapped = await api.PutAsJsonAsync($"/api/v1/integrations/{Pharmacy}/mappings/statuses", new[] { new { source = "4", target = "Shipped" } });
        mapped.EnsureSuccessStatusCode();
        return variant.Id;
    }

    /// <summary>An order that is ready for the pharmacy and the only one under its reference.</summary>
    private static async Task<Order> ReadyAsync(TestApp app)
    {
        await using var db = await app.Databases.CreateDbContextAsync();
        return await db.Orders.Where(row => row.Status == OrderStatus.Confirmed && db.Orders.Count(other => other.Reference == row.Reference) == 1).OrderByDescending(row => row.Id).FirstAsync();
    }

    private static string? TrackingInShop(TestApp app, string order)
    {
        using var shop = app.Get<ShopDatabase>().OpenForReading();
        return ShopDatabase.Scalar(shop, "SELECT tracking_number FROM order_carriers WHERE id_order = $order", ("$order", order)) as string;
    }

    private static async Task UntilAsync(TestApp app, Func<OrderSyncDb, Task<bool>> reached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        using var changed = new SemaphoreSlim(0);
        using var runs = app.Get<FeedMonitor>().Subscribe(Topics.Runs, () => changed.Release());
        using var outbox = app.Get<FeedMonitor>().Subscribe(Topics.Outbox, () => changed.Release());
        while (true)
        {
            await using var db = await app.Databases.CreateDbContextAsync();
            if (await reached(db))
            {
                return;
            }

            await changed.WaitAsync(limit.Token);
        }
    }
}
