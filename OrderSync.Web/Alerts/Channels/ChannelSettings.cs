using OrderSync.Domain.Alerts;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Alerts.Channels;

/// <summary>Which settings a kind of channel has.</summary>
public static class ChannelSettings
{
    public static Type TypeOf(AlertChannelKind kind) => kind == AlertChannelKind.Email ? typeof(EmailSettings) : typeof(WebhookSettings);

    public static IConnectorSettings Default(AlertChannelKind kind) => kind == AlertChannelKind.Email ? new EmailSettings() : new WebhookSettings();

    public static IConnectorSettings Open(this SettingsCodec codec, AlertChannel channel) => codec.Open(TypeOf(channel.Kind), channel.Settings);
}
