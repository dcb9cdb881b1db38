using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.EndToEnd.Pages;
using OrderSync.Tests.Support;
using OrderSync.Web.Alerts;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;
using OrderSync.Web.Sandbox.PrestaShop;

namespace OrderSync.Tests.EndToEnd;

/// <summary>A kitchen that works with FrontPad: orders of the shop get there, their statuses get back, and what was left out reaches somebody.</summary>
public sealed class TargetJourney(Browser browser) : IClassFixture<Browser>
{
    /// <summary>The next order comes with the carrier that is not mapped, and both that follow are paid.</summary>
    private const int OrdersBefore = 57;
    private const int InPreparation = 3;
    private const long Shop = 1;

    [Fact]
    public async Task From_an_order_in_the_shop_to_the_kitchen_and_back_and_a_dropped_product_becomes_a_problem_and_a_mail()
    {
        await using var mail = new MailServer();
        await using var app = await TestApp.ListenAsync(
            null, ("Sandbox:Enabled", "true"), ("Sandbox:Arrivals", "false"), ("Sandbox:Orders", $"{OrdersBefore}"), ("Outbound:AllowPrivateNetworks", "true"));
        await using var page = new ClosingPage(await browser.OpenAsync());
        page.Page.SetDefaultTimeout(90_000);
        await app.SignInAsync(page.Page);
        await IntegrationScreen.TrySandboxAsync(page.Page, app.Address);
        await IntegrationScreen.TrySandboxAsync(page.Page, app.Address, "FrontPad");
        await PrepareAsync(app, mail.Port);
        var (shop, board) = (new CounterScreen(page.Page, app.Address), new BoardScreen(page.Page, app.Address));

        await shop.BuyAsync(OrdersBefore + 1);
        await IntegrationScreen.StartAsync(page.Page, app.Address, Shop, "Import new orders");
        await page.Page.GotoAsync(new Uri(app.Address, "/problems").ToString());
        await page.Page.GetByText("Carrier 'Kurier 24' is not mapped yet").First.WaitForAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Map it" }).First.ClickAsync();
        await new IntegrationScreen(page.Page).MapAsync("Kurier 24", "Express delivery");

        await board.OpenAsync();
        await board.SeeAsync(1);
        await board.ChangeAsync(1, "3 · В производстве");
        await page.Page.GotoAsync(new Uri(app.Address, $"/orders/{await OrderAsync(app, OrdersBefore + 1)}").ToString());
        await page.Page.GetByText("Status changed from Confirmed to Preparing: 'Sandbox FrontPad' reported '3'").WaitForAsync();
        await UntilAsync(app, db => db.OutboxMessages.AnyAsync(row => row.IntegrationId == Shop && row.Kind == OutboxKind.Status && row.State == OutboxState.Sent));
        Assert.Equal(InPreparation, app.Get<SandboxShop>().LastOrders(1).Single().State);

        await board.OpenAsync();
        await board.MisbehaveAsync("Drops a product");
        await shop.BuyAsync(OrdersBefore + 2);
        await IntegrationScreen.StartAsync(page.Page, app.Address, Shop, "Import new orders");
        await page.Page.GotoAsync(new Uri(app.Address, "/problems").ToString());
        await page.Page.GetByText("Add it there by hand, or tell the customer").First.WaitForAsync();
        Assert.Contains("'Sandbox FrontPad' made the order without", await MailAsync(app, mail, "Add it there by hand"), StringComparison.Ordinal);
    }

    /// <summary>The shop learns what is in preparation, and alerts have somewhere to go.</summary>
    private static async Task PrepareAsync(TestApp app, int mailPort)
    {
        using var api = app.Api();
        using var mapped = await api.PutAsJsonAsync($"/api/v1/integrations/{Shop}/mappings/statuses-back", new[] { new { source = "Preparing", target = $"{InPreparation}" } });
        mapped.EnsureSuccessStatusCode();
        using var channel = await api.PostAsJsonAsync("/api/v1/alert-channels", new
        {
            kind = "email",
            name = "Kitchen",
            addresses = new[] { "anna@example.com" },
            settings = new { host = "localhost", port = mailPort, security = "none", from = "hub@example.com" },
        });
        channel.EnsureSuccessStatusCode();
    }

    private static async Task<long> OrderAsync(TestApp app, int number)
    {
        await using var db = await app.Databases.CreateDbContextAsync();
        return await db.Orders.Where(row => row.ExternalId == $"{number}").Select(row => row.Id).SingleAsync();
    }

    /// <summary>Lets alerts look now instead of within half a minute, and waits for the mail that says it.</summary>
    private static async Task<string> MailAsync(TestApp app, MailServer mail, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var arrived = new SemaphoreSlim(0);
        mail.Arrived = () => arrived.Release();
        await using (var db = await app.Databases.CreateDbContextAsync())
        {
            await db.AlertWatches.ExecuteUpdateAsync(set => set.SetProperty(row => row.NextLookAt, (DateTime?)null));
        }

        app.Get<AlertSignal>().Set();
        while (true)
        {
            if (mail.Mails.Select(sent => sent.Text).FirstOrDefault(sent => sent.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            await arrived.WaitAsync(limit.Token);
        }
    }

    private static async Task UntilAsync(TestApp app, Func<OrderSyncDb, Task<bool>> reached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var changed = new SemaphoreSlim(0);
        using var _ = app.Get<FeedMonitor>().Subscribe(Topics.Outbox, () => changed.Release());
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
