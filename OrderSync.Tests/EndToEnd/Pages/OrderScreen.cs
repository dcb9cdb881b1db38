using Microsoft.Playwright;

namespace OrderSync.Tests.EndToEnd.Pages;

/// <summary>An order.</summary>
internal sealed class OrderScreen(IPage page)
{
    /// <summary>Ships everything that is open with one parcel, and waits until the shop knows.</summary>
    public async Task ShipAsync(string trackingNumber)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Ship", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Tracking number").FillAsync(trackingNumber);
        await dialog.Locator("button[type=submit]").ClickAsync();
        await page.GetByText("Confirmed in the shop").First.WaitForAsync();
    }
}
