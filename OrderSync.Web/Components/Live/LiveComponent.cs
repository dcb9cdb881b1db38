using Microsoft.AspNetCore.Components;

namespace OrderSync.Web.Components;

/// <summary>
/// The only kind of component that listens to announcements. Call <see cref="Listen"/> with the topics it shows; when one of them changes,
/// <see cref="RefreshAsync"/> runs: about four times a second at most, one after another, on the circuit's own thread with the reader's culture,
/// and not while the tab is hidden (it catches up when the tab comes back).
/// </summary>
public abstract class LiveComponent : ActionComponent
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, IDisposable> subscriptions = [];
    private Throttle? throttle;
    private ExecutionContext? context;

    [Inject]
    private IEnumerable<ILiveSource> Sources { get; set; } = [];

    [Inject]
    private Browser Browser { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>Listens to exactly these topics from now on; may be called again when a parameter changes.</summary>
    protected void Listen(params IReadOnlyCollection<string> topics)
    {
        if (Gone.IsCancellationRequested)
        {
            return;
        }

        Start();
        foreach (var old in subscriptions.Keys.Except(topics).ToList())
        {
            subscriptions.Remove(old, out var subscription);
            subscription?.Dispose();
        }

        foreach (var topic in topics.Where(t => !subscriptions.ContainsKey(t)))
        {
            subscriptions[topic] = new Subscriptions([.. Sources.Select(s => s.Subscribe(topic, throttle!.Signal))]);
        }
    }

    /// <summary>Reads again what is shown. The component is drawn afterwards.</summary>
    protected abstract Task RefreshAsync();

    protected override void Dispose(bool disposing)
    {
        if (throttle is not null)
        {
            Browser.VisibilityChanged -= FollowVisibility;
            throttle.Dispose();
        }

        foreach (var subscription in subscriptions.Values)
        {
            subscription.Dispose();
        }

        subscriptions.Clear();
        base.Dispose(disposing);
    }

    private void Start()
    {
        if (throttle is null)
        {
            // The announcing thread knows neither the reader's culture nor anything else of the circuit: both travel in this context.
            context = ExecutionContext.Capture();
            throttle = new Throttle(Time, Gap, Hop);
            throttle.Pause(Browser.Hidden);
            Browser.VisibilityChanged += FollowVisibility;
        }
    }

    private void FollowVisibility() => throttle?.Pause(Browser.Hidden);

    private void Hop()
    {
        if (context is null)
        {
            _ = RefreshOnCircuitAsync();
        }
        else
        {
            ExecutionContext.Run(context, static self => _ = ((LiveComponent)self!).RefreshOnCircuitAsync(), this);
        }
    }

    private async Task RefreshOnCircuitAsync()
    {
        try
        {
            await InvokeAsync(async () =>
            {
                if (!Gone.IsCancellationRequested)
                {
                    await RefreshAsync();
                    StateHasChanged();
                }
            });
        }
        catch (Exception) when (Gone.IsCancellationRequested)
        {
            // The page was left while it was reading.
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
        finally
        {
            throttle?.Finished();
        }
    }

    private sealed class Subscriptions(IReadOnlyList<IDisposable> all) : IDisposable
    {
        public void Dispose()
        {
            foreach (var one in all)
            {
                one.Dispose();
            }
        }
    }
}
