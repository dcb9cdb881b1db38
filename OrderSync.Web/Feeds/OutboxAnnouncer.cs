using OrderSync.Web.Outbox;

namespace OrderSync.Web.Feeds;

/// <summary>Lets open pages know when something became of messages that no feed sends.</summary>
public sealed class OutboxAnnouncer(OutboxSignal signal, FeedMonitor monitor) : IHostedService
{
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

    private void Announce() => monitor.Publish(Topics.Outbox, Topics.Orders, Topics.Integrations);
}
