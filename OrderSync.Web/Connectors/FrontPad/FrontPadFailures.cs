using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>
/// Names what kept a call from being answered usefully. An order whose call may have arrived is <see cref="RemoteFailureKind.Unknown"/>: FrontPad
/// cannot tell a repeated order from a new one, so a person decides (contracts/frontpad.md §4.2). A mere question can be asked again.
/// </summary>
internal static class FrontPadFailures
{
    public const string RequestsLimit = "requests-limit";
    public const string CashClose = "cash-close";
    public const string InvalidSecret = "invalid-secret";
    public const string ApiOff = "api-off";
    public const string InvalidPlan = "invalid-plant";

    private static readonly TimeSpan LimitPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShiftPause = TimeSpan.FromMinutes(10);

    /// <summary>Errors every method knows; null for others.</summary>
    public static RemoteFailure? Common(string code) => code switch
    {
        "invalid_secret" => new RemoteFailure(RemoteFailureKind.Unauthorized, InvalidSecret, new Phrase("FrontPad does not know the secret."),
            new Phrase("Copy it again from FrontPad: Settings, General, API.")),
        "api_off" => new RemoteFailure(RemoteFailureKind.Forbidden, ApiOff, new Phrase("The API is switched off in FrontPad."),
            new Phrase("Switch it on in FrontPad: Settings, General, API.")),
        "invalid_plant" => new RemoteFailure(RemoteFailureKind.Forbidden, InvalidPlan, new Phrase("The account's tariff has no API."),
            new Phrase("Choose a tariff with API in FrontPad, or ask FrontPad's support.")),
        "requests_limit" => new RemoteFailure(RemoteFailureKind.RateLimited, RequestsLimit, new Phrase("FrontPad was asked more often than it allows."),
            new Phrase("It goes on after a minute. If it comes again, another program uses the same account: give each its own time."), LimitPause),
        "invalid_method" => new RemoteFailure(RemoteFailureKind.Rejected, TargetStatusFailures.NotOffered, new Phrase("This FrontPad account cannot be asked that."),
            new Phrase("Use the reports FrontPad sends by itself; asking is switched off.")),
        _ => null,
    };

    public static RemoteFailure ShiftClosed() => new(RemoteFailureKind.Unavailable, CashClose, new Phrase("The shift is closed in FrontPad: it takes no orders now."),
        new Phrase("Open the shift in FrontPad. Orders wait and are sent by themselves then."), ShiftPause);

    public static RemoteFailure Timeout(string host, TimeSpan limit, bool isOrder) => Doubtful(isOrder, "timeout",
        new Phrase("{0} did not answer within {1} seconds.", host, ((int)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture)));

    public static RemoteFailure NotUnderstood(string host, int status, bool isOrder) => Doubtful(isOrder, "not-understood",
        new Phrase("The answer of {0} is not one of FrontPad (HTTP {1}).", host, status.ToString(CultureInfo.InvariantCulture)), RemoteFailureKind.Malformed);

    public static RemoteFailure WithoutNumber(string host) => Doubtful(true, "no-order-id", new Phrase("{0} says that it took the order, but not under which number.", host));

    public static RemoteFailure Moved(string host, Uri? to) => new(RemoteFailureKind.Redirected, "redirected",
        new Phrase("The address changed: {0} sends callers to {1}.", host, to?.GetLeftPart(UriPartial.Path) ?? "?"), new Phrase("Enter the new address; orders never follow by themselves."));

    public static RemoteFailure Unreachable(string host) => Unavailable("unreachable", new Phrase("{0} cannot be reached.", host), "Check the address, and whether FrontPad is up.");

    public static RemoteFailure From(HttpRequestException error, string host, bool wasSent, bool isOrder) => TransportFaults.Of(error, wasSent) switch
    {
        TransportFault.SandboxOff => Refused(new Phrase("The sandbox is switched off."), "Start OrderSync with Sandbox__Enabled=true."),
        TransportFault.AddressRefused => Refused(new Phrase("{0} leads into a private network, which OrderSync does not call by itself.", host),
            $"Enter the public address, or start OrderSync with {OutboundGuard.AllowSetting}=true."),
        TransportFault.Tls => Unavailable("tls", new Phrase("No secure connection to {0}: its certificate cannot be trusted.", host), "Check the address. If it is FrontPad's own, try again later."),
        TransportFault.HostNotFound => Unavailable("host-not-found", new Phrase("There is no host named '{0}'.", host), "Check the spelling of the address."),
        TransportFault.ConnectionRefused => Unavailable("connection-refused", new Phrase("{0} refuses the connection.", host), "Check the address, and whether FrontPad is up."),
        TransportFault.Unreachable => Unreachable(host),
        _ => Lost(host, isOrder),
    };

    public static RemoteFailure Lost(string host, bool isOrder) => Doubtful(isOrder, "connection-lost", new Phrase("The connection to {0} was lost before its answer came.", host));

    private static RemoteFailure Doubtful(bool isOrder, string code, Phrase message, RemoteFailureKind otherwise = RemoteFailureKind.Unavailable) => isOrder
        ? new RemoteFailure(RemoteFailureKind.Unknown, code, message,
            new Phrase("Look in FrontPad whether the order is there. It is not sent again by itself, because FrontPad would make it twice."))
        : new RemoteFailure(otherwise, code, message, new Phrase("Try again later."));

    private static RemoteFailure Refused(Phrase message, string remedy) => new(RemoteFailureKind.AddressRefused, "address-refused", message, new Phrase(remedy));

    private static RemoteFailure Unavailable(string code, Phrase message, string remedy) => new(RemoteFailureKind.Unavailable, code, message, new Phrase(remedy));
}
