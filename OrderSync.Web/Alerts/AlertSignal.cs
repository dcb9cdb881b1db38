using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts;

/// <summary>Wakes the sender of this process when alerts were written or set otherwise, and tells open pages.</summary>
public sealed class AlertSignal : WakeSignal
{
    /// <summary>Alerts, their channels or rules changed; for open pages.</summary>
    public event Action? Changed;

    public void SayChanged() => Changed?.Invoke();
}
