using System.Text;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>Calls and answers as they may be kept and shown: the secret masked, and the address for reports, because whoever has it can change orders.</summary>
internal static class FrontPadMasks
{
    public const string CallbackField = "hook_url";

    private const int MostText = 4096;

    /// <summary>Shorter ones would blank innocent text.</summary>
    private const int ShortestSecret = 6;

    public static string Sent(Uri address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var text = new StringBuilder($"POST {address.AbsoluteUri}\ncontent-type: application/x-www-form-urlencoded\n\n");
        foreach (var (field, value) in fields)
        {
            text.Append(field).Append('=').Append(field is "secret" or CallbackField ? SecretAttribute.Mask : value).Append('\n');
        }

        return Cap(text.ToString());
    }

    public static string Received(int status, byte[] body, string secret)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MostText * 4)));
        return Cap($"HTTP {status}\n\n{(secret.Length < ShortestSecret ? text : text.Replace(secret, SecretAttribute.Mask, StringComparison.Ordinal))}");
    }

    private static string Cap(string text) => text.Length <= MostText ? text : $"{text.AsSpan(0, MostText - 1)}…";
}
