using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Playwright;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.EndToEnd;

public sealed class StartPageTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_click_in_the_browser_is_answered_by_the_server()
    {
        await using var program = new WebApplicationFactory<Program>();
        program.UseKestrel(port: 0);
        program.StartServer();
        // Closed before the program stops: a program waits half a minute for pages that are still open.
        await using var page = await browser.OpenAsync();

        await page.GotoAsync(program.ClientOptions.BaseAddress.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask the server" }).ClickAsync();

        await page.GetByText("Answered 1 times").WaitForAsync();
    }
}
