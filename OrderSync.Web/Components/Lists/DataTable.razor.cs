using Microsoft.AspNetCore.Components;

namespace OrderSync.Web.Components;

public sealed partial class DataTable<TRow> : ComponentBase
    where TRow : notnull
{
    private readonly List<Column<TRow>> columns = [];

    /// <summary>The window of rows; null while they are read for the first time.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TRow>? Rows { get; set; }

    /// <summary>The <c>Column</c>s.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment Columns { get; set; }

    /// <summary>What the list holds, for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Caption { get; set; }

    /// <summary>What is stable about a row, so that a live update changes it in place.</summary>
    [Parameter]
    public Func<TRow, object>? Key { get; set; }

    /// <summary>Where a row leads.</summary>
    [Parameter]
    public Func<TRow, string>? Href { get; set; }

    /// <summary>Shown in place of the table when there are no rows.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>Dims the rows while another window is read.</summary>
    [Parameter]
    public bool Loading { get; set; }

    /// <summary>The sorting when the URL says none, for example <c>-placed</c>.</summary>
    [Parameter]
    public string? DefaultSort { get; set; }

    /// <summary>On a phone each row is a card with its columns below one another, named by their titles.</summary>
    [Parameter]
    public bool Stacked { get; set; }

    [Parameter]
    public Func<TRow, string?>? RowClass { get; set; }

    /// <summary>Adds the checkbox column; only where bulk actions exist.</summary>
    [Parameter]
    public ISelection<TRow>? Selection { get; set; }

    [Parameter]
    public EventCallback SelectionChanged { get; set; }

    /// <summary>Told by each column when it is drawn; one that is drawn twice before the table is there once.</summary>
    internal void Collect(Column<TRow> column)
    {
        if (!columns.Contains(column))
        {
            columns.Add(column);
        }
    }

    internal void Forget(Column<TRow> column) => columns.Remove(column);

    private object KeyOf(TRow row) => Key?.Invoke(row) ?? row;

    private string? Selected(TRow row) => Selection is null ? null : Selection.Has(row) ? "true" : "false";

    private string? Sorted(Column<TRow> column) => (Query[QueryState.Sort] ?? DefaultSort) switch
    {
        null => null,
        var sort when sort == column.Sort => "ascending",
        var sort when column.Sort is not null && sort == "-" + column.Sort => "descending",
        _ => null,
    };

    private Task ToggleAsync(TRow row)
    {
        Selection!.Toggle(row);
        return SelectionChanged.InvokeAsync();
    }
}
