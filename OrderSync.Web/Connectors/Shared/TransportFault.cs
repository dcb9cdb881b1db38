using System.Net.Sockets;
using System.Security.Authentication;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>What kept a request from being answered. All but <see cref="Lost"/> mean that nothing of it has left.</summary>
public enum TransportFault
{
    /// <summary>Our own rule forbids the address.</summary>
    AddressRefused,

    /// <summary>The sandbox is off.</summary>
    SandboxOff,
    Tls,
    HostNotFound,
    ConnectionRefused,
    Unreachable,

    /// <summary>It may have arrived.</summary>
    Lost,
}

public static class TransportFaults
{
    /// <param name="wasSent">Whether any of the request may have left; see <see cref="WatchedContent"/>.</param>
    public static TransportFault Of(HttpRequestException error, bool wasSent)
    {
        var causes = Causes(error).ToList();
        if (causes.OfType<AddressRefusedException>().FirstOrDefault() is { } refused)
        {
            return refused.IsSandbox ? TransportFault.SandboxOff : TransportFault.AddressRefused;
        }

        if (causes.OfType<AuthenticationException>().Any() || error.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return TransportFault.Tls;
        }

        return (error.HttpRequestError, causes.OfType<SocketException>().FirstOrDefault()?.SocketErrorCode) switch
        {
            (HttpRequestError.NameResolutionError, _) or (_, SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain) => TransportFault.HostNotFound,
            (_, SocketError.ConnectionRefused) => TransportFault.ConnectionRefused,
            (HttpRequestError.ConnectionError, _) => TransportFault.Unreachable, // given while connecting only
            _ => wasSent ? TransportFault.Lost : TransportFault.Unreachable,
        };
    }

    private static IEnumerable<Exception> Causes(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            yield return error;
        }
    }
}
