using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.OrderApi;

/// <summary>Names what kept a request from being answered. What may have arrived is <see cref="RemoteFailureKind.Unknown"/>; it is sent again with the same id.</summary>
internal static class OrderApiFailures
{
    public const string AddressRefused = "address-refused";
    public const string Timeout = "timeout";
    public const string ConnectionLost = "connection-lost";
    public const string Unanswered = "unreachable";

    public static RemoteFailure NoAnswer(string host, TimeSpan limit) => new(
        RemoteFailureKind.Unknown, Timeout,
        new Phrase("{0} did not answer within {1} seconds; whether it took the message is not known.", host, ((int)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
        new Phrase("It is sent again with the same number. If it stays so, ask who runs the other system why it is slow."));

    public static RemoteFailure Lost(string host) => new(
        RemoteFailureKind.Unknown, ConnectionLost,
        new Phrase("The connection to {0} was lost after sending; whether it took the message is not known.", host),
        new Phrase("It is sent again with the same number. If it stays so, ask who runs the other system."));

    public static RemoteFailure Unreachable(string host) => Unavailable(
        Unanswered, new Phrase("{0} cannot be reached.", host), "Check the address, and ask who runs the other system whether it is up.");

    /// <param name="wasSent">Whether any of the request may have left.</param>
    public static RemoteFailure From(HttpRequestException error, string host, bool wasSent) => TransportFaults.Of(error, wasSent) switch
    {
        TransportFault.SandboxOff => Refused(new Phrase("The sandbox is switched off."), "Start OrderSync with Sandbox__Enabled=true."),
        TransportFault.AddressRefused => Refused(
            new Phrase("{0} leads into a private network, which OrderSync does not call by itself.", host),
            $"Enter the public address, or start OrderSync with {OutboundGuard.AllowSetting}=true."),
        TransportFault.Tls => Unavailable(
            "tls", new Phrase("No secure connection to {0}: its certificate cannot be trusted.", host), "Let who runs it install a valid certificate for this name."),
        TransportFault.HostNotFound => Unavailable("host-not-found", new Phrase("There is no host named '{0}'.", host), "Check the spelling of the address."),
        TransportFault.ConnectionRefused => Unavailable(
            "connection-refused", new Phrase("{0} refuses the connection.", host), "Check the address and the port, and whether the other system is running."),
        TransportFault.Unreachable => Unreachable(host),
        _ => Lost(host),
    };

    private static RemoteFailure Refused(Phrase message, string remedy) => new(RemoteFailureKind.AddressRefused, AddressRefused, message, new Phrase(remedy));

    private static RemoteFailure Unavailable(string code, Phrase message, string remedy) => new(RemoteFailureKind.Unavailable, code, message, new Phrase(remedy));
}
