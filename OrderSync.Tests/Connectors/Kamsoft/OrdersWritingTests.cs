using System.Text;
using System.Xml.Linq;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Kamsoft;
using OrderSync.Web.Connectors.Kamsoft.Ppx;
using OrderSync.Web.Connectors.Kamsoft.Soap;

namespace OrderSync.Tests.Connectors.Kamsoft;

public sealed class OrdersWritingTests
{
    private static readonly TimeZoneInfo Warsaw = TimeZoneInfo.FindSystemTimeZoneById("Europe/Warsaw");

    private static readonly HandedOrder Order = new()
    {
        Id = 10452,
        Number = "QZWXECRVT",
        PlacedAt = new DateTime(2026, 11, 20, 17, 22, 5, DateTimeKind.Utc),
        Currency = "PLN",
        Status = OrderStatus.Confirmed,
        Payment = new("przelew", "Przelew online", true, 53.79m),
        Delivery = new("KUR", "Kurier", 13.99m),
        Email = "zaneta@example.org",
        Phone = "500000000",
        DeliveryAddress = new PostalAddress { FirstName = "Żaneta", LastName = "Próbna", Line1 = "ul. Wzorcowa 5/7", PostalCode = "90-000", City = "Łódź", CountryCode = "PL" },
        Lines = [new(1, "501", 31, "0990501", "2000000000015", 2, 19.90m, 8, "PRÓBKA żel 50 ml")],
        GoodsTotal = 39.80m,
        Total = 53.79m,
        Note = "proszę dzwonić \u0001 ✆",
    };

    [Fact]
    public void An_order_of_PPX_adds_up_and_stands_as_the_contract_has_it()
    {
        var order = Parse(Page(Encoding.UTF8)).Element("order")!;

        Assert.Equal(("QZWXECRVT", "2026-11-20T18:22:05+01:00", "KUR"), (order.Attribute("number")!.Value, order.Attribute("date")!.Value, order.Element("delivery")!.Attribute("code")!.Value));
        Assert.Equal(["39.80", "13.99", "0.00", "53.79"], order.Element("totals")!.Attributes().Select(attribute => attribute.Value));
        Assert.Equal(("501", "19.90", "8"), (Line(order, "ref"), Line(order, "price"), Line(order, "vat")));
        Assert.Equal("proszę dzwonić  ✆", order.Element("comment")!.Value);

        static string Line(XElement order, string name) => order.Element("lines")!.Element("line")!.Attribute(name)!.Value;
    }

    [Fact]
    public void An_old_code_page_is_written_with_references_for_what_it_lacks()
    {
        var bytes = Page(TextDecoder.ForWriting("windows-1250"));

        Assert.Contains("&#x2706;", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal("Łódź", XElement.Parse(TextDecoder.Decode(bytes, null)!).Descendants("address").First().Attribute("city")!.Value);
    }

    [Fact]
    public void The_same_page_is_the_same_bytes() => Assert.Equal(Page(Encoding.UTF8), Page(Encoding.UTF8));

    [Fact]
    public void GetOrders_splits_the_address_and_never_fills_a_personal_number()
    {
        var text = OrdersWriter.Write([Order], new KamsoftSettings());
        var order = XElement.Parse(text[text.IndexOf("<orders", StringComparison.Ordinal)..]).Element("order")!;

        Assert.StartsWith("""<?xml version="1.0" encoding="windows-1250"?>""", text, StringComparison.Ordinal);
        Assert.Equal(["Próbna", "Żaneta", "Łódź", "ul. Wzorcowa", "5", "7"], new[] { "name1", "name2", "city", "street", "houseno", "placeno" }.Select(name => order.Element(name)!.Value));
        Assert.Equal(("2026.11.20 18:22", "1", "0", ""), (order.Element("date")!.Value, order.Element("epayed")!.Value, order.Element("status")!.Value, order.Element("customer")!.Element("pesel")!.Value));
        Assert.Equal(["501", "2", "19.90", "0990501"], new[] { "idtowr", "quantity", "price", "bloz07" }.Select(name => order.Descendants("orderitem").Single().Element(name)!.Value));
    }

    [Fact]
    public void GetOrders_has_every_element_of_customers_and_countries_whether_there_is_something_to_say_or_not()
    {
        var order = Written(Order with { DeliveryAddress = Order.DeliveryAddress! with { Other = "Paczkomat WAW22N" } });

        Assert.Equal(["", "Polska", "PL"], order.Element("country")!.Elements().Select(element => element.Value));
        Assert.Equal(("Polska", "", ""), (Text("country"), Text("nip"), Text("regon")));
        Assert.Equal("Paczkomat WAW22N", order.Element("transport")!.Element("remarks")!.Value);
        Assert.Equal(["id", "name", "symbol"], Written(Order with { DeliveryAddress = null }).Element("country")!.Elements().Where(element => element.Value.Length == 0).Select(element => element.Name.LocalName));
        Assert.Equal("XQ", Written(Order with { DeliveryAddress = new PostalAddress { CountryCode = "XQ" } }).Element("customer")!.Element("country")!.Value);

        string Text(string name) => order.Element("customer")!.Element(name)!.Value;

        static XElement Written(HandedOrder order) => OrdersWriter.Write([order], new KamsoftSettings()) is var text ? XElement.Parse(text[text.IndexOf("<orders", StringComparison.Ordinal)..]).Element("order")! : null!;
    }

    [Fact]
    public void Nothing_new_is_an_empty_list()
    {
        Assert.EndsWith("<orders></orders>", OrdersWriter.Write([], new KamsoftSettings()), StringComparison.Ordinal);
        Assert.Equal(("", "0"), (Attribute("batch"), Attribute("total")));

        static string Attribute(string name) => Parse(new PpxWriter(new UTF8Encoding(false), Warsaw).Orders(new HandOverPage("", 1, 0, 50, 0, null, []), KamsoftConfirm.Explicit)).Attribute(name)!.Value;
    }

    private static byte[] Page(Encoding encoding) =>
        new PpxWriter(encoding, Warsaw).Orders(new HandOverPage("B1", 1, 1, 50, 1, new DateTime(2026, 11, 21, 9, 0, 0, DateTimeKind.Utc), [Order]), KamsoftConfirm.Explicit);

    private static XElement Parse(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return XElement.Load(stream);
    }
}
