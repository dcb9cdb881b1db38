using OrderSync.Web.Alerts;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Settings.Alerts;

/// <summary>Lets open pages know when something became of alerts.</summary>
public sealed class AlertAnnouncer(AlertSignal signal, FeedMonitor monitor) : IHostedService
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

    private void Announce() => monitor.Publish(Topics.Alerts);
}
