using System.Text;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Web.Connectors.OrderApi;

/// <summary>Requests and answers as they may be kept and shown: keys masked, signatures shortened, nothing else hidden, capped.</summary>
internal sealed class OrderApiMasks(OrderApiSettings settings)
{
    private const int MostText = 4096;
    private const int SignatureShown = 8;

    /// <summary>Shorter ones would blank innocent text.</summary>
    private const int ShortestSecret = 6;

    private readonly string[] secrets = [.. new[] { settings.Secret, settings.PreviousSecret, settings.ApiKey }.Where(secret => secret.Length > 0)];

    public string Sent(HttpRequestMessage request, SignedAttempt? attempt)
    {
        var text = new StringBuilder($"{request.Method.Method} {request.RequestUri!.AbsoluteUri}\n");
        foreach (var (name, value) in attempt?.Headers ?? [])
        {
            text.Append(name.ToLowerInvariant()).Append(": ").Append(Header(name, value)).Append('\n');
        }

        if (attempt is not null)
        {
            text.Append("content-type: application/json\n\n").Append(Hide(Encoding.UTF8.GetString(attempt.Body)));
        }

        return Cap(text.ToString());
    }

    public string Received(OrderApiAnswer answer) => Cap($"HTTP {answer.Status}\n{Hide(answer.Headers)}\n\n{Hide(answer.Text)}");

    /// <summary>What was signed: it names the key.</summary>
    public string StringToSign(SignedAttempt attempt) => Cap(Hide(attempt.StringToSign, ownFields: attempt.Signed is not null));

    private string Header(string name, string value) => name switch
    {
        _ when settings.SendsKey && name.Equals(settings.ApiKeyHeader, StringComparison.OrdinalIgnoreCase) =>
            settings.ApiKeyPrefix.Length > 0 ? $"{settings.ApiKeyPrefix} {SecretAttribute.Mask}" : SecretAttribute.Mask,
        OpenAppSignature.SignatureHeader or StandardWebhooks.SignatureHeader => value.Length <= SignatureShown ? value : $"{value.AsSpan(0, SignatureShown)}…",
        OpenAppSignature.AuthorizationHeader => Hide(value, ownFields: true),
        _ => value,
    };

    /// <param name="ownFields">The key stands in a field of its own, so that even a short one is found.</param>
    private string Hide(string text, bool ownFields = false)
    {
        if (ownFields && settings.ApiKey.Length > 0)
        {
            text = text.Replace($"${settings.ApiKey}$", $"${SecretAttribute.Mask}$", StringComparison.Ordinal);
            text = text.StartsWith(settings.ApiKey + "$", StringComparison.Ordinal) ? SecretAttribute.Mask + text[settings.ApiKey.Length..] : text;
        }

        return secrets.Where(secret => secret.Length >= ShortestSecret)
            .Aggregate(text, (hidden, secret) => hidden.Replace(secret, SecretAttribute.Mask, StringComparison.Ordinal));
    }

    private static string Cap(string text) => text.Length <= MostText ? text : $"{text.AsSpan(0, MostText - 1)}…";
}
