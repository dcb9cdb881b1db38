using System.Collections.Frozen;
using System.Globalization;

namespace OrderSync.Web.Components;

/// <summary>A country one can ship to.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
public sealed record Country(string Code, string Name);

/// <summary>
/// The countries of ISO 3166-1 with their names. The codes are listed here, because which regions .NET knows depends on the
/// machine's language data; the names are .NET's.
/// </summary>
public static class Countries
{
    private const string Codes =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
        "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
        "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
        "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
        "NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
        "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
        "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW " +
        "XK"; // Kosovo has no official code; shops and carriers use this one.

    private static readonly FrozenDictionary<string, string> Names = Codes.Split(' ').ToFrozenDictionary(code => code, NameOf);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<Country> All { get; } =
        [.. Names.Select(pair => new Country(pair.Key, pair.Value)).OrderBy(country => country.Name, StringComparer.InvariantCultureIgnoreCase)];

    /// <summary>Whether it is a code of a country: two capital letters, as stored.</summary>
    public static bool IsCode(string code) => Names.ContainsKey(code);

    /// <summary>"Poland (PL)"; what is no code stays as it is.</summary>
    public static string Show(string code) => Names.TryGetValue(code, out var name) ? $"{name} ({code})" : code;

    private static string NameOf(string code)
    {
        try
        {
            return new RegionInfo(code).EnglishName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }
}
