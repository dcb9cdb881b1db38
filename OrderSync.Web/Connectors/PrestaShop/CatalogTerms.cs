using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>What has to be known of a shop before products are written to it: languages, units, taxes. Read once for an hour.</summary>
internal sealed class CatalogTerms(CatalogueSettings settings, TaxRates taxes, DateTimeOffset readAt)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    public CatalogueSettings Settings => settings;

    /// <summary>Ids of the languages by ISO code; under the empty code the shop's own.</summary>
    public IReadOnlyDictionary<string, string> Languages { get; } = ByIso(settings);

    public static async Task<CatalogTerms> ForAsync(PrestaShopClient client, PageReader pages, ShopAccess shop, ShopMemory memory, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (memory.Terms is { } known && known.IsFreshAt(now))
        {
            return known;
        }

        var troubles = new List<RemoteFailure>(); // without these lists less is known, but products can be written
        var settings = await CatalogueSettings.ReadAsync(client, shop, troubles, ct);
        return memory.Terms = new CatalogTerms(settings, new TaxRates(pages, shop, troubles, settings.Country), now);
    }

    /// <summary>Percent; null when it cannot be known.</summary>
    public async Task<decimal?> RateAsync(string group, CancellationToken ct)
    {
        await taxes.PrepareAsync([group], ct);
        return taxes.RateOf(group);
    }

    private bool IsFreshAt(DateTimeOffset now) => now - readAt < Fresh;

    private static Dictionary<string, string> ByIso(CatalogueSettings settings)
    {
        var languages = settings.IsoCodes.GroupBy(language => language.Value).ToDictionary(group => group.Key, group => group.First().Key, StringComparer.OrdinalIgnoreCase);
        var own = settings.Language.Length > 0 ? settings.Language : settings.IsoCodes.Keys.FirstOrDefault() ?? "";
        if (own.Length > 0)
        {
            languages[""] = own;
        }

        return languages;
    }
}
