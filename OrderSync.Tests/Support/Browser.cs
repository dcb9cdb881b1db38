using Microsoft.Playwright;

namespace OrderSync.Tests.Support;

/// <summary>One Chromium for all tests that look at pages. <c>eng/install-browser</c> installs it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string[] Options =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        // As patient as Playwright's other waits: the machine may be busy.
        Assertions.SetDefaultExpectTimeout(30_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = Options });
    }

    /// <summary>A page in a window of its own: nothing is shared with other tests.</summary>
    public Task<IPage> OpenAsync(BrowserNewPageOptions? options = null) => browser!.NewPageAsync(options);

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    private static string Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var wanted = Environment.GetEnvironmentVariable("ORDERSYNC_BROWSER") is { Length: > 0 } named ? [named] : Names;
        return wanted.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium or Chrome found. Run eng/install-browser, or set ORDERSYNC_BROWSER to one.");
    }
}
