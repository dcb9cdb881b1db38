using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Integrations;

internal static class Today
{
    /// <summary>When the reader's day began.</summary>
    public static DateTime TodayUtc(this ViewerClock clock) => DayRange.Start(DateOnly.FromDateTime(clock.ToViewer(clock.UtcNow)), clock.Zone);
}
