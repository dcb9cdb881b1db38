using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>What settings have to be, as far as it shows without asking the other side.</summary>
internal static class FrontPadRules
{
    public const int MostTags = 10;
    public const int MostHookStatuses = 5;
    public const int LongestCode = 20;

    public static IEnumerable<ConnectionProblem> Check(FrontPadSettings settings) =>
        new[] { Address(settings), Secret(settings), Zone(settings), Mask(settings), SendOn(settings), Days(settings) }
            .Concat(Codes(settings)).OfType<ConnectionProblem>();

    /// <summary>Why a code cannot be one; null when it can.</summary>
    public static Phrase? CodeFault(string code) => FrontPadText.IsDigits(code, LongestCode) ? null
        : new Phrase("'{0}' is not a code of FrontPad: it is a number, in the column \"API code\" of the reference.", code);

    /// <summary>Why a text cannot say where the value of a field comes from; null when it can.</summary>
    public static Phrase? SourceFault(string source) => FieldSource.Parse(source) is not null ? null : new Phrase(
        "'{0}' is not a source. Use words joined by +, for example line1 + line2; words: {1}. A text of your own stands in quotes: 'text'.", source, string.Join(", ", FieldSource.Known));

    private static ConnectionProblem? Address(FrontPadSettings settings)
    {
        if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return Problem("url", "invalid-address", "'{0}' is not an address that can be called.", "Leave it empty for FrontPad's own: {1}.",
                uri is { UserInfo.Length: > 0 } ? uri.Host : settings.Url, FrontPadSettings.DefaultUrl);
        }

        return uri is { Scheme: "http", Host: not (SandboxAddress.Host or "localhost"), IsLoopback: false }
            ? Problem("url", "not-encrypted", "The secret would be sent to {0} unencrypted: anybody on the way could read it.", "Use the https address.", uri.Host)
            : null;
    }

    private static ConnectionProblem? Secret(FrontPadSettings settings) => settings.Secret.Length > 0 ? null
        : Problem("secret", "required", "The secret is missing.", "Copy it from FrontPad: Settings, General, API.");

    private static ConnectionProblem? Zone(FrontPadSettings settings) => TimeZoneInfo.TryFindSystemTimeZoneById(settings.Zone, out _) ? null
        : Problem("zone", "unknown-zone", "There is no time zone '{0}'.", "Enter it as Europe/Moscow or Europe/Warsaw.", settings.Zone);

    private static ConnectionProblem? Mask(FrontPadSettings settings) => PhoneMask.IsMask(settings.PhoneMask) ? null
        : Problem("phoneMask", "invalid-mask", "'{0}' has no place for a digit, or is longer than 50 characters.", "Write # for each digit, for example +7##########, or leave it empty.", settings.PhoneMask);

    private static ConnectionProblem? Days(FrontPadSettings settings) => settings.CheckDays is >= 1 and <= 30 ? null
        : Problem("checkDays", "out-of-range", "Orders can be asked after for 1 to 30 days.", "Enter 7 unless you need more.");

    private static ConnectionProblem? SendOn(FrontPadSettings settings) =>
        settings.SendOn == FrontPadSettings.OnImport || settings.SendAt.Count > 0 ? null
        : Problem("sendOn", "unknown-moment", "'{0}' is no moment to send an order at.", "Use '{1}', or a status: {2}.",
            settings.SendOn, FrontPadSettings.OnImport, string.Join(", ", Enum.GetNames<OrderStatus>()));

    private static IEnumerable<ConnectionProblem?> Codes(FrontPadSettings settings)
    {
        yield return Code("defaultPay", settings.DefaultPay);
        yield return Code("defaultChannel", settings.DefaultChannel);
        yield return Code("defaultPoint", settings.DefaultPoint);
        yield return Code("defaultAffiliate", settings.DefaultAffiliate);
        yield return List("tags", settings.Tags, MostTags, "An order takes at most {1} marks.");
        yield return List("hookStatuses", settings.HookStatuses, MostHookStatuses, "FrontPad reports at most {1} statuses of an order.");
        yield return List("pricedArticles", settings.PricedArticles, int.MaxValue, "");
        yield return List("modifierArticles", settings.ModifierArticles, int.MaxValue, "");
    }

    private static ConnectionProblem? Code(string field, string code) =>
        code.Length > 0 && CodeFault(code) is { } fault ? new ConnectionProblem(field, "invalid-code", fault, new Phrase("Copy the number from FrontPad.")) : null;

    private static ConnectionProblem? List(string field, IReadOnlyList<string> codes, int most, string tooMany)
    {
        if (codes.FirstOrDefault(code => CodeFault(code) is not null) is { } wrong)
        {
            return Code(field, wrong);
        }

        return codes.Count <= most ? null
            : Problem(field, "too-many", tooMany, "Take {0} away.", (codes.Count - most).ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture));
    }

    private static ConnectionProblem Problem(string field, string code, string message, string remedy, params string[] args) =>
        new(field, code, new Phrase(message, args), new Phrase(remedy, args));
}
