using Microsoft.Playwright;

namespace OrderSync.Tests.EndToEnd.Pages;

/// <summary>A page of the browser, closed before the program stops, which would wait for its open circuit.</summary>
internal sealed class ClosingPage(IPage page) : IAsyncDisposable
{
    public IPage Page => page;

    public async ValueTask DisposeAsync() => await page.CloseAsync();
}
