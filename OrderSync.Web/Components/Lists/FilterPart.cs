using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace OrderSync.Web.Components;

/// <summary>A part of a <see cref="FilterBar"/>; its value is a parameter of the URL.</summary>
public abstract class FilterPart : ComponentBase, IDisposable
{
    /// <summary>Parameter in the URL.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>What is filtered, for example "Status".</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [CascadingParameter]
    protected FilterBar? Bar { get; set; }

    [Inject]
    protected QueryState Query { get; set; } = null!;

    [Inject]
    protected NavigationManager Nav { get; set; } = null!;

    protected virtual IEnumerable<string> Names => [Name];

    public void Dispose()
    {
        Nav.LocationChanged -= Follow;
        GC.SuppressFinalize(this);
    }

    protected override void OnInitialized()
    {
        foreach (var name in Names)
        {
            Bar?.Add(name);
        }

        Nav.LocationChanged += Follow;
    }

    private void Follow(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(StateHasChanged);
}
