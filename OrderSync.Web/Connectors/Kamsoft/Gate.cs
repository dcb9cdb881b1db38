using System.Net;
using System.Security.Cryptography;
using System.Text;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>What stands before both faces (contracts/kamsoft.md §11): the address, the guard against guessing, TLS, and who may call from where.</summary>
internal sealed class Gate(IIntegrationDirectory directory, ConnectionFactory connections, IPharmacyCalls calls, TimeProvider clock)
{
    private const int MostFailures = 10;
    private static readonly TimeSpan FailureWindow = TimeSpan.FromMinutes(10);
    private static readonly KamsoftSettings Nobody = new() { Key = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)) };

    /// <summary>Who calls, as long as nobody knows.</summary>
    public static Caller Unknown { get; } = new(null, Nobody, IsGuessing: false, IsCaptured: false);

    public async Task<Caller> WhoAsync(string integrationKey, HttpRequest request, CancellationToken ct)
    {
        var integration = await directory.FindAsync(integrationKey, ct) is { } found && found.Connector == KamsoftSetup.Key ? found : null;
        var standing = await calls.StandingAsync(CallerOf(request), clock.GetUtcNow().UtcDateTime - FailureWindow, integration?.Id, ct);
        return new Caller(
            integration, integration is null ? Nobody : (KamsoftSettings)connections.Open(integration).Settings, standing.Failures >= MostFailures, standing.IsCaptured);
    }

    /// <summary>Why somebody who has proved to be one is not served; null when they are.</summary>
    public static Refusal? RefusalOf(Call call)
    {
        var (request, settings) = (call.Request, call.Settings);
        var address = request.HttpContext.Connection.RemoteIpAddress;
        return !request.IsHttps && !settings.AllowHttp ? Refusal.HttpsRequired
            : settings.AllowedAddresses.Count > 0 && !settings.AllowedAddresses.Any(allowed => Covers(allowed, address)) ? Refusal.IpDenied
            : call.Caller.Integration is not { Enabled: true } ? Refusal.SwitchedOff
            : null;
    }

    public static string CallerOf(HttpRequest request) => Plain(request.HttpContext.Connection.RemoteIpAddress)?.ToString() ?? "";

    /// <summary>Takes as long whatever differs, and whatever the lengths.</summary>
    public static bool Same(string given, string wanted) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted))) && wanted.Length > 0;

    private static bool Covers(string allowed, IPAddress? caller) => Plain(caller) is { } address
        && (IPAddress.TryParse(allowed, out var one) ? one.Equals(address) : IPNetwork.TryParse(allowed, out var network) && network.Contains(address));

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
