using System.Net.Sockets;
using System.Security.Authentication;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Alerts.Sending;

/// <summary>Says in words what kept an alert from being sent. What an exception says is never shown.</summary>
internal static class SendFailures
{
    /// <summary>Whether <see cref="Of"/> has words for it; anything else is a bug.</summary>
    public static bool Knows(Exception error) => error is HttpRequestException or IOException or SocketException or AuthenticationException or OperationCanceledException;

    /// <param name="host">Where it was to go.</param>
    public static RemoteFailure Of(Exception error, string host)
    {
        var causes = Causes(error).ToList();
        if (causes.OfType<AddressRefusedException>().Any())
        {
            return new RemoteFailure(RemoteFailureKind.AddressRefused, "address-refused",
                new Phrase("{0} leads into a private network, which OrderSync does not call by itself.", host),
                new Phrase($"Enter a public address, or start OrderSync with {OutboundGuard.AllowSetting}=true."));
        }

        if (causes.OfType<AuthenticationException>().Any() || error is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
        {
            return Unavailable("tls", new Phrase("No secure connection to {0}: its certificate cannot be trusted.", host),
                "Check that the name and the port are right and that encryption is chosen as the server wants it, or let who runs it install a valid certificate for this name.");
        }

        return causes.OfType<SocketException>().FirstOrDefault()?.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                Unavailable("host-not-found", new Phrase("There is no host named '{0}'.", host), "Check the spelling of the name."),
            SocketError.ConnectionRefused =>
                Unavailable("connection-refused", new Phrase("{0} refuses the connection.", host), "Check the name and the port."),
            _ when causes.OfType<OperationCanceledException>().Any() =>
                Unavailable("timeout", new Phrase("{0} did not answer in time.", host), "Check the name, the port and how the connection is encrypted; a firewall may stand between."),
            _ => Unavailable("unreachable", new Phrase("{0} cannot be reached, or the connection was lost.", host), "Check the name and the port, and ask who runs it whether it is up."),
        };
    }

    public static RemoteFailure Unavailable(string code, Phrase message, string remedy) => new(RemoteFailureKind.Unavailable, code, message, new Phrase(remedy));

    private static IEnumerable<Exception> Causes(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            yield return error;
        }
    }
}
