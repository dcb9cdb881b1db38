using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>What became of a wanted time.</summary>
internal enum PreorderVerdict
{
    Good,
    Unreadable,
    Past,
    TooFar,
}

/// <summary>
/// Reads the time a customer wants their order at, and writes it by the account's clock: FrontPad takes no zone (contracts/frontpad.md §2.1).
/// A time that comes without a zone is by the account's clock already.
/// </summary>
internal static partial class PreorderTime
{
    public const int MostDays = 30;

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm",
        "dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm", "d.M.yyyy H:mm", "yyyy-MM-dd H:mm",
    ];

    /// <param name="now">UTC.</param>
    public static (string Text, PreorderVerdict Verdict) Read(string wanted, TimeZoneInfo zone, DateTime now)
    {
        if (ToLocal(wanted.Trim(), zone) is not { } local || zone.IsInvalidTime(local))
        {
            return ("", PreorderVerdict.Unreadable);
        }

        // Of an hour that comes twice the second is meant by nobody in particular: the first is taken.
        var at = TimeZoneInfo.ConvertTimeToUtc(local, zone);
        var text = local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return (text, at <= now ? PreorderVerdict.Past : at > now.AddDays(MostDays) ? PreorderVerdict.TooFar : PreorderVerdict.Good);
    }

    private static DateTime? ToLocal(string wanted, TimeZoneInfo zone)
    {
        if (Zoned().IsMatch(wanted) && DateTimeOffset.TryParse(wanted, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact))
        {
            return DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(exact, zone).DateTime, DateTimeKind.Unspecified);
        }

        return DateTime.TryParseExact(wanted, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? local : null;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)$")]
    private static partial Regex Zoned();
}
