using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;

namespace OrderSync.Web.Sandbox;

/// <summary>
/// The sandbox as a process of its own, for tests which kill the program beside it and for benchmarks:
/// <c>dotnet OrderSync.Web.dll sandbox --urls http://127.0.0.1:5090 --database shop.db</c>.
/// </summary>
public static class SandboxHost
{
    private const string Usage =
        "sandbox --urls http://127.0.0.1:PORT --database FILE [--orders N] [--products N] [--latency MS] [--api-key KEY] [--arrivals PER-MINUTE] "
        + "[--second-shop true] [--inconsistent-order true]";

    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--database"] = nameof(SandboxOptions.DatabasePath),
        ["--api-key"] = nameof(SandboxOptions.ApiKey),
        ["--arrivals"] = nameof(SandboxOptions.ArrivalsPerMinute),
        ["--second-shop"] = nameof(SandboxOptions.SecondShop),
        ["--inconsistent-order"] = nameof(SandboxOptions.InconsistentOrder),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (Build(args) is not { } app)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        await using (app)
        {
            await app.StartAsync();
            var settings = app.Services.GetRequiredService<ShopSettings>();
            await Console.Out.WriteLineAsync($"Sandbox shop at {app.Urls.First()}{WebserviceEndpoint.ShopPath} with key {settings.FullKey}");
            await app.WaitForShutdownAsync();
            return 0;
        }
    }

    /// <summary>The program, its shop filled, not yet listening; null when the arguments do not say where and on what.</summary>
    public static WebApplication? Build(string[] args)
    {
        var given = new ConfigurationBuilder().AddCommandLine(args is ["sandbox", .. var rest] ? rest : args, Switches).Build();
        var options = new SandboxOptions { Enabled = true };
        given.Bind(options);
        // Benchmarks and tests count orders: none come by themselves unless asked for.
        options.Arrivals = given[nameof(SandboxOptions.ArrivalsPerMinute)] is not null;
        if (options.DatabasePath is null || options.ApiKey.Length != ApiKey.RequiredLength || !IsLocal(given["urls"]))
        {
            return null;
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelCore().UseUrls(given["urls"]!).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Long request lines are refused by the shop, in the words of Apache.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSandbox(options);
        var app = builder.Build();
        app.MapOpenSandbox();
        app.Services.GetRequiredService<SandboxShop>();
        return app;
    }

    /// <summary>There is no sign-in here, so nobody else's machine may reach it.</summary>
    private static bool IsLocal(string? urls) =>
        urls?.Split(';').All(url => Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { IsLoopback: true, Scheme: "http" }) == true;
}
