using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace OrderSync.Web.Hosting;

/// <summary>
/// Setting <c>TrustedProxies</c>: addresses or networks (<c>10.0.0.5, 10.1.0.0/16</c>) whose X-Forwarded-* headers are believed. Without it nobody's are:
/// anybody could write any address there.
/// </summary>
internal static class TrustedProxies
{
    private const string Setting = "TrustedProxies";

    public static void AddTrustedProxies(this WebApplicationBuilder builder)
    {
        var trusted = Read(builder.Configuration);
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = trusted.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in trusted)
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        });
    }

    private static List<IPNetwork> Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        var texts = section.Get<string[]>() ?? (section.Value ?? "").Split(
            [',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. texts.Select(Parse)];
    }

    private static IPNetwork Parse(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out var network)
            ? network
            : throw new InvalidOperationException($"{Setting}: '{text}' is no address and no network, for example 10.0.0.5 or 10.1.0.0/16.");
    }
}
