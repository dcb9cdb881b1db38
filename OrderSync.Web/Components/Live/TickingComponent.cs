using Microsoft.AspNetCore.Components;

namespace OrderSync.Web.Components;

/// <summary>A text that depends on the time of day: drawn again only when the beat of the circuit's one clock has changed it.</summary>
public abstract class TickingComponent : ComponentBase, IDisposable
{
    private IDisposable? beat;
    private bool? everySecond;
    private string shown = "";

    [Inject]
    protected ViewerClock Clock { get; set; } = null!;

    /// <summary>What is shown (title included), so that an unchanged text is not drawn again.</summary>
    protected abstract string Fingerprint();

    /// <summary>Which rhythm the text needs, or null when it does not change any more.</summary>
    protected abstract bool? EverySecond { get; }

    protected override void OnParametersSet() => shown = Fingerprint();

    /// <summary>Not called for statically drawn pages, which cannot change any more.</summary>
    protected override void OnAfterRender(bool firstRender)
    {
        if (EverySecond != everySecond)
        {
            everySecond = EverySecond;
            beat?.Dispose();
            beat = everySecond is { } second ? Clock.Every(Beat, second) : null;
        }
    }

    public void Dispose()
    {
        beat?.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Beat()
    {
        var now = Fingerprint();
        if (now != shown)
        {
            shown = now;
            _ = InvokeAsync(StateHasChanged);
        }
    }
}
