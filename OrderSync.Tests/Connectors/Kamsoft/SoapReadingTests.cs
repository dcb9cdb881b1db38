using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Kamsoft;
using OrderSync.Web.Connectors.Kamsoft.Soap;

namespace OrderSync.Tests.Connectors.Kamsoft;

public sealed class SoapReadingTests
{
    private const string Offer = """
        <?xml version="1.0" encoding="windows-1250"?><offer actualPackage="1" countPackage="2"><items descriptions="no" photos="no" stock="yes"><item><idtowr>501</idtowr>
        <name>PRÓBKA żel 50 ml </name><bloz07>0990501</bloz07><ean>2000000000015</ean><vat>8</vat><price>19.9</price><supplyamount>50</supplyamount><currentamount>60</currentamount>
        <deleted>0</deleted><rx>1</rx><desc>Stary opis</desc><photo>AQID</photo><producer>Wzór</producer><country>-</country></item></items></offer>
        """;

    [Theory]
    [InlineData("Offer")]
    [InlineData("AOffer")]
    [InlineData("aoffer")]
    [InlineData("arg2")]
    public void The_document_is_found_under_any_name_or_by_its_place(string name)
    {
        var call = Envelope($"<u>apteka</u><p>haslo</p><{name}>text</{name}>", "SetOffer");

        Assert.Equal(("SetOffer", "apteka", "haslo", "text"), (call.Operation, call.Argument(0, "AUserName"), call.Argument(1, "APassword"), call.Argument(2, "AOffer", "Offer")));
    }

    [Fact]
    public void References_are_followed()
    {
        var call = SoapEnvelope.Read("""
            <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><GetOrders><AUserName href="#a"/><APassword>p</APassword></GetOrders><multiRef id="a">apteka</multiRef></e:Body></e:Envelope>
            """)!;

        Assert.Equal("apteka", call.Argument(0, "AUserName"));
    }

    [Theory]
    [InlineData("<a/>")]
    [InlineData("<Envelope><Body/></Envelope>")]
    public void What_is_no_call_is_none(string text) => Assert.Null(SoapEnvelope.Read(text));

    [Fact]
    public void An_offer_gives_what_it_says_it_carries_and_leaves_the_rest_alone()
    {
        var packet = OfferReader.Read(Offer, "hash", new KamsoftSettings());
        var item = Assert.Single(packet.Products);

        Assert.Equal((null, 1, 2), (packet.PacketId, packet.Part, packet.Parts));
        Assert.Equal(("501", "0990501", "PRÓBKA żel 50 ml", 50, 19.9m, true), (item.Ref, item.Bloz, item.Name, item.Stock, item.Price, item.Rx));
        Assert.Equal((null, null), (item.Description, item.Photos));
        Assert.Equal(new Dictionary<string, string> { ["producer"] = "Wzór" }, item.Other);
    }

    [Fact]
    public void The_quantity_comes_from_the_element_that_is_set() =>
        Assert.Equal(60, OfferReader.Read(Offer, "hash", new KamsoftSettings { StockSource = KamsoftStockSource.CurrentAmount }).Products[0].Stock);

    [Fact]
    public void An_offer_that_does_not_carry_stock_does_not_change_it() =>
        Assert.Null(OfferReader.Read(Offer.Replace("stock=\"yes\"", "stock=\"no\"", StringComparison.Ordinal), "hash", new KamsoftSettings()).Products[0].Stock);

    [Theory]
    [InlineData("<price>0</price>")]
    [InlineData("<price>0,004</price>")]
    [InlineData("<price/>")]
    [InlineData("")]
    public void A_price_that_is_missing_or_not_above_zero_is_left_alone_with_a_warning(string price)
    {
        var item = OfferReader.Read(Offer.Replace("<price>19.9</price>", price, StringComparison.Ordinal), "hash", new KamsoftSettings()).Products[0];

        Assert.Equal((null, "price-missing", 0), (item.Price, Assert.Single(item.Warnings), item.Faults.Count));
    }

    [Theory]
    [InlineData("2026.11.20 18:22:05")]
    [InlineData("2026-11-20T18:22:05")]
    [InlineData("2026-11-20T17:22:05Z")]
    public void Times_are_read_in_every_form_that_was_seen(string text) =>
        Assert.Equal(new DateTime(2026, 11, 20, 17, 22, 5), ExchangeTimes.Read(text, TimeZoneInfo.FindSystemTimeZoneById("Europe/Warsaw")));

    [Fact]
    public void A_report_names_the_shops_number_a_code_and_a_waybill()
    {
        var updates = SetOrdersReader.Read(
            "<orders><order><id>77</id><number>QZWXECRVT</number><status>4</status><letter><number>00059007731234567890</number><date>2026.11.21</date></letter></order></orders>", "hash", TimeZoneInfo.Utc);

        var order = Assert.Single(updates.Orders);
        Assert.Equal((PharmacyFace.Soap, "QZWXECRVT", "77", "4", "00059007731234567890"), (updates.Face, order.Number, order.Id, order.Status!.Code, order.Waybill!.Number));
    }

    private static SoapEnvelope Envelope(string arguments, string operation) => SoapEnvelope.Read($"""
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/><SOAP-ENV:Body><m:{operation} xmlns:m="urn:x">{arguments}</m:{operation}></SOAP-ENV:Body></SOAP-ENV:Envelope>
        """)!;
}
