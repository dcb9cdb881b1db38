using System.Net;
using System.Text.RegularExpressions;

namespace OrderSync.Web.Features.Products;

/// <summary>
/// Texts of shops are HTML somebody else wrote: they are shown as plain text only, never as markup. What this leaves is encoded again where it
/// is drawn, so nothing in it can act; taking tags away serves the reader, not safety.
/// </summary>
internal static partial class PlainText
{
    /// <summary>More than anybody reads, and short enough to draw.</summary>
    public const int Longest = 20_000;

    public static string Of(string html)
    {
        var cut = html.Length > Longest * 4 ? html[..(Longest * 4)] : html;
        var text = Hidden().Replace(cut, " ");
        text = Items().Replace(text, "\n• ");
        text = Breaks().Replace(text, "\n");
        text = WebUtility.HtmlDecode(Tags().Replace(text, ""));
        var lines = text.Split('\n').Select(line => Blanks().Replace(line, " ").Trim());
        var plain = Gaps().Replace(string.Join('\n', lines), "\n\n").Trim();
        return plain.Length > Longest ? plain[..Longest] + "…" : plain;
    }

    [GeneratedRegex(@"<!--.*?(-->|$)|<(script|style|iframe|template|noscript)\b.*?(</\2\s*>|$)|[\r\n]+", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"<li\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Items();

    [GeneratedRegex(@"<br\b[^>]*>|</(p|div|h[1-6]|tr|ul|ol|table|section|blockquote)\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"</?[a-z!][^>]*(>|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Tags();

    [GeneratedRegex(@"[\s\u00a0]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex Gaps();
}
