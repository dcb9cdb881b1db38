using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox;

/// <summary>
/// Wakes the dispatcher of this process when a message was written, and says when something became of one. Messages written elsewhere the
/// dispatcher finds by itself within a second.
/// </summary>
public sealed class OutboxSignal : WakeSignal
{
    /// <summary>Something became of messages, or of a listener; for open pages.</summary>
    public event Action? Changed;

    internal void SayChanged() => Changed?.Invoke();
}
