using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Web.Components;

namespace OrderSync.Web.Sandbox.OrderApi;

/// <summary>Reads the calls once a second while somebody looks, and draws again only what has changed.</summary>
public sealed partial class OrderApiPanel
{
    private const int CallsShown = 100;

    private static readonly StateLook Proven = new("check_circle", "Proven", Tone.Good);
    private static readonly StateLook NotProven = new("cancel", "Turned away", Tone.Bad);

    private IReadOnlyList<ListedOrderApiCall> last = [];
    private OrderApiCounts counts = new(0, 0, 0, 0);

    [Inject]
    private OrderApiCalls Calls { get; set; } = null!;

    [Inject]
    private OrderApiFaults Faults { get; set; } = null!;

    [Inject]
    private SandboxOptions Options { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    private static string Order(ListedOrderApiCall call) => $"{call.Call.OrderId} ({call.Call.ShopOrderId})";

    private Task ForgetAsync() => RunAsync(_ =>
    {
        Calls.Clear();
        Look();
        return Task.FromResult(Outcome.Done);
    });

    /// <inheritdoc/>
    protected override bool Look()
    {
        var now = Calls.Count();
        var changed = now != counts;
        (last, counts) = (changed ? Calls.Last(CallsShown) : last, now);
        return changed;
    }
}
