using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace OrderSync.Web.Account;

/// <summary>Where people open the program, told on the console on first start.</summary>
internal static class StartAddress
{
    /// <summary>Prints the set-up code, if one is needed, as soon as it is known where the program listens.</summary>
    public static void PrintSetupCode(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        app.Services.GetRequiredService<SetupCode>().Print(Of(app.Configuration["PublicUrl"], listening));
    });

    /// <param name="publicUrl">The address given by whoever runs the program; wins over the one it listens on.</param>
    /// <param name="listening">What the server listens on, for example <c>http://[::]:8080</c>.</param>
    public static string Of(string? publicUrl, IEnumerable<string> listening)
    {
        if (!string.IsNullOrWhiteSpace(publicUrl))
        {
            return publicUrl.Trim().TrimEnd('/');
        }

        // "Every address of this machine" is none that a browser opens.
        return (listening.FirstOrDefault() ?? "http://localhost")
            .Replace("//[::]", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
            .Replace("//*", "//localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal)
            .TrimEnd('/');
    }
}
