using OrderSync.Web.Data.Inbox;

namespace OrderSync.Web.Feeds.OrderEvents;

/// <summary>Starts the feed at the moment an event is stored, and lets open pages know.</summary>
public sealed class InboxListener(InboxSignal inbox, FeedSignal feeds, FeedMonitor monitor) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        inbox.Arrived += Arrived;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        inbox.Arrived -= Arrived;
        return Task.CompletedTask;
    }

    private void Arrived(long integrationId)
    {
        feeds.Wake(OrderEventsFeed.FeedKey);
        monitor.Publish(Topics.Inbox);
    }
}
