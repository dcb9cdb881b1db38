using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace OrderSync.Web.Features.Orders;

/// <summary>A place between two entries of a timeline; entries of one moment stand in the order of their sources, then of their ids.</summary>
/// <param name="Before">The window lies before the place, else after it.</param>
public sealed record TimelineCursor(DateTime At, TimelineSource Source, long Id, bool Before)
{
    /// <summary>The place as the URL carries it; null when it does not read as one.</summary>
    public static TimelineCursor? Parse(string? text)
    {
        var parts = (text ?? "").Split('.');
        return parts is ["b" or "a", var ticks, var source, var id]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
            && int.TryParse(source, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && Enum.IsDefined((TimelineSource)from)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new TimelineCursor(new DateTime(at, DateTimeKind.Utc), (TimelineSource)from, number, parts[0] == "b")
            : null;
    }

    public static string BeforeRow(TimelineRow row) => Write("b", row);

    public static string AfterRow(TimelineRow row) => Write("a", row);

    /// <summary>Rows of one source in the window, one more than its size. Without a cursor the window is the newest.</summary>
    /// <param name="at">Name of the property with the row's time.</param>
    public static IQueryable<T> Window<T>(IQueryable<T> rows, string at, TimelineSource source, TimelineCursor? cursor, int size)
        where T : class
    {
        if (cursor is not null)
        {
            var (moment, id, tie) = (cursor.At, cursor.Id, source.CompareTo(cursor.Source));
            rows = cursor.Before
                ? rows.Where(row => EF.Property<DateTime>(row, at) < moment
                    || (EF.Property<DateTime>(row, at) == moment && (tie < 0 || (tie == 0 && EF.Property<long>(row, "Id") < id))))
                : rows.Where(row => EF.Property<DateTime>(row, at) > moment
                    || (EF.Property<DateTime>(row, at) == moment && (tie > 0 || (tie == 0 && EF.Property<long>(row, "Id") > id))));
        }

        rows = cursor is null or { Before: true }
            ? rows.OrderByDescending(row => EF.Property<DateTime>(row, at)).ThenByDescending(row => EF.Property<long>(row, "Id"))
            : rows.OrderBy(row => EF.Property<DateTime>(row, at)).ThenBy(row => EF.Property<long>(row, "Id"));
        return rows.Take(size + 1);
    }

    private static string Write(string side, TimelineRow row) => FormattableString.Invariant($"{side}.{row.At.Ticks}.{(int)row.Source}.{row.Id}");
}
