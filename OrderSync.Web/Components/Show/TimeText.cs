using System.Globalization;
using Microsoft.Extensions.Localization;

namespace OrderSync.Web.Components;

/// <summary>Times and durations in words.</summary>
public static class TimeText
{
    /// <summary>"just now", "4 min ago", "in 2 h"; a date when it is more than a week away.</summary>
    public static string Relative(this IStringLocalizer<SharedText> texts, DateTime utc, DateTime utcNow, TimeZoneInfo zone)
    {
        var away = utcNow - utc;
        var past = away >= TimeSpan.Zero;
        var size = away.Duration();
        return size switch
        {
            { TotalSeconds: < 10 } => texts[past ? "just now" : "in a moment"],
            { TotalSeconds: < 60 } => texts[past ? "{0} s ago" : "in {0} s", (int)size.TotalSeconds],
            { TotalMinutes: < 60 } => texts[past ? "{0} min ago" : "in {0} min", (int)size.TotalMinutes],
            { TotalHours: < 24 } => texts[past ? "{0} h ago" : "in {0} h", (int)size.TotalHours],
            { TotalDays: < 7 } => texts[past ? "{0} d ago" : "in {0} d", (int)size.TotalDays],
            _ => Day(utc, utcNow, zone),
        };
    }

    /// <summary>"0.4 s", "12 s", "1 m 12 s", "2 h 5 m", "3 d 4 h".</summary>
    public static string Duration(this IStringLocalizer<SharedText> texts, TimeSpan span)
    {
        span = span < TimeSpan.Zero ? TimeSpan.Zero : span;
        return span switch
        {
            { TotalSeconds: < 0.95 } => texts["{0} s", Math.Round(span.TotalSeconds, 1).ToString("0.0", CultureInfo.CurrentCulture)],
            { TotalSeconds: < 60 } => texts["{0} s", (int)span.TotalSeconds],
            { TotalHours: < 1 } => texts["{0} m {1} s", span.Minutes, span.Seconds],
            { TotalDays: < 1 } => texts["{0} h {1} m", span.Hours, span.Minutes],
            _ => texts["{0} d {1} h", (int)span.TotalDays, span.Hours],
        };
    }

    /// <summary>"1 m", "2 h": an estimate pretends no more than it knows.</summary>
    public static string RoughDuration(this IStringLocalizer<SharedText> texts, TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => texts["{0} s", Math.Max(5, (int)Math.Ceiling(span.TotalSeconds / 5) * 5)],
        { TotalMinutes: < 90 } => texts["{0} m", (int)Math.Ceiling(span.TotalMinutes)],
        _ => texts["{0} h", (int)Math.Ceiling(span.TotalHours)],
    };

    private static string Day(DateTime utc, DateTime utcNow, TimeZoneInfo zone)
    {
        var then = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone);
        var now = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utcNow, DateTimeKind.Utc), zone);
        return then.ToString(then.Year == now.Year ? "d MMM" : "d MMM yyyy", CultureInfo.CurrentCulture);
    }
}
