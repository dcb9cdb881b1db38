using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>What may help against a failure of a read.</summary>
internal enum Cure
{
    /// <summary>Nothing here: report it.</summary>
    None,

    /// <summary>The request never arrived: send it again.</summary>
    Repeat,

    /// <summary>An error inside the shop's program: once again, then look for the one record that causes it.</summary>
    RepeatOnce,

    /// <summary>Too much at once: ask for fewer records.</summary>
    Smaller,

    /// <summary>One record breaks the list: find it.</summary>
    Isolate,

    /// <summary>The shop asks for a pause.</summary>
    Wait,
}

/// <summary>A failure as people are told of it, and what the client may do against it.</summary>
internal sealed record ShopFailure(RemoteFailure Remote, Cure Cure)
{
    /// <summary>True when asking for fewer records, or for each alone, may get past it.</summary>
    public bool IsSplittable => Cure is Cure.Smaller or Cure.Isolate or Cure.RepeatOnce;

    /// <summary>True when a single record may be at fault, and not the shop.</summary>
    public bool IsRecordFault => Remote.Code is FailureCode.Malformed or FailureCode.ProgramError;

    public RemoteFailureException ToException() => new(Remote);

    public static ShopFailure Of(Cure cure, RemoteFailureKind kind, string code, Phrase message, string remedy, TimeSpan? retryAfter = null) =>
        new(new RemoteFailure(kind, code, message, new Phrase(remedy), retryAfter), cure);
}

/// <summary>Stable names of the failures; the self-test knows by them which setting is at fault.</summary>
internal static class FailureCode
{
    public const string AddressRefused = "address-refused";
    public const string HostNotFound = "host-not-found";
    public const string ConnectionRefused = "connection-refused";
    public const string Unreachable = "unreachable";
    public const string Tls = "tls";
    public const string Timeout = "timeout";
    public const string ConnectionLost = "connection-lost";
    public const string Redirected = "redirected";
    public const string NotPrestaShop = "not-prestashop";
    public const string ApiNotFound = "api-not-found";
    public const string HeaderStripped = "header-stripped";
    public const string PasswordProtected = "password-protected";
    public const string KeyLength = "key-length";
    public const string KeyUnknown = "key-unknown";
    public const string KeyWithoutPermissions = "key-without-permissions";
    public const string PermissionMissing = "permission-missing";
    public const string WebserviceOff = "webservice-off";
    public const string ShopForbidden = "shop-forbidden";
    public const string UnknownShop = "unknown-shop";
    public const string Blocked = "blocked";
    public const string RateLimited = "rate-limited";
    public const string Unavailable = "unavailable";
    public const string Gateway = "gateway";
    public const string OutOfResources = "out-of-resources";
    public const string ProgramError = "program-error";
    public const string EmptyAnswer = "empty-answer";
    public const string TooLarge = "too-large";
    public const string Malformed = "malformed";
    public const string Rejected = "rejected";
    public const string UnknownField = "unknown-field";
    public const string UnknownResource = "unknown-resource";
}
