namespace OrderSync.Web.Features;

/// <summary>Days of a time zone as moments.</summary>
public static class DayRange
{
    /// <summary>The moment a day begins, UTC. A day whose midnight the clock leaps over begins with its first moment after it.</summary>
    public static DateTime Start(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(15);
        }

        return TimeZoneInfo.ConvertTimeToUtc(midnight, zone);
    }
}
