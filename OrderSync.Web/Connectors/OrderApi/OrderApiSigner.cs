using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Web.Connectors.OrderApi;

/// <summary>One attempt as it goes out: the body, the headers that belong to it, and what was signed.</summary>
/// <param name="Signed">With what an answer has to be signed; null unless the profile signs answers.</param>
internal sealed record SignedAttempt(byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Headers, string StringToSign, OpenAppAttempt? Signed);

/// <summary>Signs attempts as the settings say (contracts/order-api.md §3, §C 7 and 8). A message that is sent again has the same id and body, and a new number and time.</summary>
internal static class OrderApiSigner
{
    /// <summary>Not part of either profile, and harmless where it is not known: by it a receiver can tell a repetition.</summary>
    public const string IdempotencyHeader = "idempotency-key";

    public static SignedAttempt Sign(OrderApiSettings settings, OrderEvent told, DateTimeOffset now, string nonce)
    {
        var body = OrderApiJson.Body(told, settings.MultiFulfillment);
        List<KeyValuePair<string, string>> headers = [new(IdempotencyHeader, told.Id)];
        if (settings.SendsKey)
        {
            headers.Add(new(settings.ApiKeyHeader, settings.ApiKeyPrefix.Length > 0 ? $"{settings.ApiKeyPrefix} {settings.ApiKey}" : settings.ApiKey));
        }

        return (settings.Signs, settings.Profile) switch
        {
            (false, _) => new SignedAttempt(body, headers, "", null),
            (_, OrderApiProfile.OpenApp) => OpenApp(settings, body, headers, new OpenAppAttempt(
                settings.ApiKey, "POST", OpenAppSignature.PathOf(settings.CalledPath, settings.SignMerchantPath), now.ToUnixTimeMilliseconds(), nonce)),
            _ => Webhook(settings, told.Id, body, headers, StandardWebhooks.TimestampOf(now)),
        };
    }

    private static SignedAttempt OpenApp(OrderApiSettings settings, byte[] body, List<KeyValuePair<string, string>> headers, OpenAppAttempt attempt)
    {
        var signed = OpenAppSignature.StringToSign(attempt, body, settings.SignPrefix);
        headers.Add(new(OpenAppSignature.AuthorizationHeader, OpenAppSignature.Authorization(attempt)));
        headers.Add(new(OpenAppSignature.SignatureHeader, OpenAppSignature.Sign(settings.Secret, signed)));
        return new SignedAttempt(body, headers, signed, attempt);
    }

    private static SignedAttempt Webhook(OrderApiSettings settings, string id, byte[] body, List<KeyValuePair<string, string>> headers, string timestamp)
    {
        headers.Add(new(StandardWebhooks.IdHeader, id));
        headers.Add(new(StandardWebhooks.TimestampHeader, timestamp));
        headers.Add(new(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(settings.Secret, id, timestamp, body)));
        return new SignedAttempt(body, headers, StandardWebhooks.StringToSign(id, timestamp, body), null);
    }
}
