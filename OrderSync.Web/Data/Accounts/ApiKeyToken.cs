using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OrderSync.Web.Data.Accounts;

/// <summary>The secret text of an API key: <c>osk_</c> and 256 random bits in base64url. Only its hash is stored.</summary>
public static class ApiKeyToken
{
    public const string Start = "osk_";
    private const int PrefixLength = 9;

    public static string New() => Start + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>What a list may show of the key, to tell it from others.</summary>
    public static string PrefixOf(string token) => token[..Math.Min(PrefixLength, token.Length / 2)];
}
