using System.Xml.Linq;
using OrderSync.Tests.Sandbox.Recorded;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>What the connector would send beside what a real shop took.</summary>
public sealed class RecordedOrderBodyTests
{
    [RecordingsTheory]
    [InlineData("8.1.2", "420-put-carrier-tracking", "PL-TRACK_123.ABC")]
    [InlineData("8.1.2", "428-put-carrier-space", "AB 12/34-5:#")]
    [InlineData("1.7.7.2", "428-put-carrier-space", "AB 12/34-5:#")]
    public void A_put_of_a_tracking_number_is_the_row_as_read_with_that_field_alone_changed(string version, string name, string number)
    {
        var read = XDocument.Parse(Exchange.Parse(Recordings.Read("prestashop", version, "427-get-carrier-by-order")).Answer.Body)
            .Descendants("order_carrier").Single();
        var record = Record(read);

        var ours = Fields(RecordXml.Write("order_carrier", record.With("tracking_number", TrackingText.Of([number]).Text)));

        Assert.Equal(Fields(Exchange.Parse(Recordings.Read("prestashop", version, name)).RequestBody), ours);
        Assert.Equal(["tracking_number"], ours.Except(read.Elements().Select(field => (field.Name.LocalName, field.Value))).Select(field => field.LocalName));
    }

    [RecordingsFact]
    public void A_patch_names_the_row_and_the_number_as_the_real_shop_took_it() => Assert.Equal(
        Fields(Exchange.Parse(Recordings.Read("prestashop", "8.1.2", "423-patch-carrier")).RequestBody),
        Fields(RecordXml.Write("order_carrier", [("id", "1067"), ("tracking_number", "PATCHED3")])));

    [RecordingsTheory]
    [InlineData("8.1.2", "305-post-history-badstate", "1086", "99")]
    [InlineData("8.1.2", "300-post-history-paid", "1087", "2")]
    public void A_new_state_names_order_and_state_and_nothing_else(string version, string name, string order, string state) => Assert.Equal(
        Fields(Exchange.Parse(Recordings.Read("prestashop", version, name)).RequestBody).Order(),
        Fields(RecordXml.Write("order_history", [("id_order", order), ("id_order_state", state)])).Order());

    private static WireRecord Record(XElement element)
    {
        var record = new WireRecord();
        foreach (var field in element.Elements())
        {
            record.Set(field.Name.LocalName, field.Value);
        }

        return record;
    }

    private static List<(string LocalName, string Value)> Fields(string xml) =>
        [.. XDocument.Parse(xml).Root!.Elements().Single().Elements().Select(field => (field.Name.LocalName, field.Value))];
}
