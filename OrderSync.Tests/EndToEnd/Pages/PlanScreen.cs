using Microsoft.Playwright;

namespace OrderSync.Tests.EndToEnd.Pages;

/// <summary>A stock plan.</summary>
internal sealed class PlanScreen(IPage page)
{
    public Task SeeAsync(string text) => page.GetByText(text).First.WaitForAsync();

    /// <summary>Approves the plan with a note, and waits until it is written.</summary>
    public async Task ApproveAsync(string note)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Note").FillAsync(note);
        await dialog.Locator("button[type=submit]").ClickAsync();
        await page.Locator(".os-page-title").GetByText("Written", new() { Exact = true }).WaitForAsync();
    }
}
