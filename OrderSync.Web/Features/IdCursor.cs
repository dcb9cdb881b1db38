using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features;

/// <summary>Where a list that pages by id stands: after a row (<c>123</c>), before one (<c>-123</c>), or at its beginning.</summary>
public readonly record struct IdCursor(long? After, long? Before)
{
    /// <summary>A cursor that does not read as one is the beginning: an edited address still shows something.</summary>
    public static IdCursor Parse(string? text) =>
        !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) || id == 0 ? default
        : id > 0 ? new IdCursor(id, null)
        : new IdCursor(null, -id);
}

/// <summary>Windows of lists that page by the row's id.</summary>
public static class IdPages
{
    /// <summary>One row more than the window is read, so that it is known whether there is a next one.</summary>
    public static IQueryable<T> Window<T>(this IQueryable<T> rows, IdCursor cursor, int size, bool newestFirst)
        where T : class
    {
        var descending = newestFirst == cursor.Before is null;
        if ((cursor.After ?? cursor.Before) is { } from)
        {
            rows = descending ? rows.Where(row => EF.Property<long>(row, "Id") < from) : rows.Where(row => EF.Property<long>(row, "Id") > from);
        }

        rows = descending ? rows.OrderByDescending(row => EF.Property<long>(row, "Id")) : rows.OrderBy(row => EF.Property<long>(row, "Id"));
        return rows.Take(size + 1);
    }

    /// <summary>Makes a page of what <see cref="Window{T}"/> gave.</summary>
    public static KeysetPage<T> ToPage<T>(this List<T> rows, IdCursor cursor, int size, Func<T, long> id, long? total = null, bool totalIsAtLeast = false)
    {
        var more = rows.Count > size;
        var window = rows.Take(size).ToList();
        if (cursor.Before is not null)
        {
            window.Reverse();
        }

        var hasNext = cursor.Before is not null ? window.Count > 0 : more;
        var hasPrevious = cursor.Before is not null ? more : cursor.After is not null && window.Count > 0;
        var previous = hasPrevious ? (-id(window[0])).ToString(CultureInfo.InvariantCulture) : null;
        var next = hasNext ? id(window[^1]).ToString(CultureInfo.InvariantCulture) : null;
        return new KeysetPage<T>(window, previous, next, total) { TotalIsAtLeast = totalIsAtLeast };
    }

    /// <summary>Counts up to a limit: an exact number beyond it helps nobody and costs the whole index.</summary>
    public static async Task<(long Total, bool AtLeast)> CountUpToAsync<T>(this IQueryable<T> rows, int limit, CancellationToken ct)
        where T : class
    {
        var count = await rows.OrderBy(row => EF.Property<long>(row, "Id")).Take(limit + 1).CountAsync(ct);
        return (Math.Min(count, limit), count > limit);
    }
}
