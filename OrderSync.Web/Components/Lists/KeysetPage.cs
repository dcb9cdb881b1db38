namespace OrderSync.Web.Components;

/// <summary>One window of a list that pages by key.</summary>
/// <param name="Previous">Cursor of the window before, null on the first.</param>
/// <param name="Next">Cursor of the window after, null on the last.</param>
/// <param name="Total">How many match in all, when it was counted.</param>
public sealed record KeysetPage<T>(IReadOnlyList<T> Rows, string? Previous = null, string? Next = null, long? Total = null)
{
    /// <summary>Counting stopped at <see cref="Total"/>; there are at least so many.</summary>
    public bool TotalIsAtLeast { get; init; }
}
