using OrderSync.Domain.Importing;
using OrderSync.Domain.Mappings;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>The shop's values that mappings translate.</summary>
internal sealed class MappingValues(PrestaShopClient client)
{
    private const int OrdersForPayments = 300;

    private static readonly ShopQuery States = ShopQuery.Of("order_states").Display(
        "id", "name", "paid", "shipped", "delivery", "logable", "deleted", "module_name", "template");

    private static readonly Dictionary<string, string> NoHints = [];

    public async Task<IReadOnlyList<MappableValue>> ReadAsync(ShopAccess shop, string table, CancellationToken ct) => table switch
    {
        MappingTables.OrderStatuses => await StatusesAsync(shop, ct),
        MappingTables.ShippingMethods => await CarriersAsync(shop, ct),
        MappingTables.PaymentMethods => await PaymentsAsync(shop, ct),
        _ => [],
    };

    private async Task<IReadOnlyList<MappableValue>> StatusesAsync(ShopAccess shop, CancellationToken ct)
    {
        var language = await LanguageAsync(shop, ct);
        return await client.ListAsync(shop, States, record => new MappableValue(record["id"], record.Text("name", language), StatusHints(record)), ct);
    }

    /// <summary>PrestaShop's flag "delivery" means that a delivery slip is printed: the parcel is being prepared, not handed over.</summary>
    private static Dictionary<string, string> StatusHints(WireRecord record) => new()
    {
        [Suggestions.Paid] = Bit(record, "paid"),
        [Suggestions.Shipped] = Bit(record, "shipped"),
        [Suggestions.Prepared] = Bit(record, "delivery"),
        [Suggestions.Counts] = Bit(record, "logable"),
        [Suggestions.Deleted] = Bit(record, "deleted"),
        [Suggestions.Cancelled] = record.Text("template", "") == "order_canceled" ? "1" : "0",
        [Suggestions.Refunded] = record.Text("template", "") == "refund" ? "1" : "0",
        [Suggestions.CashOnDelivery] = record["module_name"].Contains("cashondelivery", StringComparison.OrdinalIgnoreCase) ? "1" : "0",
    };

    private static string Bit(WireRecord record, string flag) => record.Flag(flag) ? "1" : "0";

    /// <summary>Each carrier once, under the name of its newest version.</summary>
    private async Task<IReadOnlyList<MappableValue>> CarriersAsync(ShopAccess shop, CancellationToken ct)
    {
        var shopName = shop.Connection.Facts.GetValueOrDefault(ShopFacts.ShopName, "");
        var versions = await client.ListAsync(shop, ShopReferences.CarrierList, record => ShopReferences.ReadCarrier(record, shopName), ct);
        return
        [
            .. versions.GroupBy(carrier => carrier.Reference)
                .Select(group => group.MaxBy(carrier => carrier.Id)!)
                .OrderBy(carrier => carrier.IsDeleted).ThenBy(carrier => carrier.Name, StringComparer.CurrentCulture)
                .Select(carrier => new MappableValue(
                    carrier.Reference, carrier.Name, new Dictionary<string, string> { [Suggestions.Deleted] = carrier.IsDeleted ? "1" : "0" })),
        ];
    }

    /// <summary>A shop has no list of payment texts: the latest orders show those in use.</summary>
    private async Task<IReadOnlyList<MappableValue>> PaymentsAsync(ShopAccess shop, CancellationToken ct)
    {
        var query = ShopQuery.Of("orders").Display("id", "payment").Sort("id", "DESC").Limit(OrdersForPayments);
        var texts = await client.ListAsync(shop, query, record => record["payment"], ct);
        return
        [
            .. texts.GroupBy(PaymentKey.Of)
                .OrderByDescending(group => group.Count())
                .Select(group => new MappableValue(group.Key, group.First(), NoHints)),
        ];
    }

    /// <summary>Id of the wanted language; an ISO code is looked up.</summary>
    private async Task<string> LanguageAsync(ShopAccess shop, CancellationToken ct)
    {
        var wanted = ((PrestaShopSettings)shop.Connection.Settings).Language;
        if (wanted.Length == 0 || wanted.All(char.IsAsciiDigit))
        {
            return wanted;
        }

        var languages = await client.ListAsync(
            shop, ShopQuery.Of("languages").Display("id", "iso_code", "language_code"),
            record => (Id: record["id"], Codes: new[] { record["iso_code"], record["language_code"] }), ct);
        return languages.FirstOrDefault(language => language.Codes.Contains(wanted, StringComparer.OrdinalIgnoreCase)).Id ?? "";
    }
}
