using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Finds the shop's time zone, which all its times are in without saying so.</summary>
internal sealed class ZoneFinder(PrestaShopClient client)
{
    public async Task FindAsync(ShopAccess shop, Permissions permissions, Findings findings, CancellationToken ct)
    {
        var zone = permissions.MayRead("configurations") ? await ReadAsync(shop, ct) : "";
        var isKnown = zone.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);
        if (isKnown)
        {
            findings.Facts[ShopFacts.TimeZone] = zone;
        }
        else if (((PrestaShopSettings)shop.Connection.Settings).TimeZone.Length == 0)
        {
            findings.Problems.Add(new ConnectionProblem("timeZone", "time-zone-unknown",
                zone.Length > 0 ? new Phrase("The shop's time zone '{0}' is not known here.", zone) : new Phrase("The key may not read the shop's time zone."),
                new Phrase("Choose the time zone of the shop, or let the key view (GET) configurations.")));
        }
    }

    private async Task<string> ReadAsync(ShopAccess shop, CancellationToken ct)
    {
        var query = ShopQuery.Of("configurations").DisplayFull().AnyOf("name", ["PS_TIMEZONE"]);
        var list = await client.OnceAsync(shop, query, (record, _) => record, single: false, ct);
        var own = list.Records.FirstOrDefault(record => record["id_shop"] == shop.ShopId);
        var common = list.Records.FirstOrDefault(record => record["id_shop"] is "" or "0");
        return (own ?? common)?["value"] ?? "";
    }
}
