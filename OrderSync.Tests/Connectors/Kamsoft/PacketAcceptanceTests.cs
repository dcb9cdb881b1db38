using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>Tests 1 and 3 to 8 of contracts/kamsoft.md §15: what packets change and what they leave, over the faces, with everything behind them real.</summary>
public sealed class PacketAcceptanceTests(KamsoftApp app) : IClassFixture<KamsoftApp>
{
    private const string Polish = "Zażółć gęślą jaźń 50 ml";

    private static readonly Encoding Windows1250 = CodePagesEncodingProvider.Instance.GetEncoding(1250)!;
    private static readonly Encoding Latin2 = CodePagesEncodingProvider.Instance.GetEncoding(28592)!;

    [Theory]
    [InlineData(PharmacyFace.Ppx)]
    [InlineData(PharmacyFace.Soap)]
    public async Task T01_what_is_sent_overwrites_also_when_it_is_the_same_as_before(PharmacyFace face)
    {
        var rig = await app.OpenAsync();
        var product = await AddAsync(rig, 10);
        var item = new Sent(rig.Ref(1), rig.Bloz(1), Stock: 50);

        Assert.Equal(PacketVerdict.Updated, (await rig.SendAsync(face, item))[0].Verdict);
        Assert.Equal(50, await rig.StockAsync(product));
        await StockAsync(rig, product, 49);
        await rig.SendAsync(face, item);
        Assert.Equal(50, await rig.StockAsync(product));
    }

    [Fact]
    public async Task T01_the_same_packet_again_is_replayed_and_overwrites_nothing_and_its_id_takes_no_other_content()
    {
        var rig = await app.OpenAsync();
        var product = await AddAsync(rig, 10);
        var item = new Sent(rig.Ref(1), rig.Bloz(1), Stock: 50);
        var first = (await rig.PpxAsync("products", KamsoftRig.Packet("p1", item))).Answer;
        await StockAsync(rig, product, 49);

        var again = (await rig.PpxAsync("products", KamsoftRig.Packet("p1", item))).Answer;
        var other = await rig.PpxAsync("products", KamsoftRig.Packet("p1", item with { Stock = 51 }));

        Assert.Equal(("no", "yes", 49), (first.Attribute("replayed")!.Value, again.Attribute("replayed")!.Value, await rig.StockAsync(product)));
        Assert.Equal(first.Elements("result").Select(result => result.ToString()), again.Elements("result").Select(result => result.ToString()));
        Assert.Equal((409, "id-reused"), (other.Status, other.Answer.Attribute("code")!.Value));
    }

    [Fact]
    public async Task T03_absent_and_empty_elements_change_nothing_and_clear_does()
    {
        var rig = await app.OpenAsync();
        await rig.PpxAsync("products", Product(rig, "1", "<name>One</name><price>1.00</price><vat>8</vat><stock>5</stock><summary>Short</summary><description format='html'>&lt;p&gt;Long&lt;/p&gt;</description>"));
        const string Filled = "One|Short|<p>Long</p>|8|5";
        Assert.Equal(Filled, await StateAsync(rig));

        var absent = await rig.PpxAsync("products", Product(rig, "2", ""));
        var empty = await rig.PpxAsync("products", Product(rig, "3", "<name/><price/><vat> </vat><stock/><summary/><description/><couriers/><photos/>"));
        Assert.Equal(("1", "1", Filled), (absent.Answer.Attribute("unchanged")!.Value, empty.Answer.Attribute("unchanged")!.Value, await StateAsync(rig)));

        await rig.PpxAsync("products", Product(rig, "4", "<summary clear='yes'/><description clear='yes'/><name/>"));
        Assert.Equal("One|||8|5", await StateAsync(rig));
    }

    [Fact]
    public async Task T04_texts_and_photos_stay_when_an_offer_says_that_it_carries_none()
    {
        var rig = await app.OpenAsync();
        var photo = Convert.ToBase64String(KamsoftRig.Gif(1));
        await rig.PpxAsync("products", Product(rig, "1", $"<name>One</name><price>1</price><description format='html'>&lt;p&gt;Stays&lt;/p&gt;</description><photos><photo>{photo}</photo></photos>"));

        // Whatever stands in them: the packet says that it does not carry them.
        var offer = XElement.Parse(KamsoftRig.Offer(new Sent(rig.Ref(1), rig.Bloz(1), Stock: 7)));
        offer.Descendants("desc").Single().Value = "Other";
        offer.Descendants("photo").Single().Value = Convert.ToBase64String(KamsoftRig.Gif(2));
        await rig.SoapAsync("SetOffer", ("AOffer", offer.ToString()));
        Assert.Equal("One||<p>Stays</p>|8|7", await StateAsync(rig));
        Assert.Equal([new OfferedPhoto(KamsoftRig.Gif(1), 1).Hash], await PhotosAsync(rig));

        offer.Element("items")!.SetAttributeValue("descriptions", "yes");
        offer.Element("items")!.SetAttributeValue("photos", "yes");
        await rig.SoapAsync("SetOffer", ("AOffer", offer.ToString()));
        Assert.Equal("One||<p>Other</p>|8|7", await StateAsync(rig));
        Assert.Equal([new OfferedPhoto(KamsoftRig.Gif(2), 1).Hash], await PhotosAsync(rig));
    }

    [Theory]
    [InlineData(PharmacyFace.Ppx)]
    [InlineData(PharmacyFace.Soap)]
    public async Task T05_one_bad_product_does_not_stop_the_others(PharmacyFace face)
    {
        var rig = await app.OpenAsync();

        var lines = await rig.SendAsync(
            face, new Sent(rig.Ref(1), rig.Bloz(1), Name: "One", Price: "1.00", Stock: 1), new Sent(rig.Ref(2), rig.Bloz(2), Name: "Two", Price: "abc", Stock: 2), new Sent(rig.Ref(3), rig.Bloz(3), Stock: 3),
            new Sent(Name: "Nobody"), new Sent(rig.Ref(5), rig.Bloz(5), Name: "Five", Price: "5.00"));

        Assert.Equal([PacketVerdict.Created, PacketVerdict.Invalid, PacketVerdict.Unknown, PacketVerdict.Invalid, PacketVerdict.Created], lines.Select(line => line.Verdict));
        Assert.Equal(["", "bad-price", "no-match", "no-key", ""], lines.Select(line => line.Code));
    }

    [Fact]
    public async Task T05_the_counts_add_up_in_the_packets_order_also_when_only_troubles_are_shown()
    {
        var rig = await app.OpenAsync();
        var packet = KamsoftRig.Packet("1", new Sent(rig.Ref(1), Name: "One", Price: "1.00"), new Sent(rig.Ref(2), Name: "Two", Price: "abc"), new Sent(rig.Ref(3), Stock: 3), new Sent(Name: "Nobody"));

        var ack = (await rig.PpxAsync("products", packet)).Answer;
        var troubles = (await rig.PpxAsync("result&packet=1&ack=errors")).Answer;

        Assert.Equal([rig.Ref(1), rig.Ref(2), rig.Ref(3), ""], ack.Elements("result").Select(result => result.Attribute("ref")!.Value));
        Assert.All([ack, troubles], answer => Assert.Equal((4, "4", "1"), (Count(answer), answer.Attribute("received")!.Value, answer.Attribute("created")!.Value)));
        Assert.Equal(["invalid", "unknown", "invalid"], troubles.Elements("result").Select(result => result.Attribute("status")!.Value));
    }

    [Theory]
    [InlineData(PharmacyFace.Ppx)]
    [InlineData(PharmacyFace.Soap)]
    public async Task T06_an_EAN_of_two_products_writes_nothing(PharmacyFace face)
    {
        var rig = await app.OpenAsync();
        long[] products = [await AddAsync(rig, 10, row => row.Variants[0].Ean = rig.Ean(1)), await AddAsync(rig, 11, row => row.Variants[0].Ean = rig.Ean(1))];
        var before = await rig.ReadAsync(db => db.Products.Where(row => products.Contains(row.Id)).Select(row => row.Stamp).ToListAsync());

        var line = Assert.Single(await rig.SendAsync(face, new Sent(rig.Ref(1), Ean: rig.Ean(1), Name: "New", Stock: 50, Price: "9.99", Vat: 8)));

        Assert.Equal((PacketVerdict.Ambiguous, "key-ambiguous", string.Join(' ', products)), (line.Verdict, line.Code, line.Candidates));
        Assert.Equal((10, 11), (await rig.StockAsync(products[0]), await rig.StockAsync(products[1])));
        Assert.Equal(before, await rig.ReadAsync(db => db.Products.Where(row => products.Contains(row.Id)).Select(row => row.Stamp).ToListAsync()));
        Assert.Null(await rig.ReadAsync(db => db.PharmacyItems.Where(row => row.IntegrationId == rig.IntegrationId).Select(row => row.VariantId).SingleAsync()));
    }

    [Theory]
    [InlineData(PharmacyFace.Ppx)]
    [InlineData(PharmacyFace.Soap)]
    public async Task T07_a_BLOZ_number_keeps_its_leading_zero_from_the_packet_to_the_order(PharmacyFace face)
    {
        var rig = await app.OpenAsync();
        await App.AddProductAsync("Drops", [rig.Ref(1)], (rig.ShopId, "9"), row => row.Variants[0].Ean = rig.Ean(1));
        await rig.SendAsync(face, new Sent(rig.Ref(7), rig.Bloz(1), rig.Ean(1), Stock: 3));
        await rig.AddOrderAsync(product: "9");

        var order = XElement.Parse(Assert.Single(KamsoftRig.OrdersOf(face, await rig.FetchAsync(face))));

        Assert.StartsWith("0", rig.Bloz(1), StringComparison.Ordinal);
        Assert.Equal(rig.Bloz(1), face == PharmacyFace.Ppx ? order.Descendants("line").Single().Attribute("bloz")!.Value : order.Descendants("bloz07").Single().Value);
    }

    [Fact]
    public async Task T08_the_same_Polish_name_is_the_same_in_every_encoding_and_over_either_face()
    {
        var rig = await app.OpenAsync();
        foreach (var (number, encoding, declared) in new[] { (1, Encoding.UTF8, "utf-8"), (2, Windows1250, "windows-1250"), (3, Latin2, "iso-8859-2"), (4, Encoding.UTF8, "windows-1250") })
        {
            var packet = KamsoftRig.Packet($"p{number}", new Sent(rig.Ref(number), Name: Polish, Price: "1"));
            await rig.PpxAsync("products", encoding.GetBytes($"<?xml version=\"1.0\" encoding=\"{declared}\"?>{packet}"));
        }

        await rig.SoapAsync("SetOffer", ("AOffer", "<?xml version=\"1.0\" encoding=\"windows-1250\"?>" + KamsoftRig.Offer(new Sent(rig.Ref(5), Name: Polish, Price: "1"))));

        var names = await rig.ReadAsync(db => Mine(rig, db).Select(row => row.Name).ToListAsync());
        Assert.Equal(Enumerable.Repeat(Polish, 5), names);
    }

    private IDbContextFactory<OrderSyncDb> App => app.App.Databases;

    private static string Product(KamsoftRig rig, string id, string fields) => $"<packet id='{id}'><products><product ref='{rig.Ref(1)}'><bloz>{rig.Bloz(1)}</bloz>{fields}</product></products></packet>";

    /// <summary>A product with the first BLOZ number, of which there are so many.</summary>
    private async Task<long> AddAsync(KamsoftRig rig, int stock, Action<Product>? change = null)
    {
        var product = await App.AddProductAsync("Drops", [""], change: change ?? (row => row.Variants[0].Mpn = rig.Bloz(1)));
        await StockAsync(rig, product, stock);
        return product;
    }

    private async Task StockAsync(KamsoftRig rig, long product, int onHand) =>
        await App.StockAsync(await rig.ReadAsync(db => db.Variants.Where(row => row.ProductId == product).Select(row => row.Id).SingleAsync()), onHand);

    /// <summary>Products the pharmacy's items are.</summary>
    private static IQueryable<Product> Mine(KamsoftRig rig, OrderSyncDb db) => db.Products.Where(product =>
        product.Variants.Any(variant => db.PharmacyItems.Any(item => item.IntegrationId == rig.IntegrationId && item.VariantId == variant.Id)));

    private static async Task<string> StateAsync(KamsoftRig rig)
    {
        var product = await rig.ReadAsync(db => Mine(rig, db).SingleAsync());
        var (text, stock) = (product.Texts.SingleOrDefault(), await rig.StockAsync(product.Id));
        return string.Create(CultureInfo.InvariantCulture, $"{product.Name}|{text?.Summary}|{text?.Description}|{product.TaxRate:0.##}|{stock}");
    }

    private static Task<List<string>> PhotosAsync(KamsoftRig rig) => rig.ReadAsync(db => db.ProductImages.Where(row => row.IntegrationId == rig.IntegrationId).Select(row => row.ExternalId).ToListAsync());

    private static int Count(XElement ack) =>
        new[] { "created", "updated", "unchanged", "locked", "unknown", "ambiguous", "invalid", "error" }.Sum(name => int.Parse(ack.Attribute(name)!.Value, CultureInfo.InvariantCulture));
}
