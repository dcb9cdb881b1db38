using System.Globalization;

namespace OrderSync.Web.Components;

/// <summary>An amount in the order's currency, written the way the reader's culture writes money.</summary>
public static class MoneyFormat
{
    /// <summary>ISO 4217: the currencies that do not have two decimals.</summary>
    private static readonly Dictionary<string, int> Decimals = new(
        WithDecimals(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF").Concat(WithDecimals(3, "BHD IQD JOD KWD LYD OMR TND")),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Signs that mean one currency to every reader; all others are shown by their code.</summary>
    private static readonly Dictionary<string, string> Signs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EUR"] = "€",
        ["GBP"] = "£",
        ["USD"] = "$",
    };

    public static int DecimalsOf(string currency) => Decimals.GetValueOrDefault(currency, 2);

    /// <summary>For example "€1,204.00" in English, "1 204,00 zł" in Polish; "PLN 12.50" in English. A missing currency leaves the plain number.</summary>
    public static string Format(decimal amount, string currency, CultureInfo culture)
    {
        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        if (currency.Length == 0)
        {
            return amount.ToString("N2", format);
        }

        var sign = SignFor(currency, culture);
        var beforeAmount = format.CurrencyPositivePattern is 0 or 2;
        // A code stuck to the figures cannot be read; a sign before them needs no space.
        var spaced = sign.Length > 1 || !beforeAmount;
        format.CurrencySymbol = sign;
        format.CurrencyPositivePattern = (beforeAmount, spaced) switch { (true, false) => 0, (true, true) => 2, _ => 3 };
        format.CurrencyNegativePattern = (beforeAmount, spaced) switch { (true, false) => 1, (true, true) => 9, _ => 8 };
        return amount.ToString("C" + DecimalsOf(currency).ToString(CultureInfo.InvariantCulture), format).Replace(' ', '\u00a0');
    }

    private static IEnumerable<KeyValuePair<string, int>> WithDecimals(int decimals, string currencies) =>
        currencies.Split(' ').Select(c => KeyValuePair.Create(c, decimals));

    private static string SignFor(string currency, CultureInfo culture)
    {
        var specific = culture.IsNeutralCulture ? CultureInfo.CreateSpecificCulture(culture.Name) : culture;
        return specific.Name.Length > 0 && new RegionInfo(specific.Name) is var region && string.Equals(region.ISOCurrencySymbol, currency, StringComparison.OrdinalIgnoreCase)
            ? region.CurrencySymbol
            : Signs.GetValueOrDefault(currency, currency.ToUpperInvariant());
    }
}
