using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Kamsoft.Ppx;

namespace OrderSync.Tests.Connectors.Kamsoft;

public sealed class PpxPacketReaderTests
{
    /// <summary>The example of contracts/kamsoft.md §7.3, its rows made up as there.</summary>
    private const string Example = """
        <?xml version="1.0" encoding="utf-8"?>
        <packet version="1.0" id="20261121-0931-7" created="2026-11-21T09:31:07+01:00" part="1" parts="1" scope="changes">
          <couriers><courier code="KUR" name="Kurier"/><courier code="CHLOD" name="Kurier z chłodnią"/></couriers>
          <products>
            <product ref="501">
              <bloz>0990501</bloz><ean>2000000000015</ean><name>PRÓBKA żel 50 ml</name>
              <description format="html"><![CDATA[<p>Opis próbny, zażółć gęślą jaźń.</p>]]></description>
              <stock>50</stock><price gross="yes" currency="PLN">19.90</price><vat>8</vat>
              <couriers><courier>KUR</courier><courier>CHLOD</courier></couriers>
            </product>
            <product ref="502"><bloz>0990502</bloz><stock>0</stock></product>
            <product ref="503"><bloz>0990503</bloz><stock>12</stock><price>7,49</price></product>
            <product ref="507"><bloz>0990507</bloz><stock>4</stock><price>abc</price></product>
          </products>
        </packet>
        """;

    [Fact]
    public void The_example_of_the_contract_is_read()
    {
        var packet = Read(Example);

        Assert.Equal(("20261121-0931-7", 1, 1, false), (packet.PacketId, packet.Part, packet.Parts, packet.IsFull));
        Assert.Equal(new DateTime(2026, 11, 21, 8, 31, 7, DateTimeKind.Utc), packet.CreatedAt);
        Assert.Equal([new OfferedCourier("KUR", "Kurier"), new OfferedCourier("CHLOD", "Kurier z chłodnią")], packet.Couriers);
        var first = packet.Products[0];
        Assert.Equal(("501", "0990501", "2000000000015", "PRÓBKA żel 50 ml"), (first.Ref, first.Bloz, first.Ean, first.Name));
        Assert.Equal((50, 19.90m, 8m, "PLN"), (first.Stock, first.Price, first.Vat, first.Currency));
        Assert.Equal(["KUR", "CHLOD"], first.Couriers);
        Assert.Equal("<p>Opis próbny, zażółć gęślą jaźń.</p>", first.Description);
        Assert.Equal(0, packet.Ignored);
    }

    [Fact]
    public void What_is_absent_stays_null_and_a_broken_field_does_not_take_the_others_along()
    {
        var packet = Read(Example);

        Assert.Equal((0, null, null, null), (packet.Products[1].Stock, packet.Products[1].Price, packet.Products[1].Name, packet.Products[1].Couriers));
        Assert.Equal(7.49m, packet.Products[2].Price);
        Assert.Equal((4, null, "bad-price"), (packet.Products[3].Stock, packet.Products[3].Price, Assert.Single(packet.Products[3].Faults).Code));
    }

    [Fact]
    public void An_empty_element_changes_nothing_and_clear_erases()
    {
        var product = Read("<packet id='1'><products><product ref='1'><name/><description></description><summary clear='yes'/><couriers clear='yes'/></product></products></packet>").Products[0];

        Assert.Equal((null, null, null, null), (product.Name, product.Description, product.Summary, product.Couriers));
        Assert.Equal([PacketField.Summary, PacketField.Couriers], product.Cleared);
    }

    [Fact]
    public void What_nobody_knows_is_passed_over_and_counted() => Assert.Equal(
        3, Read("<packet id='1' colour='red'><extra/><products><product ref='1'><taste>sweet</taste><stock>1</stock></product></products></packet>").Ignored);

    [Fact]
    public void An_item_without_any_key_is_named_so() => Assert.Equal(
        "no-key", Read("<packet id='1'><products><product><stock>1</stock></product></products></packet>").Products[0].Faults[0].Code);

    [Theory]
    [InlineData("<packet><products/></packet>", "missing-id")]
    [InlineData("<packet id='a b'/>", "missing-id")]
    [InlineData("<packet id='1' version='2.0'/>", "unsupported-version")]
    [InlineData("<packet id='1' part='3' parts='2'/>", "bad-parameter")]
    [InlineData("<packet id='1' part='x'/>", "bad-parameter")]
    [InlineData("<packet id='1' scope='some'/>", "bad-parameter")]
    public void A_document_that_is_no_packet_is_refused_as_a_whole(string text, string code) =>
        Assert.Equal(code, PpxPacketReader.Read(text, "hash", TimeZoneInfo.Utc).Error?.Code);

    [Fact]
    public void Version_one_in_a_higher_minor_is_taken() => Assert.Equal("1", Read("<packet id='1' version='1.7'/>").PacketId);

    [Fact]
    public void More_products_than_a_part_may_have_are_refused()
    {
        var products = string.Concat(Enumerable.Repeat("<product ref='1'/>", PpxPacketReader.MostProducts + 1));

        Assert.Equal("too-many", PpxPacketReader.Read($"<packet id='1'><products>{products}</products></packet>", "hash", TimeZoneInfo.Utc).Error?.Code);
    }

    private static NewPacket Read(string text) => PpxPacketReader.Read(text, "hash", TimeZoneInfo.Utc).Packet!;
}
