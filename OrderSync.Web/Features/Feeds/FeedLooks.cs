using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Feeds;

internal static class FeedLooks
{
    /// <summary>The program switched the feed off by itself.</summary>
    public static StateLook Off { get; } = new("power_settings_new", "Switched off", Tone.Warn);
}
