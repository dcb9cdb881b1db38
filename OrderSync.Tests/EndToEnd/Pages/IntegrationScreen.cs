using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace OrderSync.Tests.EndToEnd.Pages;

/// <summary>An integration and its tabs.</summary>
internal sealed class IntegrationScreen(IPage page)
{
    public static async Task<IntegrationScreen> TrySandboxAsync(IPage page, Uri address)
    {
        await page.GotoAsync(new Uri(address, "/integrations").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it with the sandbox shop" }).First.ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("tab=feeds", StringComparison.Ordinal));
        return new IntegrationScreen(page);
    }

    /// <summary>Sets up the sandbox's system of another kind than a shop.</summary>
    public static async Task TrySandboxAsync(IPage page, Uri address, string connector)
    {
        await page.GotoAsync(new Uri(address, "/integrations/new").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = connector }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it with the sandbox" }).ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("?tab=", StringComparison.Ordinal));
    }

    /// <summary>Presses Run now of a feed.</summary>
    public static async Task StartAsync(IPage page, Uri address, long integration, string feed)
    {
        await page.GotoAsync(new Uri(address, $"/integrations/{integration}?tab=feeds").ToString());
        await page.GetByRole(AriaRole.Article, new() { Name = feed }).GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
    }

    /// <summary>Presses Run now of a feed and waits, without reloading, until its card shows how the run ended.</summary>
    public async Task RunNowAsync(string feed, string ending)
    {
        var card = page.GetByRole(AriaRole.Article, new() { Name = feed });
        await card.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await card.GetByText(ending, new() { Exact = true }).WaitForAsync();
    }

    public async Task MapAsync(string source, string target)
    {
        await page.GetByLabel($"{source} means").SelectOptionAsync(new SelectOptionValue { Label = target });
        await page.GetByRole(AriaRole.Button, new() { Name = "Save mappings" }).ClickAsync();
        await page.GetByText(new Regex("being tried again now|imported now")).WaitForAsync();
    }
}
