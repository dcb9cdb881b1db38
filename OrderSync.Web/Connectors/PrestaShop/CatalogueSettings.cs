using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>What the shop has set once and products are to be understood by.</summary>
/// <param name="Language">Id of the language names are wanted in; empty for any.</param>
/// <param name="IsoCodes">ISO codes of the languages by their ids.</param>
/// <param name="Country">Id of the country whose taxes apply; empty when unknown.</param>
/// <param name="KilogramsPerUnit">The shop's unit of weight.</param>
internal sealed record CatalogueSettings(string Language, IReadOnlyDictionary<string, string> IsoCodes, string Country, decimal KilogramsPerUnit)
{
    private const string DefaultLanguage = "PS_LANG_DEFAULT";
    private const string DefaultCountry = "PS_COUNTRY_DEFAULT";
    private const string WeightUnit = "PS_WEIGHT_UNIT";

    public static CatalogueSettings None { get; } = new("", new Dictionary<string, string>(), "", 1);

    public static async Task<CatalogueSettings> ReadAsync(
        PrestaShopClient client, ShopAccess shop, ICollection<RemoteFailure> troubles, CancellationToken ct)
    {
        var set = await SetAsync(client, shop, troubles, ct);
        var languages = await OptionalAsync(troubles, () => client.ListAsync(
            shop, ShopQuery.Of("languages").Display("id", "iso_code", "language_code"), record => (Id: record["id"], Iso: record["iso_code"], Code: record["language_code"]), ct));
        var wanted = ((PrestaShopSettings)shop.Connection.Settings).Language;
        var named = languages.FirstOrDefault(language => language.Id == wanted || Is(wanted, language.Iso) || Is(wanted, language.Code)).Id;
        return new CatalogueSettings(
            named ?? (wanted.Length > 0 ? wanted : set.GetValueOrDefault(DefaultLanguage, "")),
            languages.GroupBy(language => language.Id).ToDictionary(group => group.Key, group => group.First().Iso.ToLowerInvariant()),
            set.GetValueOrDefault(DefaultCountry, "") is "0" ? "" : set.GetValueOrDefault(DefaultCountry, ""),
            Kilograms(set.GetValueOrDefault(WeightUnit, "")));
    }

    private static async Task<Dictionary<string, string>> SetAsync(
        PrestaShopClient client, ShopAccess shop, ICollection<RemoteFailure> troubles, CancellationToken ct)
    {
        var query = ShopQuery.Of("configurations").DisplayFull().AnyOf("name", [DefaultLanguage, DefaultCountry, WeightUnit]);
        var rows = await OptionalAsync(troubles, () => client.ListAsync(
            shop, query, record => (Name: record["name"], Value: record["value"], Shop: OrderDraft.Reference(record, "id_shop")), ct));
        return rows.Where(row => row.Shop.Length == 0 || row.Shop == shop.ShopId)
            .GroupBy(row => row.Name)
            .ToDictionary(group => group.Key, group => group.MaxBy(row => row.Shop.Length).Value);
    }

    private static async Task<IReadOnlyList<T>> OptionalAsync<T>(ICollection<RemoteFailure> troubles, Func<Task<IReadOnlyList<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (RemoteFailureException error) when (error.Failure.Code is FailureCode.PermissionMissing or FailureCode.UnknownResource)
        {
            troubles.Add(error.Failure);
            return [];
        }
    }

    private static bool Is(string wanted, string code) => wanted.Length > 0 && wanted.Equals(code, StringComparison.OrdinalIgnoreCase);

    private static decimal Kilograms(string unit) => unit.Trim().ToUpperInvariant() switch
    {
        "G" or "GR" => 0.001m,
        "LB" or "LBS" => 0.45359237m,
        "OZ" => 0.028349523125m,
        _ => 1,
    };
}
