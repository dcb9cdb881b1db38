using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>How PHP and MySQL make values of text that is not one: silently, and this is what trips connectors.</summary>
public static partial class LooseValue
{
    /// <summary>PHP's <c>(int) "5abc"</c> is 5, of "abc" it is 0.</summary>
    public static int ToInt(string text) =>
        int.TryParse(WholeNumber().Match(text).Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>As <see cref="ToInt"/>, for what no int holds.</summary>
    public static long ToLong(string text) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>MySQL compares a number with "1,4,9" as with 1, with "&gt;330" as with 0.</summary>
    public static double ToNumber(string text) =>
        double.TryParse(Number().Match(text).Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A date without time is midnight, a zone is ignored, anything else is the zero date, which is before every other.</summary>
    public static string ToDate(string text)
    {
        var match = DateAndTime().Match(text.Trim());
        if (!match.Success)
        {
            return Resources.Fields.NoDate;
        }

        string Part(int group, int length) => match.Groups[group].Success ? match.Groups[group].Value.PadLeft(length, '0') : "00";
        return $"{Part(1, 4)}-{Part(2, 2)}-{Part(3, 2)} {Part(4, 2)}:{Part(5, 2)}:{Part(6, 2)}";
    }

    [GeneratedRegex(@"^\s*[+-]?\d{1,9}", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2})(?::(\d{1,2}))?(?::(\d{1,2}))?)?", RegexOptions.CultureInvariant)]
    private static partial Regex DateAndTime();
}
