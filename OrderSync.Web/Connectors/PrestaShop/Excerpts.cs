using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Cuts out of an unreadable answer what shows the fault, without secrets and without keeping more of it than needed.</summary>
internal static partial class Excerpts
{
    private const int Before = 200;
    private const int After = 200;

    public static string Where(XmlException error) =>
        string.Create(CultureInfo.InvariantCulture, $"line {error.LineNumber}, position {error.LinePosition}");

    public static string Around(string text, XmlException error)
    {
        if (text.Length == 0)
        {
            return "";
        }

        var at = Offset(text, error);
        var from = Math.Max(0, at - Before);
        var to = Math.Min(text.Length, at + After);
        var safe = Masked(text);
        return safe[from..to].Trim();
    }

    public static string Beginning(string text) => Masked(text)[..Math.Min(text.Length, Before + After)].Trim();

    /// <summary>Blanks secrets without moving anything.</summary>
    private static string Masked(string text) => Secrets().Replace(text, match => new string(SecretAttribute.Mask[0], match.Length));

    private static int Offset(string text, XmlException error)
    {
        var start = XmlStart(text);
        for (var line = 1; line < error.LineNumber; line++)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0)
            {
                break;
            }

            start = end + 1;
        }

        return Math.Min(start + Math.Max(error.LinePosition - 1, 0), text.Length);
    }

    private static int XmlStart(string text) => Math.Max(0, text.IndexOf("<?xml", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("(?<=<(secure_key|passwd|password|ip_registration_newsletter)[^>]*>).*?(?=</)", RegexOptions.Singleline)]
    private static partial Regex Secrets();
}
