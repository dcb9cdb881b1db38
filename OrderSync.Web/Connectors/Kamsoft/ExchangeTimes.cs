using System.Globalization;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>Times as pharmacy programs write them (contracts/kamsoft.md §2.5, §7.1).</summary>
internal static class ExchangeTimes
{
    private static readonly string[] Local =
    [
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
        "yyyy.MM.dd HH:mm:ss", "yyyy.MM.dd HH:mm", "yyyy.MM.dd",
    ];

    /// <summary>UTC. A time without a zone is meant in the given one; null for what is no time.</summary>
    public static DateTime? Read(string text, TimeZoneInfo zone)
    {
        if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return zone.IsInvalidTime(local) ? TimeZoneInfo.ConvertTimeToUtc(local.AddHours(1), zone) : TimeZoneInfo.ConvertTimeToUtc(local, zone);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var exact) && text.Contains('T', StringComparison.Ordinal)
            ? exact.UtcDateTime
            : null;
    }

    /// <summary>As 2026-11-21T09:30:00+01:00.</summary>
    public static string Iso(DateTime utc, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)), zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>As 2026.11.21 09:30.</summary>
    public static string Dotted(DateTime utc, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone).ToString("yyyy.MM.dd HH:mm", CultureInfo.InvariantCulture);
}
