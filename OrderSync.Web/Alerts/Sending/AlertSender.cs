using OrderSync.Domain.Alerts;
using OrderSync.Web.Alerts.Channels;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Alerts.Sending;

/// <summary>Sends one alert by its channel.</summary>
public sealed class AlertSender(SettingsCodec codec, AlertWords words, SmtpSender smtp, WebhookSender webhook, TimeProvider clock)
{
    internal Task<SendResult> SendAsync(AlertChannel channel, Alert alert, CancellationToken ct)
    {
        var text = words.Of(alert);
        return codec.Open(channel) switch
        {
            EmailSettings mail => smtp.SendAsync(mail, alert.Addresses,
                MailText.Write(new Mail(alert.Key, mail.From, alert.Addresses, text.Subject, text.ToPlain(), text.ToHtml()), clock.GetUtcNow()), ct),
            var settings => webhook.SendAsync((WebhookSettings)settings, alert, text, ct),
        };
    }
}
