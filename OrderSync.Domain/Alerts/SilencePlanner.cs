namespace OrderSync.Domain.Alerts;

/// <summary>A stretch of time, UTC.</summary>
public readonly record struct Stretch(DateTime From, DateTime To);

/// <summary>
/// Tells whether a shop has been silent for longer than usual at this hour of the week. The stretch since the last order, of a week at most, is laid over the
/// same hours of each of the past eight weeks. It is unusual when at least four of those weeks lie after the shop's first order, an order
/// arrived in every one of them (with six weeks or more one may be an exception: a holiday), and on average as many as the rule asks for
/// did. A shop with less history, a short stretch, or a quiet night says nothing.
/// </summary>
public static class SilencePlanner
{
    public const int Weeks = 8;
    public const int FewestWeeks = 4;
    public const int WeeksForAnException = 6;
    public const int UsualOrders = 5;

    /// <summary>Orders that were placed later may not have been read yet.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The same hours of the past weeks, the latest first; empty when there is nothing to compare.</summary>
    /// <param name="first">The shop's first order.</param>
    /// <param name="last">The shop's last order.</param>
    public static IReadOnlyList<Stretch> Stretches(DateTime? first, DateTime? last, DateTime now, TimeZoneInfo zone)
    {
        if (first is not { } begin || last is not { } end || now - end < Shortest)
        {
            return [];
        }

        // A silence of more than a week would overlap itself: then its first week is what is compared.
        var to = now < end + Week ? now : end + Week;
        var weeks = Enumerable.Range(1, Weeks).Select(week => new Stretch(Earlier(end, week, zone), Earlier(to, week, zone)))
            .Where(stretch => stretch.From >= begin && stretch.To > stretch.From).ToList();
        return weeks.Count >= FewestWeeks ? weeks : [];
    }

    /// <param name="counts">Orders in each of the stretches; may be cut off at a number well above <paramref name="usual"/>.</param>
    /// <param name="usual">Orders that have to be usual.</param>
    public static bool IsUnusual(IReadOnlyList<int> counts, int usual) =>
        counts.Count >= FewestWeeks
        && counts.Count(count => count == 0) <= (counts.Count >= WeeksForAnException ? 1 : 0)
        && counts.Average() >= usual;

    /// <summary>The same time of the clock, weeks ago.</summary>
    private static DateTime Earlier(DateTime utc, int weeks, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone).AddDays(-7 * weeks);

        // An hour that the change to summer time leaves out.
        var valid = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return TimeZoneInfo.ConvertTimeToUtc(valid, zone);
    }
}
