using System.Globalization;
using System.Net;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Names what is wrong with an answer. Whether PrestaShop itself answered, or something in front of it, makes half of the difference.</summary>
internal static class AnswerFailures
{
    private const string WebserviceMenu = "Advanced Parameters → Webservice";

    /// <param name="body">Text of the answer, or its beginning.</param>
    /// <param name="errors">Errors in the webservice's own XML.</param>
    public static ShopFailure From(ShopAnswer answer, string body, IReadOnlyList<WireError> errors) =>
        Redirect(answer)
        ?? FromErrors(answer, errors)
        ?? FromStatus(answer, body)
        ?? FromBody(answer, body);

    /// <summary>A list that cannot be read to its end.</summary>
    public static ShopFailure Malformed(string host, string detail) => ShopFailure.Of(
        Cure.Isolate, RemoteFailureKind.Malformed, FailureCode.Malformed,
        new Phrase("{0} sent an answer that is not readable ({1}).", host, detail),
        "Look in the shop for texts with ']]>' and for modules that print warnings.");

    /// <summary>The shop's address that an address of its webservice or start page belongs to.</summary>
    public static string BaseOf(Uri target)
    {
        var path = target.AbsolutePath.TrimEnd('/') + "/";
        var api = path.IndexOf("/api/", StringComparison.OrdinalIgnoreCase);
        return target.GetLeftPart(UriPartial.Authority) + (api < 0 ? path : path[..api]).TrimEnd('/');
    }

    private static ShopFailure? Redirect(ShopAnswer answer) => (int)answer.Status is < 300 or >= 400 ? null
        : answer is { LeadsToStartPage: true, ShopId.Length: > 0 } ? UnknownShop(answer)
        : ShopFailure.Of(Cure.None, RemoteFailureKind.Redirected, FailureCode.Redirected,
            new Phrase("The shop's address changed: {0} sends callers to {1}.", answer.Host, answer.Location is { } target ? BaseOf(target) : "?"),
            "Enter the new address; the key is never sent along by itself.");

    private static ShopFailure? FromErrors(ShopAnswer answer, IReadOnlyList<WireError> errors)
    {
        var codes = errors.Select(error => error.Code).ToHashSet();
        var text = string.Join(" ", errors.Select(error => error.Message)).Trim();
        return errors.Count == 0 ? null
            : codes.Contains(20) ? Key(FailureCode.KeyUnknown, new Phrase("The shop does not know this key, or it is switched off."),
                $"Compare it with the key in the shop's back office ({WebserviceMenu}) and switch it on there.")
            : codes.Contains(21) ? Key(FailureCode.KeyWithoutPermissions, new Phrase("The key has no permissions at all."),
                $"Tick its permissions in the shop's back office ({WebserviceMenu}).")
            : codes.Overlaps([16, 17, 18]) ? Key(FailureCode.KeyLength, new Phrase("The shop says that this is no webservice key: a key has 32 characters."),
                $"Copy the whole key from the shop's back office ({WebserviceMenu}).")
            : codes.Contains(22) ? ShopFailure.Of(Cure.None, RemoteFailureKind.Unavailable, FailureCode.WebserviceOff,
                new Phrase("The shop's webservice is switched off."), $"Switch it on in the shop's back office ({WebserviceMenu}).")
            : codes.Overlaps([25, 26]) ? Permission(answer)
            : codes.Contains(132) ? ShopFailure.Of(Cure.None, RemoteFailureKind.Forbidden, FailureCode.ShopForbidden,
                new Phrase("The key may not use shop {0}.", answer.ShopId), $"Add this shop to the key in the shop's back office ({WebserviceMenu}).")
            : codes.Overlaps([999, 131]) ? UnknownShop(answer)
            : (int)answer.Status >= 500 ? ProgramError(text)
            : Rejected(codes, text);
    }

    private static ShopFailure? FromStatus(ShopAnswer answer, string body) => (int)answer.Status switch
    {
        401 when answer.AsksForKey || body.TrimStart().StartsWith("401 Unauthorized", StringComparison.Ordinal) =>
            Key(FailureCode.HeaderStripped, new Phrase("The shop's server hides the key from PrestaShop."),
                "Switch on 'Enable CGI mode for PHP' under the shop's webservice settings, or let the host set 'CGIPassAuth On'."),
        401 => Key(FailureCode.PasswordProtected, new Phrase("{0} asks for a password of its own before PrestaShop is reached.", answer.Host),
            "Let the host open /api/ without that password."),
        429 => ShopFailure.Of(Cure.Wait, RemoteFailureKind.RateLimited, FailureCode.RateLimited,
            new Phrase("{0} asks for fewer requests.", answer.Host), "Lower the limit of requests per minute.", answer.RetryAfter ?? TimeSpan.FromSeconds(30)),
        403 or 406 or 415 => Blocked(answer),
        503 when answer.IsChallenge => Blocked(answer),
        503 => ShopFailure.Of(Cure.Wait, RemoteFailureKind.Unavailable, FailureCode.Unavailable,
            new Phrase("{0} is out of service for the moment.", answer.Host), "It is tried again by itself; if it stays so, ask the shop's host.",
            answer.RetryAfter ?? TimeSpan.FromSeconds(30)),
        404 when !answer.IsPrestaShop => ShopFailure.Of(Cure.None, RemoteFailureKind.Rejected, FailureCode.ApiNotFound,
            new Phrase("{0} has no webservice at /api/.", answer.Host),
            "Check the address, and switch on friendly URLs in the shop (Shop Parameters → Traffic & SEO)."),
        408 or 502 or 504 or (>= 520 and <= 527) => ShopFailure.Of(Cure.Smaller, RemoteFailureKind.Unavailable, FailureCode.Gateway,
            new Phrase("The shop behind {0} did not answer in time.", answer.Host), "Try again later; if it stays so, ask the shop's host."),
        >= 500 => ShopFailure.Of(Cure.Smaller, RemoteFailureKind.Unavailable, FailureCode.OutOfResources,
            new Phrase("The shop's program broke off, usually for lack of memory or time."),
            "Let the host raise PHP's memory_limit and max_execution_time, and look into its error log."),
        >= 400 => ShopFailure.Of(Cure.None, RemoteFailureKind.Rejected, FailureCode.Rejected,
            new Phrase("{0} refuses the request (HTTP {1}).", answer.Host, Number(answer.Status)), "Ask the shop's host what its server refuses."),
        _ => null,
    };

    /// <summary>A success without the webservice's XML.</summary>
    private static ShopFailure FromBody(ShopAnswer answer, string body) =>
        body.Length == 0 ? ShopFailure.Of(Cure.Smaller, RemoteFailureKind.Malformed, FailureCode.EmptyAnswer,
                new Phrase("{0} sent an empty answer.", answer.Host), "Try again later; if it stays so, look into the shop's error log.")
        : answer.IsPrestaShop ? ProgramError(Plain(body))
        : ShopFailure.Of(Cure.None, RemoteFailureKind.Malformed, FailureCode.NotPrestaShop,
            new Phrase("What answers at {0}/api/ is another page and not a PrestaShop's webservice.", answer.Host),
            "Enter the address of the shop's start page, with its folder if it has one; while the shop is being maintained, wait.");

    private static ShopFailure Key(string code, Phrase message, string remedy) =>
        ShopFailure.Of(Cure.None, RemoteFailureKind.Unauthorized, code, message, remedy);

    private static ShopFailure Permission(ShopAnswer answer) => ShopFailure.Of(
        Cure.None, RemoteFailureKind.Forbidden, FailureCode.PermissionMissing,
        answer.Method == HttpMethod.Get ? new Phrase("The key may not read {0}.", answer.Resource)
            : answer.Method == HttpMethod.Post ? new Phrase("The key may not add to {0}.", answer.Resource)
            : new Phrase("The key may not change {0}.", answer.Resource),
        answer.Method == HttpMethod.Get ? $"Tick 'View (GET)' for it in the shop's back office ({WebserviceMenu})."
            : answer.Method == HttpMethod.Post ? $"Tick 'Add (POST)' for it in the shop's back office ({WebserviceMenu})."
            : $"Tick 'Modify (PUT)' for it in the shop's back office ({WebserviceMenu}).");

    private static ShopFailure UnknownShop(ShopAnswer answer) => ShopFailure.Of(
        Cure.None, RemoteFailureKind.Rejected, FailureCode.UnknownShop,
        new Phrase("The multistore has no shop {0}.", answer.ShopId), "Enter the number of one of its shops.");

    private static ShopFailure Blocked(ShopAnswer answer) => ShopFailure.Of(
        Cure.None, RemoteFailureKind.Forbidden, FailureCode.Blocked,
        new Phrase("A firewall in front of {0} turns the request away (HTTP {1}).", answer.Host, Number(answer.Status)),
        "Ask the host to allow this server's address and the program name OrderSync on /api/*.");

    private static ShopFailure ProgramError(string text) => ShopFailure.Of(
        Cure.RepeatOnce, RemoteFailureKind.Unavailable, FailureCode.ProgramError,
        new Phrase("The shop's program reports an error: {0}", Cut(text)), "Update or switch off the module or file it names.");

    private static ShopFailure Rejected(IReadOnlySet<int> codes, string text) => ShopFailure.Of(
        Cure.None, RemoteFailureKind.Rejected,
        codes.Contains(35) ? FailureCode.UnknownField : codes.Contains(27) ? FailureCode.UnknownResource : FailureCode.Rejected,
        new Phrase("The shop refuses the request: {0}", Cut(text)), "Report this to whoever runs OrderSync: this version of PrestaShop may not be known yet.");

    private static string Plain(string html) => System.Text.RegularExpressions.Regex.Replace(html, "<[^>]*>", " ").Trim();

    private static string Cut(string text) => text.Length <= 200 ? text : $"{text.AsSpan(0, 200)}…";

    private static string Number(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);
}
