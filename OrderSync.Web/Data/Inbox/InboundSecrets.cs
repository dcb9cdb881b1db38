using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace OrderSync.Web.Data.Inbox;

/// <summary>Makes, encrypts and opens the secrets other systems sign their calls with.</summary>
public sealed class InboundSecrets
{
    /// <summary>What the standard-webhooks profile asks for: the prefix, and the Base64 of 24 to 64 bytes.</summary>
    private const string Prefix = "whsec_";
    private const int SecretBytes = 32;
    private const int KeyBytes = 18;

    private readonly IDataProtector protector;

    /// <summary>A secret nobody has. Whatever there is nothing to open for, this is opened instead, so that it takes as long.</summary>
    private readonly string decoy;

    public InboundSecrets(IDataProtectionProvider protection)
    {
        protector = protection.CreateProtector("OrderSync.InboundSecrets.v1");
        decoy = Seal(New());
    }

    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    public static string NewKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));

    public string Seal(string secret) => protector.Protect(secret);

    /// <summary>The secret; one that nobody has when there is none, or it cannot be opened (other keys).</summary>
    public string OpenOrDecoy(string? stored) => Open(stored ?? decoy) ?? Open(decoy)!;

    /// <summary>The secret, or null when it cannot be opened.</summary>
    public string? Open(string stored)
    {
        try
        {
            return protector.Unprotect(stored);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
