using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>Takes everything out of a captured call that could let somebody in.</summary>
/// <param name="password">What the caller gave as password: it may be right somewhere else.</param>
internal sealed partial class Masks(KamsoftSettings settings, string password)
{
    private const string Mask = "••••";

    /// <summary>Characters of a body that are kept.</summary>
    private const int MostText = 1024 * 1024;

    /// <summary>Longer than any secret in any spelling: so much is left off where a body is cut, lest half a secret stays.</summary>
    private const int Margin = 4096;

    private const int ShortestSecret = 4;
    private const int LongestSecret = 256;
    private static readonly HashSet<string> SecretHeaders = new(["Authorization", "Cookie", "X-Ppx-Key", "X-Ppx-Sign", "Proxy-Authorization"], StringComparer.OrdinalIgnoreCase);

    private readonly List<Regex> secrets =
    [
        .. new[] { settings.Password, settings.Key, settings.SigningSecret, password }.Where(secret => secret.Length is >= ShortestSecret and <= LongestSecret).Distinct()
            .OrderByDescending(secret => secret.Length).Select(AnySpelling),
    ];

    public string Of(HttpRequest request, byte[] body)
    {
        var text = new StringBuilder();
        text.Append(request.Method).Append(' ').Append(SecretInAddress().Replace(request.QueryString.Value ?? "", "$1" + Mask)).Append('\n');
        foreach (var (name, value) in request.Headers)
        {
            text.Append(name).Append(": ").Append(SecretHeaders.Contains(name) ? Mask : value.ToString()).Append('\n');
        }

        return $"{Of(text.ToString())}\n{Of(body, request.ContentType)}";
    }

    /// <summary>A body as the text it is; what is no text is not shown, as nothing could be found in it.</summary>
    public string Of(byte[] body, string? contentType)
    {
        var charset = MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.CharSet : null;
        return TextDecoder.Decode(body, charset) is not { } text || text.Contains('\0', StringComparison.Ordinal) ? "(not text)"
            : text.Length <= MostText ? Of(text)
            : Of(text[..MostText]) is var masked ? masked[..Math.Max(0, masked.Length - Margin)] : "";
    }

    private string Of(string text) => secrets.Aggregate(PasswordElement().Replace(text, $"$1{Mask}"), (masked, secret) => secret.Replace(masked, Mask));

    /// <summary>Each sign as it is, as XML writes it, twice if need be, or as addresses do.</summary>
    private static Regex AnySpelling(string secret) => new(string.Concat(secret.EnumerateRunes().Select(rune => $"(?:{string.Join('|', Spellings(rune))})")), RegexOptions.CultureInvariant);

    private static IEnumerable<string> Spellings(Rune rune)
    {
        var named = rune.Value switch
        {
            '&' => "amp",
            '<' => "lt",
            '>' => "gt",
            '"' => "quot",
            '\'' => "apos",
            _ => "",
        };
        yield return Regex.Escape(rune.ToString());
        yield return $"&(?:amp;)?#0*{rune.Value};";
        yield return $"&(?:amp;)?#[xX]0*(?i:{rune.Value:x});";
        yield return string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(unit => $"%(?i:{unit:x2})"));
        if (named.Length > 0)
        {
            yield return $"&(?:amp;)?{named};";
        }

        if (rune.Value == ' ')
        {
            yield return @"\+";
        }
    }

    /// <summary>What stands where a password belongs, up to the end of the element or of the text.</summary>
    [GeneratedRegex(@"(<(?:[\w.-]+:)?A?Password\b[^>]*(?<!/)>)(?>(?:<!\[CDATA\[.*?(?:\]\]>|\z)|(?!</).)*)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex PasswordElement();

    [GeneratedRegex("([?&][^=&]*(?:key|pass|sign|secret)[^=&]*=)[^&]*", RegexOptions.IgnoreCase)]
    private static partial Regex SecretInAddress();
}
