using OrderSync.Web.Feeds;
using OrderSync.Web.Pharmacy.Packets;

namespace OrderSync.Web.Features.Pharmacy;

/// <summary>Lets open pages know when something became of a packet, which no feed applies.</summary>
public sealed class PacketAnnouncer(PacketSignal signal, FeedMonitor monitor) : IHostedService
{
    /// <summary>Packets and items of one integration.</summary>
    public static string Topic(long integrationId) => $"packets:{integrationId}";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        signal.Changed += Announce;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        signal.Changed -= Announce;
        return Task.CompletedTask;
    }

    private void Announce(long integrationId) => monitor.Publish(Topic(integrationId), Topics.Products, Topics.Stock);
}
