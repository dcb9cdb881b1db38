using System.Xml.Linq;
using OrderSync.Tests.Sandbox.Recorded;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>What the connector would send for rows as a real shop showed them, beside what that shop took.</summary>
public sealed class RecordedStockBodyTests
{
    [RecordingsTheory]
    [InlineData("461-put-stock-combo", "65", 1000)]
    [InlineData("463-put-stock-combo-2", "65", 7)]
    [InlineData("462-put-stock-combo-zero", "64", 5)]
    public void The_body_is_the_row_as_read_with_another_quantity_as_the_real_shop_took_it(string name, string id, int quantity)
    {
        var read = XDocument.Parse(Exchange.Parse(Recordings.Read("prestashop", "8.1.2", "460-get-stock-combo")).Answer.Body)
            .Descendants("stock_available").Single(row => row.Element("id")!.Value == id);
        var record = new WireRecord();
        foreach (var field in read.Elements())
        {
            record.Set(field.Name.LocalName, field.Value);
        }

        var ours = Fields(StockXml.Write([(StockRow.Parse(record), quantity)]));

        var taken = Fields(Exchange.Parse(Recordings.Read("prestashop", "8.1.2", name)).RequestBody);
        Assert.Equal(taken, ours);
        Assert.Equal(["quantity"], ours.Except(read.Elements().Select(field => (field.Name.LocalName, field.Value))).Select(field => field.Item1));
    }

    private static List<(string Name, string Value)> Fields(string xml) =>
        [.. XDocument.Parse(xml).Descendants("stock_available").Single().Elements().Select(field => (field.Name.LocalName, field.Value))];
}
