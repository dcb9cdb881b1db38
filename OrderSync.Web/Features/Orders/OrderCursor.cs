using System.Globalization;

namespace OrderSync.Web.Features.Orders;

/// <summary>A place between two rows of the order list, which is sorted by placing time and id, newest first.</summary>
/// <param name="Back">The window before this place is meant, not the one after it.</param>
public readonly record struct OrderCursor(DateTime PlacedAt, long Id, bool Back)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Back ? "b" : "a")}{PlacedAt.Ticks}-{Id}");

    /// <summary>Null when the text is no cursor: the list then starts at its beginning.</summary>
    public static OrderCursor? Parse(string? text)
    {
        if (text is not ['a' or 'b', ..] || text.IndexOf('-', StringComparison.Ordinal) is var dash && dash < 0)
        {
            return null;
        }

        return long.TryParse(text.AsSpan(1, dash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTime.MaxValue.Ticks
            && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? new OrderCursor(new DateTime(ticks, DateTimeKind.Utc), id, text[0] == 'b')
                : null;
    }
}
