using Microsoft.Playwright;

namespace OrderSync.Tests.EndToEnd.Pages;

/// <summary>The sandbox's shop, where customers buy.</summary>
internal sealed class CounterScreen(IPage page, Uri address)
{
    /// <summary>Buys one piece, and waits until the order is in the shop's list.</summary>
    /// <param name="order">The number it gets.</param>
    public async Task BuyAsync(int order)
    {
        await page.GotoAsync(new Uri(address, "/sandbox").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy" }).ClickAsync();
        await page.GetByLabel($"State of order {order}", new() { Exact = true }).WaitForAsync();
    }
}
