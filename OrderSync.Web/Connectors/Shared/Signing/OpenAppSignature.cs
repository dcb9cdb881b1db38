using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrderSync.Web.Connectors.Shared.Signing;

/// <summary>One attempt as it is signed: who calls what, when, under which number used once.</summary>
/// <param name="ApiKey">Public part of the key; it travels with the request.</param>
/// <param name="Path">As it is signed: the request's path in capitals, see <see cref="OpenAppSignature.PathOf"/>.</param>
/// <param name="Timestamp">Unix time in milliseconds.</param>
public sealed record OpenAppAttempt(string ApiKey, string Method, string Path, long Timestamp, string Nonce);

/// <summary>The signature of the profile <c>openapp-v1</c> (contracts/order-api.md §3): HMAC-SHA-256 over the parts of a request and the hash of its exact body.</summary>
public static class OpenAppSignature
{
    public const string AuthorizationHeader = "authorization";
    public const string SignatureHeader = "x-app-signature";
    public const string ReplyHeader = "X-Server-Authorization";

    /// <summary>How far the two clocks may be apart (§3).</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    private const string Version = "v1";
    private const string Scheme = "hmac ";

    /// <summary>The path as it is signed: in capitals, whatever the base address holds, with <c>/MERCHANT</c> before it for servers that want it (§3, conflict 2).</summary>
    public static string PathOf(string path, bool withMerchant) => (withMerchant ? "/MERCHANT" : "") + path.ToUpperInvariant();

    /// <summary>Value of the header <c>authorization</c> (§3). The signature is not in it.</summary>
    public static string Authorization(OpenAppAttempt attempt) => $"{Scheme}{Version}${Head(attempt)}";

    /// <summary>What is signed (§3).</summary>
    /// <param name="withPrefix">With <c>v1$</c> at the beginning, as OpenApp's own plugin does (conflict 1).</param>
    public static string StringToSign(OpenAppAttempt attempt, ReadOnlySpan<byte> body, bool withPrefix) =>
        (withPrefix ? Version + "$" : "") + Head(attempt) + Tail(body);

    /// <summary>Value of the header <c>x-app-signature</c> (§3).</summary>
    /// <param name="secret">Taken as UTF-8 text.</param>
    public static string Sign(string secret, string stringToSign) => Convert.ToBase64String(Mac(secret, stringToSign));

    /// <summary>What the other side signs of its answer (§3, response).</summary>
    public static string ReplyStringToSign(long timestamp, string nonce, ReadOnlySpan<byte> body) => $"{Version}${ReplyPart(timestamp, nonce, body)}";

    /// <summary>Checks the header <c>X-Server-Authorization</c> of an answer (§3, response). Whether the string to sign begins with <c>v1$</c> is not sure for answers either, so both are good.</summary>
    /// <param name="header">Its value; null or empty when the answer has none.</param>
    /// <param name="secrets">Those it may be signed with, the present one first.</param>
    /// <param name="attempt">The request it has to belong to.</param>
    public static SignatureCheck VerifyReply(string? header, OpenAppAttempt attempt, ReadOnlySpan<byte> body, IEnumerable<string> secrets)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return SignatureCheck.Missing;
        }

        var parts = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim().Split('$') : [];
        var given = new byte[SHA256.HashSizeInBytes];
        if (parts.Length != 4 || !Convert.TryFromBase64String(parts[3], given, out var length) || length != given.Length)
        {
            return parts is [not Version, ..] && parts.Length > 1 ? SignatureCheck.UnknownVersion : SignatureCheck.Malformed;
        }

        if (parts[0] != Version)
        {
            return SignatureCheck.UnknownVersion;
        }

        if (parts[1] != Text(attempt.Timestamp) || parts[2] != attempt.Nonce)
        {
            return SignatureCheck.NotBound;
        }

        var signed = ReplyPart(attempt.Timestamp, attempt.Nonce, body);
        return secrets.Where(secret => secret.Length > 0).Any(secret => IsOf(given, secret, $"{Version}${signed}") || IsOf(given, secret, signed))
            ? SignatureCheck.Valid
            : SignatureCheck.Wrong;
    }

    private static bool IsOf(byte[] given, string secret, string text) => CryptographicOperations.FixedTimeEquals(given, Mac(secret, text));

    private static byte[] Mac(string secret, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));

    private static string Head(OpenAppAttempt attempt) =>
        $"{attempt.ApiKey}${attempt.Method.ToUpperInvariant()}${attempt.Path}${Text(attempt.Timestamp)}${attempt.Nonce}";

    private static string ReplyPart(long timestamp, string nonce, ReadOnlySpan<byte> body) => $"{Text(timestamp)}${nonce}{Tail(body)}";

    /// <summary>Without a body the part and its <c>$</c> are left out.</summary>
    private static string Tail(ReadOnlySpan<byte> body) => body.IsEmpty ? "" : "$" + Convert.ToBase64String(SHA256.HashData(body));

    private static string Text(long timestamp) => timestamp.ToString(CultureInfo.InvariantCulture);
}
