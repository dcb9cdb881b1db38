using OrderSync.Web.Components;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Live;

/// <summary>Lets pages listen to what feeds announce; neither knows the other.</summary>
internal sealed class FeedMonitorSource(FeedMonitor monitor) : ILiveSource
{
    public IDisposable Subscribe(string topic, Action changed) => monitor.Subscribe(topic, changed);
}
