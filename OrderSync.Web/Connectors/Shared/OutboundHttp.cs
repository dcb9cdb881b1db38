using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>The way connectors get an <see cref="HttpClient"/>: guarded addresses, nothing followed, nothing remembered, nothing logged.</summary>
public static class OutboundHttp
{
    /// <summary>A constant name with an address to ask: hosts turn away unknown or missing ones, and firewalls can let this one in.</summary>
    public const string UserAgent = "OrderSync/1.0 (+https://github.com/ordersync)";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    public static IHttpClientBuilder AddOutboundHttp(this IServiceCollection services, string name)
    {
        services.TryAddSingleton<SandboxAddress>();
        services.TryAddSingleton<OutboundGuard>();
        return services.AddHttpClient(name, client =>
            {
                client.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent);
                client.Timeout = Timeout.InfiniteTimeSpan; // each request has its own, which also covers reading the answer
            })
            .RemoveAllLoggers() // the factory's own logging writes whole addresses, and an address may carry a key
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // connections are renewed by PooledConnectionLifetime
            .ConfigurePrimaryHttpMessageHandler(provider => CreateHandler(provider.GetRequiredService<OutboundGuard>()));
    }

    public static SocketsHttpHandler CreateHandler(OutboundGuard guard) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false, // behind a proxy the guard would see the proxy's address only
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        ConnectCallback = (context, ct) => guard.ConnectAsync(context.DnsEndPoint, ct),
    };
}
