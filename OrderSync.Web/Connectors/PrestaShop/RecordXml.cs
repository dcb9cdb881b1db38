using System.Text;
using System.Xml;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>The body of a write: records one after the other, each field as it is given. No blank is put between: the shop would store it.</summary>
internal static class RecordXml
{
    private static readonly XmlWriterSettings Plain = new() { OmitXmlDeclaration = true, CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize };

    public static string Write(string element, params IEnumerable<IEnumerable<(string Name, string Text)>> records)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var xml = XmlWriter.Create(text, Plain))
        {
            xml.WriteStartElement("prestashop");
            foreach (var record in records)
            {
                xml.WriteStartElement(element);
                foreach (var (name, value) in record)
                {
                    xml.WriteElementString(name, value);
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text.ToString();
    }

    /// <summary>A whole record as it was read, with one field changed: a PUT empties what is left out.</summary>
    public static IEnumerable<(string Name, string Text)> With(this WireRecord record, string field, string value) =>
        record.Whole().Select(pair => (pair.Name, pair.Name == field ? value : pair.Text));
}
