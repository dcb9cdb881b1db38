using System.Net;
using System.Security.Cryptography;
using System.Text;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>Who calls, as far as the address says; whether they may is proved by each face in its own way.</summary>
/// <param name="Settings">For an address nobody has: settings that let nobody in, so that it takes the same way to the same answer.</param>
internal sealed record Counter(Integration? Integration, KamsoftSettings Settings)
{
    public bool IsOpen => Integration is { Enabled: true };

    /// <summary>Never with the settings.</summary>
    public override string ToString() => $"Counter {Integration?.Id}";
}

/// <summary>What stands before both faces (contracts/kamsoft.md §11): the address, TLS, who may call from where, and the guard against guessing.</summary>
internal sealed class Gate(IIntegrationDirectory directory, ConnectionFactory connections, IPharmacyCalls calls, TimeProvider clock)
{
    private const int MostFailures = 10;
    private static readonly TimeSpan FailureWindow = TimeSpan.FromMinutes(10);
    private static readonly KamsoftSettings Nobody = new() { AllowHttp = true, Key = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)) };

    public async Task<Counter> FindAsync(string key, CancellationToken ct)
    {
        var found = await directory.FindAsync(key, ct);
        return found is { } integration && integration.Connector == KamsoftSetup.Key
            ? new Counter(integration, (KamsoftSettings)connections.Open(integration).Settings)
            : new Counter(null, Nobody);
    }

    /// <summary>Why the call is not even looked at; null when it may go on to prove itself.</summary>
    public async Task<GateRefusal?> RefusalAsync(HttpRequest request, KamsoftSettings settings, CancellationToken ct)
    {
        var caller = request.HttpContext.Connection.RemoteIpAddress;
        return !request.IsHttps && !settings.AllowHttp ? GateRefusal.HttpsRequired
            : settings.AllowedAddresses.Count > 0 && !settings.AllowedAddresses.Any(allowed => Covers(allowed, caller)) ? GateRefusal.IpDenied
            : await calls.FailuresAsync(CallerOf(request), clock.GetUtcNow().UtcDateTime - FailureWindow, ct) >= MostFailures ? GateRefusal.TooManyFailures
            : null;
    }

    public static string CallerOf(HttpRequest request) => request.HttpContext.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : "";

    /// <summary>Takes as long whatever differs, and whatever the lengths.</summary>
    public static bool Same(string given, string wanted) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted))) && wanted.Length > 0;

    private static bool Covers(string allowed, IPAddress? caller)
    {
        var address = caller is { IsIPv4MappedToIPv6: true } ? caller.MapToIPv4() : caller;
        return address is not null && (IPAddress.TryParse(allowed, out var one) ? one.Equals(address) : IPNetwork.TryParse(allowed, out var network) && network.Contains(address));
    }
}

internal enum GateRefusal
{
    HttpsRequired,
    IpDenied,
    TooManyFailures,
}
