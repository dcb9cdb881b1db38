using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace OrderSync.Web.Components;

/// <summary>
/// Base of a page whose state (filter, sorting, cursor, tab) is in the URL. <see cref="LoadAsync"/> runs at first, whenever a route parameter or
/// the query changes, and when a topic it listens to is announced; a newer load cancels the one before.
/// A derived page that overrides <c>OnParametersSetAsync</c> or <c>Dispose</c> must call the base.
/// </summary>
public abstract class LivePage : LiveComponent
{
    private CancellationTokenSource? load;
    private string path = "";
    private bool follows;

    /// <summary>The page's state in the URL.</summary>
    [Inject]
    protected QueryState Query { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    /// <summary>True while the first load or one after a change of the URL is under way; a live refresh changes things in place instead.</summary>
    protected bool Loading { get; private set; } = true;

    /// <summary>Reads what the page shows. Read the URL through <see cref="Query"/> in here.</summary>
    protected abstract Task LoadAsync(CancellationToken ct);

    /// <summary>Loads again, for example after an action.</summary>
    protected Task ReloadAsync() => LoadOnceAsync();

    protected override Task OnParametersSetAsync()
    {
        path = PathOf(Nav.Uri);
        if (!follows)
        {
            follows = true;
            Nav.LocationChanged += FollowQuery;
        }

        return LoadShownAsync();
    }

    protected sealed override Task RefreshAsync() => LoadOnceAsync();

    protected override void Dispose(bool disposing)
    {
        Nav.LocationChanged -= FollowQuery;
        CancelLoad();
        base.Dispose(disposing);
    }

    private static string PathOf(string uri) => new Uri(uri).AbsolutePath;

    private void FollowQuery(object? sender, LocationChangedEventArgs change)
    {
        // Another path is another page, or new route parameters: those come through OnParametersSetAsync.
        if (PathOf(change.Location) == path)
        {
            _ = InvokeAsync(LoadAfterQueryAsync);
        }
    }

    private async Task LoadAfterQueryAsync()
    {
        try
        {
            StateHasChanged();
            await LoadShownAsync();
            StateHasChanged();
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
    }

    private Task LoadShownAsync()
    {
        Loading = true;
        return LoadOnceAsync();
    }

    private void CancelLoad() => load?.Cancel();

    private async Task LoadOnceAsync()
    {
        CancelLoad();
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        load = mine;
        try
        {
            await LoadAsync(mine.Token);
            Loading = mine.IsCancellationRequested;
        }
        catch (Exception) when (mine.IsCancellationRequested)
        {
            // A newer load took over, or the page was left. Some database drivers answer a cancellation with an exception of their own.
        }
        finally
        {
            if (load == mine)
            {
                load = null;
            }
        }
    }
}
