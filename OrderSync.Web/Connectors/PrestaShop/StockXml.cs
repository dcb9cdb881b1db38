using System.Globalization;
using System.Text;
using System.Xml;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// The body of a PUT of stock_availables. A PUT replaces the row: what is left out is emptied. So each row is given back as it was read,
/// every field that the shop's version has, and only its quantity is another.
/// </summary>
internal static class StockXml
{
    private static readonly XmlWriterSettings Plain = new() { OmitXmlDeclaration = true, CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize };

    public static string Write(IEnumerable<(StockRow Row, int Quantity)> rows)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var xml = XmlWriter.Create(text, Plain))
        {
            xml.WriteStartElement("prestashop");
            foreach (var (row, quantity) in rows)
            {
                xml.WriteStartElement("stock_available");
                foreach (var (name, value) in row.Wire.Whole())
                {
                    xml.WriteElementString(name, name == "quantity" ? quantity.ToString(CultureInfo.InvariantCulture) : value);
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text.ToString();
    }
}
