using Microsoft.Playwright;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.EndToEnd;

public sealed class StartPageTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_slash_goes_to_the_search_box_and_Enter_is_answered_by_the_server()
    {
        await using var app = await TestApp.ListenAsync();
        // Closed before the program stops: a program waits half a minute for pages that are still open.
        await using var page = await browser.OpenAsync();

        await app.SignInAsync(page);
        // A new page puts the focus on its title first.
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("1024");
        await page.Keyboard.PressAsync("Enter");

        await page.GetByRole(AriaRole.Heading, new() { Name = "Search", Level = 1 }).WaitForAsync();
        Assert.EndsWith("/search?q=1024", page.Url, StringComparison.Ordinal);
    }
}
