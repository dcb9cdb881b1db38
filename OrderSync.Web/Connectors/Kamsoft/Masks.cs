using System.Text;
using System.Text.RegularExpressions;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>Takes everything out of a captured call that could let somebody in.</summary>
internal static partial class Masks
{
    private const string Mask = "••••";
    private static readonly HashSet<string> SecretHeaders = new(["Authorization", "Cookie", "X-Ppx-Key", "X-Ppx-Sign", "Proxy-Authorization"], StringComparer.OrdinalIgnoreCase);

    public static string Of(HttpRequest request, string body, KamsoftSettings settings)
    {
        var text = new StringBuilder();
        text.Append(request.Method).Append(' ').Append(KeyInAddress().Replace(request.QueryString.Value ?? "", "$1" + Mask)).Append('\n');
        foreach (var (name, value) in request.Headers)
        {
            text.Append(name).Append(": ").Append(SecretHeaders.Contains(name) ? Mask : value.ToString()).Append('\n');
        }

        return text.Append('\n').Append(Of(body, settings)).ToString();
    }

    public static string Of(string text, KamsoftSettings settings)
    {
        // Whatever stands where a password belongs, also a wrong one: it may be right somewhere else.
        var masked = PasswordElement().Replace(text, $"$1{Mask}$2");
        foreach (var secret in new[] { settings.Password, settings.Key, settings.SigningSecret }.Where(secret => secret.Length > 3))
        {
            masked = masked.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return masked;
    }

    [GeneratedRegex(@"(<(?:[\w.-]+:)?A?Password\b[^>]*>)[^<]*(</)", RegexOptions.IgnoreCase)]
    private static partial Regex PasswordElement();

    [GeneratedRegex("([?&]key=)[^&]*", RegexOptions.IgnoreCase)]
    private static partial Regex KeyInAddress();
}
