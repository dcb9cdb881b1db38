using System.Globalization;
using System.Runtime.CompilerServices;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// Reads suppliers, and who delivers what. Offers are read along the shop's own products: the list of offers itself knows no shops, and
/// also holds what products of other shops, or long deleted ones, have left behind.
/// </summary>
internal sealed class SupplierReader(PrestaShopClient client, PageReader pages, KeyedReader keyed)
{
    private const string DefaultCurrency = "PS_CURRENCY_DEFAULT";

    public async IAsyncEnumerable<SupplierPage> ReadSuppliersAsync(ShopAccess shop, [EnumeratorCancellation] CancellationToken ct)
    {
        var list = new IdList<(long Id, ExternalSupplier Supplier)>(
            new ListFields("suppliers", "id", "name", "active"), new PageSize(200, 1000), (record, _) => (record.Id, Supplier(record)), row => row.Id);
        for (long above = 0; ;)
        {
            var page = await pages.NextAsync(shop, list, above, _ => true, ct);
            yield return new SupplierPage([.. page.Records.Select(row => row.Supplier)], page.Bad.ToDictionary(bad => bad.Key, bad => bad.Value.Reason));
            if (page.IsLast)
            {
                yield break;
            }

            above = page.Listed.Max();
        }
    }

    public async IAsyncEnumerable<OfferPage> ReadOffersAsync(ShopAccess shop, ShopMemory memory, long above, [EnumeratorCancellation] CancellationToken ct)
    {
        var troubles = new List<RemoteFailure>();
        var currencies = await Currencies.ReadAsync(client, pages, shop, troubles, ct);
        var list = new IdList<SuppliedProduct>(
            memory.SuppliedProducts, memory.NarrowProductPage, (record, _) => SuppliedProduct.Parse(record), product => product.Id)
        {
            Note = memory.Note,
        };
        await foreach (var (page, last, estimate) in pages.AlongAsync(shop, list, above, ct))
        {
            var offers = await CompleteAsync(shop, memory, page, currencies, ct);
            yield return offers with { Cursor = PageReader.Text(last), EstimatedTotal = estimate, Lacking = [.. troubles] };
            troubles.Clear();
        }
    }

    private async Task<OfferPage> CompleteAsync(ShopAccess shop, ShopMemory memory, ListedPage<SuppliedProduct> page, Currencies currencies, CancellationToken ct)
    {
        var list = new IdList<OfferRow>(memory.Offers, memory.OfferPage, (record, _) => OfferRow.Parse(record), row => row.Id);
        var rows = await keyed.ReadManyAsync(shop, list, "id_product", page.Records.Select(product => PageReader.Text(product.Id)), row => row.Product, ct);
        var unreadable = page.Bad.Concat(rows.Bad).DistinctBy(bad => bad.Key)
            .Select(bad => new UnreadableProduct(bad.Key, bad.Value.Reason, bad.Value.Excerpt)).ToList();
        var products = page.Records.Where(product => !rows.Bad.ContainsKey(PageReader.Text(product.Id)))
            .Select(product => Complete(product, [.. rows.Rows[PageReader.Text(product.Id)].OrderBy(row => row.Id)], currencies));
        return new OfferPage([.. products], unreadable, "");
    }

    /// <summary>The database of a shop does not keep a supplier from standing twice at one variant: the row that is there longest counts.</summary>
    private static ProductOffers Complete(SuppliedProduct product, IReadOnlyList<OfferRow> rows, Currencies currencies)
    {
        var first = rows.DistinctBy(row => (row.Supplier, row.Variant)).ToList();
        var offers = first.Select(row => new ExternalOffer(row.Supplier, row.Variant, row.Reference, row.Price, currencies.CodeOf(row.Currency)));
        return new ProductOffers(PageReader.Text(product.Id), product.Supplier, [.. offers])
        {
            Repeated = rows.Count(row => !first.Contains(row) && !first.Any(kept => row.SaysTheSameAs(kept))),
        };
    }

    private static ExternalSupplier Supplier(WireRecord record) => new(record["id"], record["name"], record.Flag("active"));

    /// <summary>Codes of currencies; 0 stands for the shop's own.</summary>
    private sealed record Currencies(IReadOnlyDictionary<string, string> Codes, string Default)
    {
        public string CodeOf(string id) => Codes.GetValueOrDefault(id.Length > 0 ? id : Default, "");

        public static async Task<Currencies> ReadAsync(PrestaShopClient client, PageReader pages, ShopAccess shop, List<RemoteFailure> troubles, CancellationToken ct)
        {
            var codes = await new LookupList<string>(pages, shop, troubles, "currencies", ["id", "iso_code"], record => record["iso_code"]).AllAsync(ct);
            return new Currencies(codes, await DefaultAsync(client, shop, troubles, ct));
        }

        private static async Task<string> DefaultAsync(PrestaShopClient client, ShopAccess shop, List<RemoteFailure> troubles, CancellationToken ct)
        {
            try
            {
                var query = ShopQuery.Of("configurations").DisplayFull().AnyOf("name", [DefaultCurrency]);
                var rows = await client.ListAsync(shop, query, record => (Value: record["value"], Shop: OrderDraft.Reference(record, "id_shop")), ct);
                return rows.Where(row => row.Shop.Length == 0 || row.Shop == shop.ShopId).OrderByDescending(row => row.Shop.Length).FirstOrDefault().Value ?? "";
            }
            catch (RemoteFailureException error) when (error.Failure.Code is FailureCode.PermissionMissing or FailureCode.UnknownResource)
            {
                troubles.Add(error.Failure);
                return "";
            }
        }
    }
}

/// <summary>A product as far as its suppliers are concerned. Its default supplier may have no row of its own in the list of offers.</summary>
internal sealed record SuppliedProduct(long Id, string Supplier)
{
    public static readonly string[] Fields = ["id", "id_supplier"];

    public static SuppliedProduct Parse(WireRecord record) => new(record.Id, OrderDraft.Reference(record, "id_supplier"));
}

/// <summary>A row of product_suppliers.</summary>
internal sealed record OfferRow(long Id, string Product, string Variant, string Supplier, string Currency, string Reference, decimal? Price)
{
    public static readonly string[] Fields =
        ["id", "id_product", "id_product_attribute", "id_supplier", "id_currency", "product_supplier_reference", "product_supplier_price_te"];

    /// <exception cref="FormatException">A number in it is none.</exception>
    public static OfferRow Parse(WireRecord record) => new(
        record.Id, record.Number("id_product").ToString(CultureInfo.InvariantCulture), OrderDraft.Reference(record, "id_product_attribute"),
        OrderDraft.Reference(record, "id_supplier"), OrderDraft.Reference(record, "id_currency"), record["product_supplier_reference"],
        record.Amount("product_supplier_price_te") is var price and not 0 ? price : null);

    public bool SaysTheSameAs(OfferRow other) => this with { Id = other.Id } == other;
}
