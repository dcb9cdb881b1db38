using Microsoft.Playwright;

namespace OrderSync.Tests.EndToEnd.Pages;

/// <summary>The board of the sandbox's FrontPad.</summary>
internal sealed class BoardScreen(IPage page, Uri address)
{
    public Task OpenAsync() => page.GotoAsync(new Uri(address, "/sandbox/frontpad").ToString());

    /// <summary>Waits until the order stands on the board.</summary>
    public Task SeeAsync(int order) => StatusOf(order).WaitForAsync();

    /// <summary>Gives an order another status, and waits until the report of it was taken.</summary>
    public async Task ChangeAsync(int order, string status)
    {
        await StatusOf(order).SelectOptionAsync(new SelectOptionValue { Label = status });
        await page.GetByText("Report: answered 200").WaitForAsync();
    }

    public Task MisbehaveAsync(string fault) => page.GetByRole(AriaRole.Checkbox, new() { Name = fault }).CheckAsync();

    private ILocator StatusOf(int order) => page.GetByLabel($"Status of order {order}", new() { Exact = true });
}
