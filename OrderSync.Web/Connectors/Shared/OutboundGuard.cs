using System.Net;
using System.Net.Sockets;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>An address that our own rule forbids to connect to.</summary>
public sealed class AddressRefusedException(string message, bool isSandbox = false) : IOException(message)
{
    /// <summary>The made-up host of the sandbox was meant, and the sandbox is off.</summary>
    public bool IsSandbox { get; } = isSandbox;
}

/// <summary>
/// Opens every outgoing connection of the connectors. It looks the name up itself and connects to exactly the address it has checked,
/// so that neither a private address nor a name that changes its mind between check and connect leads into the network the program runs in.
/// </summary>
public sealed class OutboundGuard(IConfiguration configuration, SandboxAddress sandbox)
{
    /// <summary>Setting that permits private networks, as people write it in the environment.</summary>
    public const string AllowSetting = "Outbound__AllowPrivateNetworks";

    private static readonly TimeSpan PatiencePerAddress = TimeSpan.FromSeconds(5);

    private bool AllowPrivate => configuration.GetValue("Outbound:AllowPrivateNetworks", false);

    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken ct)
    {
        if (string.Equals(target.Host, SandboxAddress.Host, StringComparison.OrdinalIgnoreCase))
        {
            var own = sandbox.EndPoint ?? throw new AddressRefusedException("The sandbox is switched off.", isSandbox: true);
            return await OpenAsync(await LookUpAsync(own.Host, ct), own.Port, ct);
        }

        var addresses = await LookUpAsync(target.Host, ct);
        var allowed = AllowPrivate ? addresses : [.. addresses.Where(PublicAddresses.IsPublic)];
        return allowed.Length > 0
            ? await OpenAsync(allowed, target.Port, ct)
            : throw new AddressRefusedException($"{target.Host} leads into a private network.");
    }

    private static async Task<IPAddress[]> LookUpAsync(string host, CancellationToken ct) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) ? [address] : await Dns.GetHostAddressesAsync(host, ct);

    private static async Task<Stream> OpenAsync(IPAddress[] addresses, int port, CancellationToken ct)
    {
        foreach (var address in addresses[..^1])
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(PatiencePerAddress);
            try
            {
                return await OpenAsync(address, port, limit.Token);
            }
            catch (Exception error) when (error is SocketException || (error is OperationCanceledException && !ct.IsCancellationRequested))
            {
                // The name has another address: try that one.
            }
        }

        return await OpenAsync(addresses[^1], port, ct);
    }

    private static async Task<Stream> OpenAsync(IPAddress address, int port, CancellationToken ct)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
