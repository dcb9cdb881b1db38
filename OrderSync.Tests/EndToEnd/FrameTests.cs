using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.EndToEnd;

public sealed partial class FrameTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_cut_connection_is_told_and_the_page_goes_on_where_it_was()
    {
        await using var app = await TestApp.ListenAsync();
        await using var page = await browser.OpenAsync();
        var line = new Line();
        await page.RouteWebSocketAsync(Circuit(), line.Carry);
        await app.SignInAsync(page);
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await page.Locator("#global-search").FillAsync("1024");

        await line.CutAsync();
        await page.GetByText("The connection to OrderSync was lost").WaitForAsync();
        line.Mend();
        await page.GetByText("The connection to OrderSync was lost").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.Locator("#global-search").PressAsync("Enter");

        await page.GetByRole(AriaRole.Heading, new() { Name = "Search", Level = 1 }).WaitForAsync();
        Assert.EndsWith("/search?q=1024", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chosen_theme_and_the_folded_navigation_are_there_at_the_first_paint()
    {
        await using var app = await TestApp.ListenAsync();
        await using var page = await browser.OpenAsync(new() { ColorScheme = ColorScheme.Light });
        await app.SignInAsync(page);
        await page.GetByLabel("Colour theme").First.ClickAsync();
        await page.GetByText("Dark", new() { Exact = true }).ClickAsync();
        await page.Locator("[data-nav-toggle=fold]").ClickAsync();

        var answer = await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });

        Assert.Matches("""<html[^>]* data-theme="dark" data-nav="folded">""", await answer!.TextAsync());
    }

    [Fact]
    public async Task On_a_phone_the_navigation_is_a_drawer_and_nothing_is_wider_than_the_screen()
    {
        await using var app = await TestApp.ListenAsync();
        await using var page = await browser.OpenAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await app.SignInAsync(page);
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        var navigation = page.GetByRole(AriaRole.Navigation, new() { Name = "Main navigation" });
        await Assertions.Expect(navigation).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Open the navigation" }).ClickAsync();
        await navigation.GetByRole(AriaRole.Link, new() { Name = "Runs" }).ClickAsync();

        await page.WaitForURLAsync("**/runs");
        await Assertions.Expect(navigation).ToBeHiddenAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_a_page_with_a_way_out()
    {
        await using var app = await TestApp.ListenAsync();
        await using var page = await browser.OpenAsync();
        await app.SignInAsync(page);

        var answer = await page.GotoAsync(new Uri(new Uri(page.Url), "/nothing-here").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Go to the dashboard" }).ClickAsync();

        Assert.Equal(404, answer!.Status);
        await page.GetByRole(AriaRole.Heading, new() { Name = "Dashboard", Level = 1 }).WaitForAsync();
    }

    [GeneratedRegex("/_blazor")]
    private static partial Regex Circuit();

    /// <summary>The line between page and server, which can be cut and mended.</summary>
    private sealed class Line
    {
        private readonly ConcurrentBag<(IWebSocketRoute Page, IWebSocketRoute Server)> open = [];
        private volatile bool cut;

        public void Carry(IWebSocketRoute page)
        {
            if (cut)
            {
                _ = page.CloseAsync();
            }
            else
            {
                open.Add((page, page.ConnectToServer()));
            }
        }

        public async Task CutAsync()
        {
            cut = true;
            while (open.TryTake(out var line))
            {
                await line.Server.CloseAsync();
                await line.Page.CloseAsync();
            }
        }

        public void Mend() => cut = false;
    }
}
