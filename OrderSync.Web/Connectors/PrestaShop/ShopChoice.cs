using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Finds out which shop of a multistore is meant: without one only the main shop's orders would come, without a word.</summary>
internal sealed class ShopChoice(PrestaShopClient client)
{
    /// <returns>The shop's number; null when it has to be chosen first.</returns>
    public async Task<string?> ChooseAsync(ShopAccess shop, Findings findings, CancellationToken ct)
    {
        var list = await client.OnceAsync(shop, ShopQuery.Of("shops").DisplayFull(), (record, _) => record, single: false, ct);
        if (list.Failure is { } failure)
        {
            findings.Problems.Add(Findings.Problem(failure.Remote));
            return null;
        }

        var shops = list.Records.Where(record => !record.Flag("deleted") && record["active"] is not "0").ToList();
        var named = string.Join("; ", shops.Select(record => $"{record["id"]} {record["name"]}"));
        findings.Facts[ShopFacts.Shops] = named;
        var wanted = ((PrestaShopSettings)shop.Connection.Settings).ShopId;
        var chosen = wanted.Length > 0 ? shops.FirstOrDefault(record => record["id"] == wanted) : shops.Count == 1 ? shops[0] : null;
        if (chosen is not null)
        {
            return findings.Facts[ShopFacts.Shop] = chosen["id"];
        }

        findings.Problems.Add(wanted.Length > 0
            ? new ConnectionProblem("shopId", FailureCode.UnknownShop,
                new Phrase("There is no shop {0}. The shops are: {1}.", wanted, named), new Phrase("Enter the number of one of them."))
            : new ConnectionProblem("shopId", "shop-not-chosen",
                new Phrase("This is a multistore with several shops: {0}.", named), new Phrase("Enter the number of the shop to import; add one integration for each shop.")));
        return null;
    }
}
