using OrderSync.Web.Alerts.Rules;
using OrderSync.Web.Alerts.Sending;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Alerts;

public static class AlertsSetup
{
    /// <summary>Telling people what is wrong: the rules, what is told to whom, and sending it.</summary>
    public static void AddAlerts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IAlertRule, FailedOrders>();
        services.AddSingleton<IAlertRule, UnexplainedOrders>();
        services.AddSingleton<IAlertRule, FailingFeeds>();
        services.AddSingleton<IAlertRule, SilentShops>();
        services.AddSingleton<IAlertRule, SilentPharmacies>();
        services.AddSingleton<IAlertRule, HeldExports>();
        services.AddSingleton<IAlertRule, FailingListeners>();
        services.AddSingleton<IAlertRule, UnknownMessages>();
        services.AddSingleton<IAlertRule, TroubledTargetOrders>();
        services.AddSingleton<AlertRules>();
        services.AddSingleton<AlertSignal>();
        services.AddSingleton<AlertWatcher>();
        services.AddSingleton<AlertQueue>();
        services.AddSingleton<AlertTest>();
        services.AddSingleton<AlertWords>();
        services.AddSingleton<AlertSender>();
        services.AddSingleton<SmtpSender>();
        services.AddSingleton<WebhookSender>();
        services.AddOutboundHttp(WebhookSender.HttpName);
        services.AddHostedService<AlertService>();
    }
}
