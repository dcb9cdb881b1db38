using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrderSync.Web.Connectors.Shared.Signing;

/// <summary>The headers of a message as it came; null for one that is missing.</summary>
public sealed record WebhookHeaders(string? Id, string? Timestamp, string? Signature);

/// <summary>
/// The signature of the profile <c>standard-webhooks</c> (contracts/order-api.md §C 1 to 3, 6): HMAC-SHA-256 over id, time and the body as it travels.
/// The id stays the same when a message is sent again, and is what tells a repetition.
/// </summary>
public static class StandardWebhooks
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Every secret begins with it.</summary>
    public const string SecretPrefix = "whsec_";

    /// <summary>Bytes a secret has (§C 2).</summary>
    public const int ShortestSecret = 24;
    public const int LongestSecret = 64;

    /// <summary>How far the two clocks may be apart, in both directions (§C 3).</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string Version = "v1";

    /// <summary>Whether it is <c>whsec_</c> and the Base64 of 24 to 64 bytes (§C 2).</summary>
    public static bool IsSecret(string text) => KeyOf(text) is { Length: >= ShortestSecret and <= LongestSecret };

    /// <summary>Value of the header <c>webhook-timestamp</c>: seconds (§C 1).</summary>
    public static string TimestampOf(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>What is signed (§C 1), as text to be shown; the body is taken as UTF-8.</summary>
    public static string StringToSign(string id, string timestamp, ReadOnlySpan<byte> body) => $"{id}.{timestamp}.{Encoding.UTF8.GetString(body)}";

    /// <summary>Value of the header <c>webhook-signature</c> (§C 1).</summary>
    /// <exception cref="FormatException">The secret is none.</exception>
    public static string Sign(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        var key = KeyOf(secret) ?? throw new FormatException("The secret is not 'whsec_' and Base64.");
        return $"{Version},{Convert.ToBase64String(Mac(key, id, timestamp, body))}";
    }

    /// <summary>
    /// Checks a message before anything of it is read (§C 9): the clock first, then the signature over the raw bytes, in constant time. While secrets are
    /// being changed, several are good, and the header may list several signatures.
    /// </summary>
    public static SignatureCheck Verify(WebhookHeaders headers, ReadOnlySpan<byte> body, IEnumerable<string> secrets, DateTimeOffset now)
    {
        if (headers is not { Id.Length: > 0, Timestamp.Length: > 0, Signature.Length: > 0 })
        {
            return SignatureCheck.Missing;
        }

        if (!TryReadTime(headers.Timestamp, out var at))
        {
            return SignatureCheck.Malformed;
        }

        if ((now - at).Duration() > Tolerance)
        {
            return at < now ? SignatureCheck.TooOld : SignatureCheck.TooNew;
        }

        var (given, otherwise) = Signatures(headers.Signature);
        return given.Count == 0 ? otherwise : IsOfAny(headers, body, secrets, given) ? SignatureCheck.Valid : SignatureCheck.Wrong;
    }

    private static bool IsOfAny(WebhookHeaders headers, ReadOnlySpan<byte> body, IEnumerable<string> secrets, List<byte[]> given)
    {
        var valid = false;
        foreach (var secret in secrets)
        {
            if (KeyOf(secret) is { } key)
            {
                var expected = Mac(key, headers.Id!, headers.Timestamp!, body);
                foreach (var signature in given)
                {
                    valid |= CryptographicOperations.FixedTimeEquals(expected, signature);
                }
            }
        }

        return valid;
    }

    private static bool TryReadTime(string text, out DateTimeOffset at)
    {
        var valid = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        at = valid ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return valid;
    }

    /// <summary>The signatures of the known version; if there are none, what is wrong with the header.</summary>
    private static (List<byte[]> Given, SignatureCheck Otherwise) Signatures(string header)
    {
        List<byte[]> given = [];
        var otherwise = SignatureCheck.Malformed;
        foreach (var entry in header.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var comma = entry.IndexOf(',', StringComparison.Ordinal);
            if (comma > 0 && entry[..comma] != Version)
            {
                otherwise = SignatureCheck.UnknownVersion;
                continue;
            }

            var bytes = new byte[SHA256.HashSizeInBytes];
            if (comma > 0 && Convert.TryFromBase64String(entry[(comma + 1)..], bytes, out var length) && length == bytes.Length)
            {
                given.Add(bytes);
            }
        }

        return (given, otherwise);
    }

    private static byte[]? KeyOf(string secret)
    {
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var text = secret[SecretPrefix.Length..];
        var bytes = new byte[text.Length];
        return text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static byte[] Mac(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
