using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Ppx;

/// <summary>The ways a PPX call proves itself (contracts/kamsoft.md §11). Any one that is switched on is enough.</summary>
internal sealed class PpxAccess(IPharmacyCalls calls, TimeProvider clock)
{
    public const string KeyHeader = "X-Ppx-Key";
    public const string TimeHeader = "X-Ppx-Time";
    public const string NonceHeader = "X-Ppx-Nonce";
    public const string SignHeader = "X-Ppx-Sign";

    private static readonly TimeSpan ClockWindow = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan NonceLives = TimeSpan.FromMinutes(10);

    /// <summary>Whether a key, or user and password, prove the call; its body need not be read for that.</summary>
    public static bool HasKey(HttpRequest request, KamsoftSettings settings) =>
        Gate.Same(request.Headers[KeyHeader].ToString(), settings.Key)
        || (settings.AllowKeyInAddress && Gate.Same(request.Query["key"].ToString(), settings.Key))
        || (settings.AllowBasic && HasLogin(request, settings));

    /// <summary>Whether the call claims to be signed and signatures are taken: then its body is read before it is known who calls.</summary>
    public static bool ClaimsSignature(HttpRequest request, KamsoftSettings settings) => settings.SigningSecret.Length > 0 && request.Headers.ContainsKey(SignHeader);

    public async Task<bool> IsSignedAsync(HttpRequest request, string action, byte[] body, long integrationId, KamsoftSettings settings, CancellationToken ct)
    {
        var (time, nonce) = (request.Headers[TimeHeader].ToString(), request.Headers[NonceHeader].ToString());
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) > ClockWindow.TotalSeconds
            || nonce.Length is < 16 or > PharmacyNonce.NonceLength)
        {
            return false;
        }

        var signed = $"{request.Method}\n{action}\n{time}\n{nonce}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        var sign = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.SigningSecret), Encoding.UTF8.GetBytes(signed)));
        return Gate.Same(request.Headers[SignHeader].ToString().ToLowerInvariant(), sign)
            && await calls.TakeNonceAsync(integrationId, nonce, clock.GetUtcNow().UtcDateTime + NonceLives, ct);
    }

    private static bool HasLogin(HttpRequest request, KamsoftSettings settings)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || !SafeXml.Is(header.Scheme, "Basic") || header.Parameter is not { } parameter)
        {
            return false;
        }

        var bytes = new byte[parameter.Length];
        return Convert.TryFromBase64String(parameter, bytes, out var length) && settings.Login.Length > 0 && settings.Password.Length > 0
            && Gate.Same(Encoding.UTF8.GetString(bytes, 0, length), $"{settings.Login}:{settings.Password}");
    }
}
