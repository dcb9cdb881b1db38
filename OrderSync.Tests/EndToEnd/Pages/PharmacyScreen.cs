using Microsoft.Playwright;

namespace OrderSync.Tests.EndToEnd.Pages;

/// <summary>The sandbox's pharmacy program.</summary>
internal sealed class PharmacyScreen(IPage page, Uri address)
{
    public Task OpenAsync() => page.GotoAsync(new Uri(address, "/sandbox/pharmacy").ToString());

    /// <summary>Sends all items, and waits until they were answered.</summary>
    public async Task SendShelfAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the shelf" }).ClickAsync();
        await page.GetByText("status=done").First.WaitForAsync();
    }

    /// <summary>Fetches the orders that are ready, and waits until their batch was confirmed.</summary>
    public async Task FetchOrdersAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Fetch orders" }).ClickAsync();
        await page.GetByText("confirmed=").First.WaitForAsync();
    }

    /// <summary>Reports an order as sent under a waybill, and waits until that was taken.</summary>
    public async Task ReportSentAsync(string order, string waybill)
    {
        await page.GetByLabel($"Status of order {order}", new() { Exact = true }).First.SelectOptionAsync("4");
        await page.GetByLabel($"Waybill of order {order}", new() { Exact = true }).First.FillAsync(waybill);
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = order }).GetByRole(AriaRole.Button, new() { Name = "Report" }).First.ClickAsync();
        await page.GetByText("updated=1").First.WaitForAsync();
    }
}
