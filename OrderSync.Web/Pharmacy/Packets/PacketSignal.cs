using OrderSync.Web.Data;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>Wakes the worker of this process when a packet was left to it, and says when something became of one, for open pages.</summary>
public sealed class PacketSignal : WakeSignal
{
    /// <summary>Told the integration.</summary>
    public event Action<long>? Changed;

    internal void SayChanged(long integrationId) => Changed?.Invoke(integrationId);
}
