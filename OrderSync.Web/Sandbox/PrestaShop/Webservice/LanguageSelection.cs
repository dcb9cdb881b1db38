using System.Text.RegularExpressions;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>The <c>language</c> parameter: <c>3</c>, <c>[1|3]</c> or the range <c>[1,3]</c>.</summary>
public static partial class LanguageSelection
{
    private static readonly WebserviceError TwoValues = new(400, 78, "A range value for a language must contains only 2 values");
    private static readonly WebserviceError Wrong = new(400, 79, "The language value is not correct");
    private static readonly WebserviceError NotAvailable = new(400, 81, "language is not available");

    public static (IReadOnlyList<int> Languages, WebserviceError? Error) Read(string? text)
    {
        if (text is null or "")
        {
            return (ShopSchema.Languages, null);
        }

        var asked = Parse(text, out var error);
        return error is null && !asked.All(ShopSchema.Languages.Contains) ? ([], NotAvailable) : (asked, error);
    }

    private static int[] Parse(string text, out WebserviceError? error)
    {
        error = null;
        if (Single().Match(text) is { Success: true } single)
        {
            return [LooseValue.ToInt(single.Groups[1].Value)];
        }

        if (text is not ['[', .. var inner, ']'])
        {
            error = Wrong;
            return [];
        }

        if (inner.Contains('|', StringComparison.Ordinal))
        {
            return [.. inner.Split('|').Select(LooseValue.ToInt)];
        }

        var bounds = inner.Split(',');
        error = bounds.Length == 2 ? null : TwoValues;
        return error is null ? Range(LooseValue.ToInt(bounds[0]), LooseValue.ToInt(bounds[1])) : [];
    }

    private static int[] Range(int first, int last) =>
        // A range far outside is refused like any unknown language, without counting through it.
        first < 1 || last > 99 ? [0] : [.. Enumerable.Range(first, Math.Max(0, last - first + 1))];

    [GeneratedRegex(@"^\[?(\d+)\]?$", RegexOptions.CultureInvariant)]
    private static partial Regex Single();
}
