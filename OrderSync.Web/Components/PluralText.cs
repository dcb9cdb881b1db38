using System.Globalization;
using Microsoft.Extensions.Localization;

namespace OrderSync.Web.Components;

/// <summary>Counts in words.</summary>
public static class PluralText
{
    /// <summary>
    /// "1 order", "1,204 orders": <c>@L.Plural(count, "1 order", "{0} orders")</c>. Both texts are keys of the localizer; {0} is the number,
    /// grouped by thousands, {1} and further are <paramref name="more"/>.
    /// </summary>
    public static string Plural(this IStringLocalizer<SharedText> texts, long count, string one, string many, params object[] more) =>
        texts[count == 1 ? one : many, [count.ToString("N0", CultureInfo.CurrentCulture), .. more]];
}
