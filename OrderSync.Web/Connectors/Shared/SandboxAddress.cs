using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>
/// Where the sandbox answers. Connectors reach it under one made-up host name, whatever address the program listens on; the name
/// leads to the program's own first http listener, or to <c>Sandbox:Url</c> when the sandbox runs as a process of its own.
/// </summary>
public sealed class SandboxAddress(IConfiguration configuration, IHostEnvironment environment, IServer? server = null)
{
    public const string Host = "sandbox.ordersync.internal";

    /// <summary>Base address of the sandbox's PrestaShop.</summary>
    public const string PrestaShopUrl = "http://" + Host + "/sandbox/prestashop";

    /// <summary>The key the sandbox's PrestaShop accepts at the start. Not a secret: the sandbox is only reachable from the program itself.</summary>
    public const string PrestaShopKey = "SANDBOXKEY0000000000000000000001";

    /// <summary>The state its orders get when they are shipped.</summary>
    public const string ShippedState = "4";

    /// <summary>Base address of the sandbox's order API, and the key and secret it accepts at the start.</summary>
    public const string OrderApiUrl = "http://" + Host + "/sandbox/order-api";
    public const string OrderApiKey = "sandbox-key-0001";
    public const string OrderApiSecret = "whsec_U2FuZGJveE9yZGVyQXBpU2VjcmV0MDAwMDAwMDE=";

    /// <summary>Address of the sandbox's FrontPad, and the secret its account has.</summary>
    public const string FrontPadUrl = "http://" + Host + "/sandbox/frontpad/api/index.php";
    public const string FrontPadSecret = "SANDBOXFRONTPAD00000000000000001";

    /// <summary>Where the sandbox's pharmacy is told how to call, and what it proves itself with. It calls; it is never called otherwise.</summary>
    public const string PharmacyUrl = "http://" + Host + "/sandbox/pharmacy/program";
    public const string PharmacyLogin = "sandbox-pharmacy";
    public const string PharmacyPassword = "sandbox-password-0001";
    public const string PharmacyKey = "sandboxpharmacykey00000000000000000000000001";

    /// <summary>Whether an address is the sandbox's.</summary>
    public static bool IsSandbox(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Host == Host;

    public bool Enabled => configuration.GetValue("Sandbox:Enabled", environment.IsDevelopment());

    /// <summary>Address and port to connect to; null while the sandbox is off or the program listens on no http address.</summary>
    public DnsEndPoint? EndPoint => !Enabled ? null : FromConfiguration() ?? FromOwnListener();

    /// <summary>Where the program itself listens, as the sandbox reaches it; null when it listens on no http address.</summary>
    public Uri? OwnListener => FromOwnListener() is { } own ? new UriBuilder(Uri.UriSchemeHttp, own.Host, own.Port).Uri : null;

    private DnsEndPoint? FromConfiguration() =>
        Uri.TryCreate(configuration["Sandbox:Url"], UriKind.Absolute, out var url) ? new DnsEndPoint(url.Host, url.Port) : null;

    private DnsEndPoint? FromOwnListener() => server?.Features.Get<IServerAddressesFeature>()?.Addresses
        .Where(address => address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        .Select(BindingAddress.Parse)
        .Select(binding => new DnsEndPoint(IPAddress.TryParse(binding.Host.Trim('[', ']'), out var ip) && !IsAny(ip) ? ip.ToString() : "localhost", binding.Port))
        .FirstOrDefault();

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
