using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Web.Alerts.Channels;

public enum WebhookFormat
{
    /// <summary><c>{"text": …}</c>, as Slack and those who speak like it take it.</summary>
    Slack,

    /// <summary>All of it as JSON, signed as Standard Webhooks say.</summary>
    Signed,
}

/// <summary>An address that is called with each alert.</summary>
public sealed record WebhookSettings : IConnectorSettings
{
    /// <summary>Whoever knows Slack's address may write there: it is a secret.</summary>
    [Secret]
    public string Url { get; init; } = "";
    public WebhookFormat Format { get; init; }

    /// <summary>Signs what is sent; not used by Slack.</summary>
    [Secret]
    public string Secret { get; init; } = "";

    int IConnectorSettings.RequestsPerMinute => 0;

    public IEnumerable<ConnectionProblem> Validate()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            yield return Wrong("url", "Enter an address that begins with https://.");
        }

        if (Format == WebhookFormat.Signed && !StandardWebhooks.IsSecret(Secret))
        {
            yield return Wrong("secret", "Enter the secret the other side gave you. It begins with whsec_ and has 24 to 64 bytes in Base64.");
        }
    }

    private static ConnectionProblem Wrong(string field, string text) => new(field, "invalid", new Phrase(text), new Phrase(""));
}
