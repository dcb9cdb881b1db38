using Microsoft.AspNetCore.Components;
using OrderSync.Web.Components;

namespace OrderSync.Web.Sandbox.Panel;

/// <summary>A panel that looks at a simulated system once a second while somebody watches, and is drawn again only when something has changed.</summary>
public abstract class WatchingPanel : ActionComponent
{
    private IDisposable? beat;

    [Inject]
    private ViewerClock Clock { get; set; } = null!;

    protected override void OnInitialized()
    {
        Look();
        beat = Clock.Every(Beat, second: true);
    }

    protected override void Dispose(bool disposing)
    {
        beat?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads what is shown; true when something is new.</summary>
    protected abstract bool Look();

    private void Beat() => _ = InvokeAsync(() =>
    {
        if (Look())
        {
            StateHasChanged();
        }
    });
}
