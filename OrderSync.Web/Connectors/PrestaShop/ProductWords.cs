using System.Globalization;
using System.Text;
using OrderSync.Domain.Catalog;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Texts of products as the shop's fields take them: it refuses a name with one wrong sign, and with it the whole record.</summary>
internal static class ProductWords
{
    private const int LongestName = 128;
    private const string NotInNames = "<>;=#{}";

    /// <summary>Letters that do not fall apart into a plain one and a mark.</summary>
    private static readonly Dictionary<char, string> Plain = new() { ['ł'] = "l", ['đ'] = "d", ['ø'] = "o", ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe" };

    /// <summary>The name with blanks in place of signs the shop does not take, cut to its length.</summary>
    public static string Name(string text)
    {
        var allowed = new string([.. text.Select(sign => NotInNames.Contains(sign) || char.IsControl(sign) ? ' ' : sign)]);
        var name = string.Join(' ', allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return name.Length <= LongestName ? name : name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)].TrimEnd();
    }

    /// <summary>The name as a part of an address.</summary>
    public static string Link(string name, string otherwise)
    {
        var text = new StringBuilder();
        foreach (var sign in name.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            text.Append(Plain.TryGetValue(sign, out var plain) ? plain
                : char.IsAsciiLetterOrDigit(sign) ? sign.ToString()
                : CharUnicodeInfo.GetUnicodeCategory(sign) == UnicodeCategory.NonSpacingMark ? "" : "-");
        }

        var link = string.Join('-', text.ToString().Split('-', StringSplitOptions.RemoveEmptyEntries));
        return link.Length == 0 ? otherwise : link.Length <= LongestName ? link : link[..LongestName].TrimEnd('-');
    }

    /// <summary>Text of a field in our words.</summary>
    public static string Of(ProductText text, string field) => field switch
    {
        "name" => Name(text.Name),
        "description_short" => text.Summary.Trim(),
        _ => text.Description.Trim(),
    };
}
