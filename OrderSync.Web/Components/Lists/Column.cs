using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace OrderSync.Web.Components;

/// <summary>A column of a <see cref="DataTable{TRow}"/>.</summary>
public sealed class Column<TRow> : ComponentBase, IDisposable
    where TRow : notnull
{
    /// <summary>Header, through the localizer.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter]
    public ColumnKind Kind { get; set; }

    /// <summary>Name of the sorting in the URL; only for columns the database has an index for.</summary>
    [Parameter]
    public string? Sort { get; set; }

    /// <summary>The whole text, shown on hover where it may be cut.</summary>
    [Parameter]
    public Func<TRow, string?>? Hover { get; set; }

    /// <summary>Takes what room is left; the others are as wide as they need.</summary>
    [Parameter]
    public bool Wide { get; set; }

    /// <summary>Left out on a narrow screen.</summary>
    [Parameter]
    public bool Optional { get; set; }

    /// <summary>Header for screen readers only.</summary>
    [Parameter]
    public bool HideTitle { get; set; }

    /// <summary>In place of the title at the head; the title still names the column where there is no head.</summary>
    [Parameter]
    public RenderFragment? HeadContent { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment<TRow> ChildContent { get; set; }

    [CascadingParameter]
    private DataTable<TRow> Table { get; set; } = null!;

    internal string Css => Kind switch
    {
        ColumnKind.Number => "os-col-number",
        ColumnKind.Code => "os-col-code",
        ColumnKind.State => "os-col-state",
        ColumnKind.Actions => "os-col-actions",
        _ => "os-col-text",
    } + (Wide ? " os-col-wide" : "") + (Optional ? " os-col-optional" : "");

    public void Dispose() => Table.Forget(this);

    // At every drawing of the table, so that columns that come and go keep their place and their content is never one drawing old.
    protected override void BuildRenderTree(RenderTreeBuilder builder) => Table.Collect(this);
}
