using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using OrderSync.Domain.Orders;
using OrderSync.Tests.EndToEnd.Pages;
using OrderSync.Tests.Support;
using OrderSync.Web.Account;

namespace OrderSync.Tests.EndToEnd;

/// <summary>What somebody does on the first day: from an empty program to imported orders, and a carrier nobody had mapped.</summary>
public sealed class FirstDayJourney(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task From_the_first_start_to_imported_orders_and_an_unmapped_carrier_mapped()
    {
        await using var app = await TestApp.ListenEmptyAsync(("Sandbox:Enabled", "true"), ("Sandbox:Arrivals", "false"));
        await using var page = new ClosingPage(await browser.OpenAsync());
        page.Page.SetDefaultTimeout(90_000);
        await page.Page.GotoAsync(app.Address.ToString());
        await new SetupForm(page.Page).CreateAdministratorAsync(app.Get<SetupCode>().Current!, TestApp.AdminEmail, TestApp.AdminPassword);

        var integration = await IntegrationScreen.TrySandboxAsync(page.Page, app.Address);
        await integration.RunNowAsync("Import new orders", ending: "With problems");
        var (imported, problems) = await CountsAsync(app);
        Assert.True(imported > 50, $"Only {imported} orders were imported.");
        Assert.True(problems > 0, "No order waits for the unmapped carrier.");

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Problems" }).First.ClickAsync();
        await page.Page.GetByText("Carrier 'Kurier 24' is not mapped yet").First.WaitForAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Map it" }).First.ClickAsync();
        await integration.MapAsync("Kurier 24", "Express delivery");

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Problems" }).First.ClickAsync();
        // Not until the text of the problem is gone: a page that has not read its rows yet does not show it either.
        await page.Page.GetByText("Nothing needs you").WaitForAsync();
        Assert.Equal((imported + problems, 0), await CountsAsync(app));
    }

    private static async Task<(int Imported, int Problems)> CountsAsync(TestApp app)
    {
        await using var db = await app.Databases.CreateDbContextAsync();
        return (await db.Orders.CountAsync(), await db.IncomingOrders.CountAsync(incoming => incoming.State == IncomingState.Problem));
    }
}
