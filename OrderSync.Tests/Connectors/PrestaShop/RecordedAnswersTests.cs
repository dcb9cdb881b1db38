using System.Net;
using System.Text;
using OrderSync.Domain.Catalog;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>What real shops answered, read by the connector.</summary>
public sealed class RecordedAnswersTests
{
    [RecordingsTheory]
    [InlineData("8.1.2")]
    [InlineData("1.7.7.2")]
    public async Task Orders_of_a_real_shop_are_read(string version)
    {
        var drafts = await ListAsync(version, "101-orders-full-limit2", "orders", record => OrderDraft.Parse(record, ShopZone.Of("Europe/Paris"), DateTime.MaxValue));

        Assert.Equal(["1", "2"], drafts.Select(draft => draft.ExternalId));
        var order = drafts[0].Order;
        Assert.Equal((68.2m, 66.8m, 8.4m, 59.8m, "6", "XKBKNABJK", "Payment by check"),
            (order.Total, order.TotalNet, order.ShippingTotal, order.ProductsTotal, order.StatusId, order.Reference, order.PaymentText));
        Assert.Equal(["demo_1", "demo_3"], order.Lines.Select(line => line.Sku));
        Assert.Equal(new DateTime(2026, 11, 21, 19, 42, 31), order.PlacedAt);
    }

    [RecordingsFact]
    public async Task An_order_seen_in_the_middle_of_its_checkout_has_no_state_and_no_lines()
    {
        var drafts = await ListAsync("8.1.2", "650-race-new-order-incomplete", "orders", record => OrderDraft.Parse(record, ShopZone.Of("Europe/Paris"), DateTime.MaxValue));

        Assert.Equal(("", 0), (drafts.Single().Order.StatusId, drafts.Single().Order.Lines.Count));
    }

    [RecordingsFact]
    public async Task The_notices_of_a_shop_in_debug_mode_are_left_aside() =>
        Assert.Equal(["1", "2"], await ListAsync("1.7.7.2", "660-debug-mode-noise", "orders", record => record["id"]));

    [RecordingsTheory]
    [InlineData("8.1.2", "131-filter-state-empty")]
    [InlineData("1.7.7.2", "131-filter-state-empty")]
    public async Task An_empty_list_is_empty(string version, string name) => Assert.Empty(await ListAsync(version, name, "orders", record => record));

    [RecordingsTheory]
    [InlineData("210-nokey", "header-stripped")]
    [InlineData("211-wrongkey", "key-unknown")]
    [InlineData("212-wrongkey-short", "key-length")]
    [InlineData("213-emptykey", "key-length")]
    [InlineData("214-disabledkey", "key-unknown")]
    [InlineData("216-noperm-resource", "permission-missing")]
    [InlineData("217-noperm-method", "permission-missing")]
    [InlineData("230-ws-disabled", "webservice-off")]
    [InlineData("251-id_shop-bad", "unknown-shop")]
    [InlineData("801-ms-orders-idshop2", "shop-forbidden")]
    [InlineData("571-host-localhost", "redirected")]
    [InlineData("105-orders-unknown-field", "unknown-field")]
    [InlineData("115-unknown-resource", "unknown-resource")]
    [InlineData("139-filter-unknown", "rejected")]
    [InlineData("181-limit-neg", "out-of-resources")]
    [InlineData("607-uri-too-long", "rejected")]
    [InlineData("565-hostile-list", "malformed")]
    public async Task What_a_real_shop_refuses_is_named(string name, string code)
    {
        var rig = Playing("8.1.2", name, name.StartsWith("571", StringComparison.Ordinal) ? "http://localhost:8081" : "http://127.0.0.1:8081");
        var resource = name.StartsWith("565", StringComparison.Ordinal) ? "products" : "orders";

        var list = await rig.Client.OnceAsync(new ShopAccess(rig.Connection), ShopQuery.Of(resource), (record, _) => record, false, CancellationToken.None);

        Assert.Equal(code, list.Failure?.Remote.Code);
    }

    [RecordingsFact]
    public async Task The_address_a_redirected_shop_wants_is_found()
    {
        var rig = Playing("8.1.2", "571-host-localhost", "http://localhost:8081");

        var list = await rig.Client.OnceAsync(new ShopAccess(rig.Connection), ShopQuery.Of("orders"), (record, _) => record, false, CancellationToken.None);

        Assert.EndsWith("sends callers to http://127.0.0.1:8081.", list.Failure!.Remote.Message.ToString(), StringComparison.Ordinal);
    }

    [RecordingsTheory]
    [InlineData("8.1.2")]
    [InlineData("1.7.7.2")]
    public async Task Suppliers_and_what_they_deliver_are_read_from_a_real_shop(string version)
    {
        var suppliers = await ListAsync(version, "621-suppliers", "suppliers", record => (record["id"], record["name"], record.Flag("active")));
        var offers = await ListAsync(version, "622-product-suppliers", "product_suppliers", OfferRow.Parse);

        Assert.Equal(("1", "Fashion supplier", true), suppliers[0]);
        Assert.Equal(("1", "", "1", "1", 5.49m), (offers[0].Product, offers[0].Variant, offers[0].Supplier, offers[0].Currency, offers[0].Price));
        Assert.Contains(offers, offer => offer.Variant == "1");
    }

    [RecordingsFact]
    public async Task A_key_with_all_rights_lacks_nothing()
    {
        var permissions = new Permissions(await RootAsync("001-root"));

        Assert.Equal("Rig Shop 8.1", permissions.ShopName);
        Assert.Empty(permissions.Missing());
        Assert.Empty(permissions.MissingForCatalogue());
        Assert.Contains("order_states, orders, product_option_values", permissions.ToString(), StringComparison.Ordinal);
    }

    [RecordingsFact]
    public async Task A_key_for_orders_only_lacks_the_rest()
    {
        var permissions = new Permissions(await RootAsync("003-root-limited-key"));

        Assert.Equal("orders", permissions.ToString());
        Assert.Contains("customers, addresses", Assert.Single(permissions.Missing()).Message.ToString(), StringComparison.Ordinal);
    }

    [RecordingsFact]
    public async Task Carriers_currencies_and_names_in_several_languages_are_read()
    {
        var carriers = await ListAsync("8.1.2", "631-carriers-full", "carriers", record => ShopReferences.ReadCarrier(record, ""));
        var states = await ListAsync("8.1.2", "601-order-states", "order_states", record => record.Text("name", "1"));
        var currencies = await ListAsync("8.1.2", "630-currencies", "currencies", record => (record["iso_code"], record["precision"]));

        Assert.Equal(("1", "Click and collect"), (carriers[0].Reference, carriers[0].Name));
        Assert.Contains("Payment accepted", states);
        Assert.Equal([("EUR", "2"), ("PLN", "2")], currencies);
    }

    [RecordingsTheory]
    [InlineData("8.1.2")]
    [InlineData("1.7.7.2")]
    public async Task Products_of_a_real_shop_are_read(string version)
    {
        var recording = Recordings.Read("prestashop", version, "707-time-products-full-100"); // cut in the middle: its first product is whole
        var sofa = await ProductAsync(recording[..recording.IndexOf("\n<product>\n\t<id><![CDATA[33]", StringComparison.Ordinal)]);

        Assert.Equal((ProductKind.Simple, false, true, "6", "2", "1"), (sofa.Kind, sofa.IsDraft, sofa.Active, sofa.Manufacturer, sofa.Category, sofa.TaxGroup));
        Assert.Equal(("RIG-00007", "5900000000077", 89.333333m, 0.7m), (sofa.Itself.Sku, sofa.Itself.Ean, sofa.Itself.PriceNet, sofa.Itself.Weight));
        Assert.Equal(["1", "2", "3"], sofa.Texts.Keys.Order());
        Assert.Equal("Sofa 3-os. \"ROMA\" 7", sofa.Texts["2"].Name);
        Assert.StartsWith("<p>Opis &amp; description", sofa.Texts["1"].Description, StringComparison.Ordinal);
        Assert.Empty(sofa.Images);
    }

    [RecordingsTheory]
    [InlineData("8.1.2")]
    [InlineData("1.7.7.2")]
    public async Task Combinations_of_a_real_shop_are_read(string version)
    {
        var combinations = await ListAsync(version, "623-combination", "combinations", Combination.Parse);

        Assert.Equal([41L, 40L], combinations.Select(combination => combination.Id)); // without sort in any order
        Assert.All(combinations, combination => Assert.Equal("25", combination.Product));
        Assert.Equal(("RIG-00006-2", "5900001000625", 2m, 0m), (combinations[0].Codes.Sku, combinations[0].Codes.Ean, combinations[0].PriceDifference, combinations[0].WeightDifference));
        Assert.Equal(["2", "7"], combinations[0].Values);
    }

    [RecordingsTheory]
    [InlineData("8.1.2")]
    [InlineData("1.7.7.2")]
    public async Task A_pack_of_a_real_shop_is_a_pack_with_its_cover(string version)
    {
        var pack = await ProductAsync(Recordings.Read("prestashop", version, "634-product-pack"));

        Assert.Equal((ProductKind.Pack, "demo_21", "23"), (pack.Kind, pack.Itself.Sku, pack.Images[0]));
        Assert.Equal("Pack Mug + Affiche encadrée", pack.Texts["2"].Name);
    }

    /// <summary>What stands between the first beginning and the last end of a product, as a list of one.</summary>
    private static async Task<ProductDraft> ProductAsync(string text)
    {
        var rig = new Rig();
        rig.Shop.WithXml("products", text[text.IndexOf("<product>", StringComparison.Ordinal)..(text.LastIndexOf("</product>", StringComparison.Ordinal) + "</product>".Length)]);
        return Assert.Single(await rig.Client.ListAsync(new ShopAccess(rig.Connection), ShopQuery.Of("products").DisplayFull(), ProductDraft.Parse, CancellationToken.None));
    }

    private static async Task<IReadOnlyList<T>> ListAsync<T>(string version, string name, string resource, Func<WireRecord, T> map)
    {
        var rig = Playing(version, name, "http://127.0.0.1:8081");
        return await rig.Client.ListAsync(new ShopAccess(rig.Connection), ShopQuery.Of(resource), map, CancellationToken.None);
    }

    private static async Task<IReadOnlyList<WireRecord>> RootAsync(string name)
    {
        var rig = Playing("8.1.2", name, "http://127.0.0.1:8081");
        return await rig.Client.ListAsync(new ShopAccess(rig.Connection), ShopQuery.Root, record => record, CancellationToken.None);
    }

    /// <summary>A shop that answers whatever it is asked with one recording.</summary>
    private static Rig Playing(string version, string name, string url)
    {
        var recording = Recordings.Read("prestashop", version, name);
        var rig = new Rig();
        rig.Settings = rig.Settings with { Url = url };
        rig.Facts["shopId"] = name.StartsWith("571", StringComparison.Ordinal) ? "" : "9";
        rig.Shop.Http.On(_ => true, _ => Parse(recording));
        return rig;
    }

    private static HttpResponseMessage Parse(string recording)
    {
        var text = recording[recording.IndexOf("----- RESPONSE", StringComparison.Ordinal)..].ReplaceLineEndings("\n");
        var head = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = (head < 0 ? text : text[..head]).Split('\n');
        var response = new HttpResponseMessage((HttpStatusCode)int.Parse(lines[1].Split(' ')[1]))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(head < 0 ? "" : text[(head + 2)..])),
        };
        foreach (var header in lines.Skip(2).Select(line => line.Split(": ", 2)).Where(header => header.Length == 2))
        {
            response.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        return response;
    }
}
