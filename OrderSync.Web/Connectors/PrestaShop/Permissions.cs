using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>What a key may do, as the webservice's root lists it.</summary>
internal sealed class Permissions
{
    /// <summary>What importing orders reads. Names of discounts and the time zone are taken when they may be read, and are not insisted on.</summary>
    private static readonly string[] Needed =
    [
        "orders", "order_details", "order_carriers", "order_payments", "order_states", "customers", "addresses", "countries", "states", "carriers",
        "currencies", "languages", "shops",
    ];

    private static readonly string[] Welcome = ["order_cart_rules", "order_discounts", "configurations"];

    /// <summary>What the feeds of the catalogue read besides; who imports only orders can do without.</summary>
    private static readonly string[] ForCatalogue =
    [
        "products", "combinations", "product_options", "product_option_values", "categories", "manufacturers", "taxes", "tax_rules", "images",
        "suppliers", "product_suppliers",
    ];

    private const string Stock = "stock_availables";

    private readonly Dictionary<string, WireRecord> resources;

    /// <param name="root">The root element, and one record for each resource with its verbs as attributes.</param>
    public Permissions(IReadOnlyList<WireRecord> root)
    {
        ShopName = root[0]["shopName"];
        resources = root.Skip(1).DistinctBy(Name).ToDictionary(Name);
    }

    public string ShopName { get; }

    public bool MayRead(string resource) => resources.TryGetValue(resource, out var record) && record.Flag("get");

    public bool MayChange(string resource) => resources.TryGetValue(resource, out var record) && record.Flag("put");

    public bool MayAdd(string resource) => resources.TryGetValue(resource, out var record) && record.Flag("post");

    /// <summary>One problem that names every resource which is missing, so that all boxes can be ticked at once.</summary>
    public IEnumerable<ConnectionProblem> Missing()
    {
        var missing = Needed.Where(resource => !MayRead(resource)).ToList();
        if (missing.Count > 0)
        {
            yield return new ConnectionProblem("apiKey", FailureCode.PermissionMissing,
                new Phrase("The key lacks the permission 'View (GET)' for: {0}.", string.Join(", ", missing)),
                new Phrase("Tick these boxes for the key in the shop's back office (Advanced Parameters → Webservice), then test again."));
        }
    }

    /// <summary>What the key lacks for products only.</summary>
    public IEnumerable<ConnectionProblem> MissingForCatalogue()
    {
        var missing = ForCatalogue.Where(resource => !MayRead(resource)).ToList();
        if (missing.Count > 0)
        {
            yield return new ConnectionProblem("apiKey", FailureCode.PermissionMissing,
                new Phrase("To import products too, the key lacks the permission 'View (GET)' for: {0}.", string.Join(", ", missing)),
                new Phrase("Tick these boxes for the key in the shop's back office (Advanced Parameters → Webservice), then test again."));
        }
    }

    /// <summary>What the key lacks for stock only.</summary>
    public IEnumerable<ConnectionProblem> MissingForStock()
    {
        string[] missing = [.. MayRead(Stock) ? [] : (string[])["View (GET)"], .. MayChange(Stock) ? [] : (string[])["Modify (PUT)"]];
        if (missing.Length > 0)
        {
            yield return new ConnectionProblem("apiKey", FailureCode.PermissionMissing,
                new Phrase("To keep the shop's stock in step too, the key lacks for {0}: {1}.", Stock, string.Join(", ", missing)),
                new Phrase("Tick these boxes for the key in the shop's back office (Advanced Parameters → Webservice), then test again."));
        }
    }

    /// <summary>What the key lacks to tell the shop of shipments only.</summary>
    /// <param name="sendsStates">A state is to be sent too, and not the tracking number alone.</param>
    public IEnumerable<ConnectionProblem> MissingForShipping(bool sendsStates)
    {
        string[] missing =
        [
            .. MayChange("order_carriers") ? [] : (string[])["order_carriers: Modify (PUT)"],
            .. !sendsStates || MayRead("order_histories") ? [] : (string[])["order_histories: View (GET)"],
            .. !sendsStates || MayAdd("order_histories") ? [] : (string[])["order_histories: Add (POST)"],
        ];
        if (missing.Length > 0)
        {
            yield return new ConnectionProblem("apiKey", FailureCode.PermissionMissing,
                new Phrase("To tell the shop of shipments too, the key lacks for {0}.", string.Join(", ", missing)),
                new Phrase("Tick these boxes for the key in the shop's back office (Advanced Parameters → Webservice), then test again."));
        }
    }

    /// <summary>What of the resources used here the key may read.</summary>
    public override string ToString() => string.Join(", ", Needed.Concat(Welcome).Concat(ForCatalogue).Append(Stock).Where(MayRead).Order(StringComparer.Ordinal));

    private static string Name(WireRecord record) => record[WireRecord.ElementName];
}
