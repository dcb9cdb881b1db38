using System.Net.Sockets;
using System.Security.Authentication;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Names what kept a request from being answered.</summary>
internal static class TransportFailures
{
    public static ShopFailure Timeout(string host, TimeSpan limit) => ShopFailure.Of(
        Cure.Smaller, RemoteFailureKind.Unavailable, FailureCode.Timeout,
        new Phrase("{0} did not answer within {1} seconds.", host, ((int)limit.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        "Try again later; if it stays so, ask the shop's host why it is slow.");

    public static ShopFailure TooLarge(string host) => ShopFailure.Of(
        Cure.Smaller, RemoteFailureKind.Malformed, FailureCode.TooLarge,
        new Phrase("{0} sent an answer that is too large to be a list of orders.", host),
        "Check that the address is the shop's own.");

    /// <summary>The answer ended in the middle.</summary>
    public static ShopFailure Lost(string host) => ShopFailure.Of(
        Cure.Smaller, RemoteFailureKind.Unavailable, FailureCode.ConnectionLost,
        new Phrase("The connection to {0} was lost.", host),
        "Try again later; if it stays so, ask the shop's host.");

    public static ShopFailure From(HttpRequestException error, string host)
    {
        var causes = Causes(error).ToList();
        if (causes.OfType<AddressRefusedException>().FirstOrDefault() is { } refused)
        {
            return Refused(refused, host);
        }

        if (causes.OfType<AuthenticationException>().Any() || error.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return ShopFailure.Of(Cure.None, RemoteFailureKind.Unavailable, FailureCode.Tls,
                new Phrase("No secure connection to {0}: its certificate cannot be trusted.", host),
                "Let the shop's host install a valid certificate for this name.");
        }

        return causes.OfType<SocketException>().FirstOrDefault() is { } socket
            ? FromSocket(socket.SocketErrorCode, host)
            : error.HttpRequestError == HttpRequestError.NameResolutionError ? NotFound(host)
            : error.HttpRequestError == HttpRequestError.ConnectionError ? Unreachable(host)
            : Lost(host);
    }

    private static ShopFailure FromSocket(SocketError error, string host) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData => NotFound(host),
        SocketError.ConnectionRefused => ShopFailure.Of(Cure.Repeat, RemoteFailureKind.Unavailable, FailureCode.ConnectionRefused,
            new Phrase("{0} refuses the connection.", host),
            "Check the address and the port, and whether the shop's server is running."),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => Lost(host),
        _ => Unreachable(host),
    };

    private static ShopFailure NotFound(string host) => ShopFailure.Of(
        Cure.Repeat, RemoteFailureKind.Unavailable, FailureCode.HostNotFound,
        new Phrase("There is no host named '{0}'.", host),
        "Check the spelling of the shop's address.");

    public static ShopFailure Unreachable(string host) => ShopFailure.Of(
        Cure.Repeat, RemoteFailureKind.Unavailable, FailureCode.Unreachable,
        new Phrase("{0} cannot be reached.", host),
        "Check the address, and whether the shop opens in a browser.");

    private static ShopFailure Refused(AddressRefusedException refused, string host) => ShopFailure.Of(
        Cure.None, RemoteFailureKind.AddressRefused, FailureCode.AddressRefused,
        refused.IsSandbox
            ? new Phrase("The sandbox shop is switched off.")
            : new Phrase("{0} leads into a private network, which OrderSync does not call by itself.", host),
        refused.IsSandbox
            ? "Start OrderSync with Sandbox__Enabled=true."
            : $"Enter the shop's public address, or start OrderSync with {OutboundGuard.AllowSetting}=true.");

    private static IEnumerable<Exception> Causes(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            yield return error;
        }
    }
}
