using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace OrderSync.Web.Components;

/// <summary>
/// The reader's browser as far as pages need it: time zone, whether the tab is looked at, copying. Started once per circuit, before the first page;
/// on statically drawn pages it stays silent.
/// </summary>
public sealed class Browser(IJSRuntime js) : IDisposable
{
    private DotNetObjectReference<Browser>? self;

    /// <summary>The browser's time zone (IANA name); empty until it has answered.</summary>
    public string Zone { get; private set; } = "";

    /// <summary>True while the tab is in the background.</summary>
    public bool Hidden { get; private set; }

    public event Action? VisibilityChanged;

    public event Action? ZoneKnown;

    /// <summary>Asks the browser for its zone and begins to follow the tab's visibility.</summary>
    public async Task StartAsync()
    {
        if (self is not null)
        {
            return;
        }

        self = DotNetObjectReference.Create(this);
        try
        {
            var viewer = await js.InvokeAsync<ViewerFacts?>("ordersync.start", self);
            Zone = viewer?.Zone ?? "";
            ZoneKnown?.Invoke();
            SetHidden(viewer?.Hidden ?? false);
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // The tab was closed while it was asked.
        }
    }

    /// <summary>Puts a text on the clipboard; false when the browser did not allow it.</summary>
    public async Task<bool> CopyAsync(string text)
    {
        try
        {
            return await js.InvokeAsync<bool>("ordersync.copy", text);
        }
        catch (Exception gone) when (IsGone(gone))
        {
            return false;
        }
    }

    /// <summary>Brings the first faulty field of a form into view and puts the cursor in it.</summary>
    public Task ShowFaultAsync(ElementReference form) => TellAsync("ordersync.showFault", form);

    /// <summary>Brings an input into view, by its id, and puts the cursor in it.</summary>
    public Task FocusAsync(string id) => TellAsync("ordersync.focus", id);

    private async Task TellAsync(string name, object? argument)
    {
        try
        {
            await js.InvokeVoidAsync(name, argument);
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // The tab was closed; nobody is left to see it.
        }
    }

    /// <summary>Called by the page's script.</summary>
    [JSInvokable]
    public void SetHidden(bool hidden)
    {
        if (Hidden != hidden)
        {
            Hidden = hidden;
            VisibilityChanged?.Invoke();
        }
    }

    // The script is not told: what it still reports to a circuit that has ended goes nowhere.
    public void Dispose() => self?.Dispose();

    private static bool IsGone(Exception fault) => fault is JSDisconnectedException or OperationCanceledException;

    private sealed record ViewerFacts(string Zone, bool Hidden);
}
