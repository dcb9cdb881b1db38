using OrderSync.Web.Components.Layout;

namespace OrderSync.Web.Features.Settings.Alerts;

public static class AlertPagesSetup
{
    /// <summary>Channels, rules and history of alerts.</summary>
    public static void AddAlertPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<AlertQueries>();
        services.AddSingleton<ChannelReader>();
        services.AddSingleton<ChannelActions>();
        services.AddSingleton<RuleActions>();
        services.AddHostedService<AlertAnnouncer>();
        services.AddTopBarItem<AlertsBadge>();
    }
}
