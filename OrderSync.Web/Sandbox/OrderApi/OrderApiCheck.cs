using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrderSync.Web.Sandbox.OrderApi;

/// <summary>A request as far as it has to be looked at before anything of it is believed.</summary>
/// <param name="Path">After the base address.</param>
public sealed record OrderApiRequest(string Method, string Path, IHeaderDictionary Headers, byte[] Body)
{
    public string this[string header] => Headers.TryGetValue(header, out var values) ? values.ToString() : "";
}

/// <summary>How the caller proved who it is.</summary>
/// <param name="Fault">Why it is not believed; empty when it is.</param>
/// <param name="Reply">Time and number an answer has to be signed with; null when answers are not signed.</param>
public sealed record OrderApiProof(string Kind, string Fault, (string Timestamp, string Nonce)? Reply = null);

/// <summary>Looks whether a request is from who it says, in the order of the contract: headers, clock, signature over the raw bytes, number used once.</summary>
public sealed class OrderApiCheck(SandboxOptions options, OrderApiCalls calls, SandboxClock clock)
{
    private const string OpenApp = "openapp-v1";
    private const string Webhook = "standard-webhooks";
    private const string Key = "api key";

    private static readonly TimeSpan OpenAppTolerance = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WebhookTolerance = TimeSpan.FromMinutes(5);

    public OrderApiProof Check(OrderApiRequest request)
    {
        var keyed = request["x-api-key"];
        if (keyed.Length > 0 && !Same(keyed, options.OrderApiKey))
        {
            return new OrderApiProof(Key, "wrong key");
        }

        var authorization = request["authorization"];
        return request["webhook-signature"].Length > 0 ? new OrderApiProof(Webhook, WebhookFault(request))
            : authorization.StartsWith("hmac ", StringComparison.OrdinalIgnoreCase) ? CheckOpenApp(request, authorization["hmac ".Length..].Trim())
            : keyed.Length > 0 ? new OrderApiProof(Key, "")
            : authorization.StartsWith("Bearer ", StringComparison.Ordinal)
                ? new OrderApiProof(Key, Same(authorization["Bearer ".Length..].Trim(), options.OrderApiKey) ? "" : "wrong key")
            : new OrderApiProof("none", "no key and no signature");
    }

    /// <summary>Value of the header an answer is signed by.</summary>
    public string SignReply((string Timestamp, string Nonce) to, byte[] body, bool wrongly)
    {
        var secret = wrongly ? options.OrderApiSecret + "?" : options.OrderApiSecret;
        var signed = $"v1${to.Timestamp}${to.Nonce}{Hash(body)}";
        return $"hmac v1${to.Timestamp}${to.Nonce}${Mac(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed))}";
    }

    private OrderApiProof CheckOpenApp(OrderApiRequest request, string header)
    {
        var parts = header.Split('$');
        if (parts.Length != 6 || request["x-app-signature"].Length == 0)
        {
            return new OrderApiProof(OpenApp, "headers are not of the form");
        }

        var fault = parts[0] != "v1" ? "unknown version" : Bound(request, parts) ?? Clock(parts[4]) ?? Signed(request, parts);
        return fault is null && !calls.Use(parts[5], clock.GetUtcNow(), 2 * OpenAppTolerance)
            ? new OrderApiProof(OpenApp, "number was used before")
            : new OrderApiProof(OpenApp, fault ?? "", fault is null ? (parts[4], parts[5]) : null);
    }

    /// <summary>What the header says has to be what is really asked.</summary>
    private string? Bound(OrderApiRequest request, string[] parts) =>
        !Same(parts[1], options.OrderApiKey) ? "unknown key"
        : parts[2] != request.Method ? "signed for another method"
        : parts[3] != request.Path.ToUpperInvariant() && parts[3] != "/MERCHANT" + request.Path.ToUpperInvariant() ? "signed for another path"
        : parts[5] is not { Length: > 0 and <= 64 } ? "number is missing or too long"
        : null;

    private string? Clock(string timestamp) =>
        !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? "time is not readable"
        : milliseconds - clock.GetUtcNow().ToUnixTimeMilliseconds() is var ahead && Math.Abs((double)ahead) <= OpenAppTolerance.TotalMilliseconds ? null
        : ahead < 0 ? "too late" : "too early";

    /// <summary>With or without the version before it: which of the two is right is written down nowhere.</summary>
    private string? Signed(OrderApiRequest request, string[] parts)
    {
        var text = string.Join('$', parts[1..]) + Hash(request.Body);
        var secret = Encoding.UTF8.GetBytes(options.OrderApiSecret);
        var given = request["x-app-signature"];
        return Same(given, Mac(secret, Encoding.UTF8.GetBytes("v1$" + text))) || Same(given, Mac(secret, Encoding.UTF8.GetBytes(text))) ? null : "wrong signature";
    }

    private string WebhookFault(OrderApiRequest request)
    {
        var (id, timestamp) = (request["webhook-id"], request["webhook-timestamp"]);
        if (id.Length == 0 || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return "headers are not of the form";
        }

        var ahead = seconds - clock.GetUtcNow().ToUnixTimeSeconds();
        if (Math.Abs((double)ahead) > WebhookTolerance.TotalSeconds)
        {
            return ahead < 0 ? "too late" : "too early";
        }

        var known = request["webhook-signature"].Split(' ').Where(part => part.StartsWith("v1,", StringComparison.Ordinal)).Select(part => part[3..]).ToList();
        var expected = Mac(Convert.FromBase64String(options.OrderApiSecret["whsec_".Length..]), [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. request.Body]);
        return known.Count == 0 ? "unknown version" : known.Any(signature => Same(signature, expected)) ? "" : "wrong signature";
    }

    private static string Hash(byte[] body) => body.Length == 0 ? "" : "$" + Convert.ToBase64String(SHA256.HashData(body));

    private static string Mac(byte[] key, byte[] message) => Convert.ToBase64String(HMACSHA256.HashData(key, message));

    private static bool Same(string given, string expected) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
