using System.Globalization;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Turns the shop's local times, which carry no offset, into UTC.</summary>
internal sealed class ShopZone(TimeZoneInfo zone)
{
    private const string Format = "yyyy-MM-dd HH:mm:ss";

    public static ShopZone Of(string name) =>
        new(name.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc);

    /// <param name="shopNow">The shop's clock (UTC) when it answered: decides which of two equal hours in autumn is meant, as no order comes from the future.</param>
    /// <returns>Null for PrestaShop's "no date" (all zeros) and for what is no date.</returns>
    public DateTime? ToUtc(string text, DateTime shopNow)
    {
        if (!DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        if (zone.IsAmbiguousTime(local))
        {
            var offsets = zone.GetAmbiguousTimeOffsets(local);
            var later = Utc(local, offsets.Min());
            return later <= shopNow ? later : Utc(local, offsets.Max());
        }

        // An hour that the clock skips in spring does not exist; PHP reads it with the offset before the change.
        return Utc(local, zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddHours(-3)) : zone.GetUtcOffset(local));
    }

    /// <summary>
    /// A moment as the shop's clock shows it. When the clock was changed between that moment and now, the earlier reading is given: better an
    /// hour twice than an hour left out.
    /// </summary>
    public string ToShop(DateTime utc, DateTime now)
    {
        var offset = new[] { zone.GetUtcOffset(utc), zone.GetUtcOffset(now) }.Min();
        return (utc + offset).ToString(Format, CultureInfo.InvariantCulture);
    }

    /// <summary>The day on the shop's calendar.</summary>
    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone));

    private static DateTime Utc(DateTime local, TimeSpan offset) => DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
}
