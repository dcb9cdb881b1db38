using Microsoft.Playwright;

namespace OrderSync.Tests.EndToEnd.Pages;

/// <summary>The page of the first start, where the administrator is made.</summary>
internal sealed class SetupForm(IPage page)
{
    public async Task CreateAdministratorAsync(string code, string email, string password)
    {
        await page.GetByLabel("Set-up code").FillAsync(code);
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/", StringComparison.Ordinal));
    }
}
