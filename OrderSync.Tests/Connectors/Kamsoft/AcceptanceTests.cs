using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>Acceptance tests of contracts/kamsoft.md §15 over both faces, with everything behind them real.</summary>
public sealed class AcceptanceTests
{
    private const string Name = "Zażółć gęślą jaźń 50 ml";

    private static readonly Encoding Windows1250 = CodePagesEncodingProvider.Instance.GetEncoding(1250)!;
    private static readonly Encoding Latin2 = CodePagesEncodingProvider.Instance.GetEncoding(28592)!;

    [Fact]
    public async Task Identical_values_in_a_new_packet_overwrite_and_the_same_packet_again_does_not()
    {
        await using var rig = await KamsoftRig.StartAsync();
        await rig.PpxAsync("products", Packet("p1", "501", 50));
        await SellOneAsync(rig);

        var replayed = (await rig.PpxAsync("products", Packet("p1", "501", 50))).Answer;
        Assert.Equal(("yes", 49), (replayed.Attribute("replayed")!.Value, await StockAsync(rig)));
        Assert.Equal("id-reused", (await rig.PpxAsync("products", Packet("p1", "501", 51))).Answer.Attribute("code")!.Value);

        await rig.PpxAsync("products", Packet("p2", "501", 50));
        Assert.Equal(50, await StockAsync(rig));
        await SellOneAsync(rig);
        await rig.SoapAsync("SetOffer", ("AOffer", Offer("501", 50)));
        Assert.Equal(50, await StockAsync(rig));
    }

    [Fact]
    public async Task The_same_Polish_name_arrives_the_same_in_every_encoding_and_over_either_face()
    {
        await using var rig = await KamsoftRig.StartAsync();
        foreach (var (id, encoding, declared) in new[] { ("a", Encoding.UTF8, "utf-8"), ("b", Windows1250, "windows-1250"), ("c", Latin2, "iso-8859-2"), ("d", Encoding.UTF8, "windows-1250") })
        {
            await rig.PpxAsync("products", encoding.GetBytes($"<?xml version=\"1.0\" encoding=\"{declared}\"?>" + Packet(id, id, 1)));
        }

        await rig.SoapAsync("SetOffer", ("AOffer", "<?xml version=\"1.0\" encoding=\"windows-1250\"?>" + Offer("e", 1)));

        await using var db = await rig.App.Databases.CreateDbContextAsync();
        Assert.Equal(Enumerable.Repeat(Name, 5), await db.Products.OrderBy(row => row.Id).Select(row => row.Name).ToListAsync());
    }

    [Fact]
    public async Task One_bad_product_does_not_stop_the_others_and_the_counts_add_up()
    {
        await using var rig = await KamsoftRig.StartAsync();

        var (_, ack) = await rig.PpxAsync("products", """
            <packet id="1"><products>
              <product ref="1"><bloz>0990501</bloz><name>One</name><price>1.00</price><stock>1</stock></product>
              <product ref="2"><bloz>0990502</bloz><name>Two</name><price>abc</price><stock>2</stock></product>
              <product ref="3"><bloz>0990503</bloz><stock>3</stock></product>
              <product><name>Nobody</name></product>
            </products></packet>
            """);

        var counts = new[] { "created", "updated", "unchanged", "locked", "unknown", "ambiguous", "invalid", "error" }.Sum(name => int.Parse(ack.Attribute(name)!.Value, CultureInfo.InvariantCulture));
        Assert.Equal((4, "4", "1"), (counts, ack.Attribute("received")!.Value, ack.Attribute("created")!.Value));
        Assert.Equal(["1", "2", "3", ""], ack.Elements("result").Select(result => result.Attribute("ref")!.Value));
        var again = (await rig.PpxAsync("result&packet=1&ack=errors")).Answer;
        Assert.DoesNotContain(again.Elements("result"), result => result.Attribute("status")!.Value == "created");
    }

    [Fact]
    public async Task What_a_packet_does_not_carry_stays_over_SOAP()
    {
        await using var rig = await KamsoftRig.StartAsync();
        await rig.PpxAsync("products", "<packet id='1'><products><product ref='501'><bloz>0990501</bloz><name>One</name><price>1</price><description format='html'>&lt;p&gt;Stays&lt;/p&gt;</description></product></products></packet>");

        await rig.SoapAsync("SetOffer", ("AOffer", Offer("501", 7)));

        await using var db = await rig.App.Databases.CreateDbContextAsync();
        Assert.Equal("<p>Stays</p>", (await db.Products.SingleAsync()).Texts.Single().Description);
    }

    private static string Packet(string id, string reference, int stock) => new XElement("packet", new XAttribute("id", id), new XElement("products", new XElement("product",
        new XAttribute("ref", reference), new XElement("name", Name), new XElement("stock", stock), new XElement("price", "19,90"), new XElement("vat", 8)))).ToString();

    private static string Offer(string reference, int stock) => new XElement("offer", new XElement("items", new XAttribute("descriptions", "no"), new XAttribute("photos", "no"),
        new XElement("item", new XElement("idtowr", reference), new XElement("name", Name), new XElement("supplyamount", stock), new XElement("price", "19.9"), new XElement("vat", 8), new XElement("desc"), new XElement("photo")))).ToString();

    private static async Task<int> StockAsync(KamsoftRig rig)
    {
        await using var db = await rig.App.Databases.CreateDbContextAsync();
        return (await db.StockLevels.SingleAsync()).OnHand;
    }

    private static async Task SellOneAsync(KamsoftRig rig)
    {
        await using var db = await rig.App.Databases.CreateDbContextAsync();
        var level = await db.StockLevels.SingleAsync();
        Assert.Equal(50, level.OnHand);
        level.OnHand--;
        await db.SaveChangesAsync();
    }
}
