namespace OrderSync.Web.Connectors.PrestaShop;

/// <param name="Reference">Stays when the carrier is edited, which gives it a new id.</param>
internal sealed record Carrier(long Id, string Reference, string Name, bool IsDeleted);

internal sealed record Currency(string Code, int Decimals);

/// <summary>Lists that hardly ever change and that orders point into.</summary>
internal sealed class ShopReferences(string shopName)
{
    public static ShopQuery CarrierList { get; } = ShopQuery.Of("carriers").Display("id", "id_reference", "name", "deleted");

    public ReferenceTable<Carrier> Carriers { get; } = new(CarrierList, record => ReadCarrier(record, shopName));

    public ReferenceTable<Currency> Currencies { get; } = new(
        ShopQuery.Of("currencies").DisplayFull(),
        record => new Currency(record["iso_code"].ToUpperInvariant(), Decimals(record)));

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public ReferenceTable<string> Countries { get; } = new(
        ShopQuery.Of("countries").Display("id", "iso_code"),
        record => record["iso_code"].ToUpperInvariant());

    public ReferenceTable<string> States { get; } = new(
        ShopQuery.Of("states").Display("id", "name"),
        record => record["name"]);

    /// <summary>A carrier named "0" goes by the shop's name.</summary>
    public static Carrier ReadCarrier(WireRecord record, string shopName) => new(
        record.Id, Stable(record), record["name"] is "0" && shopName.Length > 0 ? shopName : record["name"], record.Flag("deleted"));

    private static string Stable(WireRecord record) =>
        OrderDraft.Reference(record, "id_reference") is { Length: > 0 } reference ? reference : record["id"];

    /// <summary>From 1.7.6 the number of digits; before, whether there are any.</summary>
    private static int Decimals(WireRecord record) =>
        record["precision"].Length > 0 ? (int)record.Number("precision")
        : record["decimals"] is "0" ? 0
        : 2;
}

/// <summary>One such list by id: read when first needed, again after a day, and when an id turns up that it does not have.</summary>
internal sealed class ReferenceTable<T>(ShopQuery query, Func<WireRecord, T> map)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(24);

    private HashSet<string> absent = [];
    private Dictionary<string, T> rows = [];
    private DateTimeOffset? readAt;

    public async Task<IReadOnlyDictionary<string, T>> ForAsync(
        IEnumerable<string> ids, PrestaShopClient client, ShopAccess shop, DateTimeOffset now, CancellationToken ct)
    {
        var needed = ids.Where(id => id.Length > 0).ToHashSet();
        var isOld = readAt is null || now - readAt > Fresh || needed.Any(id => !rows.ContainsKey(id) && !absent.Contains(id));
        if (needed.Count > 0 && isOld)
        {
            var read = await client.ListAsync(shop, query, record => (Id: record["id"], Value: map(record)), ct);
            rows = read.GroupBy(row => row.Id).ToDictionary(group => group.Key, group => group.Last().Value);
            readAt = now;
            absent = [.. needed.Where(id => !rows.ContainsKey(id))]; // deleted in the shop: not to be looked for with each page
        }

        return rows;
    }
}
