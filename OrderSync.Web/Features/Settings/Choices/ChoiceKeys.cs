using System.Globalization;
using System.Text;

namespace OrderSync.Web.Features.Settings.Choices;

/// <summary>Proposes keys from names.</summary>
internal static class ChoiceKeys
{
    /// <summary>"Sklep Łódź 2" becomes <c>sklep-lodz-2</c>; letters that have no plain form are left out.</summary>
    public static string Suggest(string name)
    {
        var key = new StringBuilder();
        foreach (var letter in name.Replace('ł', 'l').Replace('Ł', 'l').Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                key.Append(letter);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && key.Length > 0 && key[^1] != '-')
            {
                key.Append('-');
            }
        }

        return key.ToString(0, Math.Min(key.Length, ChoiceActions.LongestKey)).Trim('-');
    }
}
