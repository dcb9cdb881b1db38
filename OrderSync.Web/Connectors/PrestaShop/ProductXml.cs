using System.Globalization;
using System.Text;
using System.Xml;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>A field of a product to be written: a plain text, or one for each language.</summary>
internal sealed record ProductField(string Name, string Text, IReadOnlyList<(string Language, string Text)>? Languages = null)
{
    public static ProductField Amount(string name, decimal amount) => new(name, amount.ToString("0.######", CultureInfo.InvariantCulture));
}

/// <summary>A resource of the catalogue that is written.</summary>
/// <param name="NotWritable">Fields that are left out of a whole record.</param>
internal sealed record WrittenResource(string Name, string Element, IReadOnlySet<string> NotWritable)
{
    /// <summary>Without fields the shop shows but takes from nobody, and one whose writing moves other products (contract §3.4).</summary>
    public static WrittenResource Products { get; } = new("products", "product", new HashSet<string> { "manufacturer_name", "quantity", "position_in_category" });

    /// <summary>All fields can be written; the quantity some versions show is stale but goes back as it was.</summary>
    public static WrittenResource Combinations { get; } = new("combinations", "combination", new HashSet<string>());
}

/// <summary>
/// Bodies that write products and variants. A PATCH names what changes. A PUT replaces the record, so all of it goes back to the letter as it was read but
/// for what changes; without <c>associations</c>, which the shop leaves alone when they are not named, and would empty of what was added
/// meanwhile when they are (observed 507: categories stay).
/// </summary>
internal static class ProductXml
{

    private static readonly XmlWriterSettings Plain = new() { OmitXmlDeclaration = true, CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize };

    public static string Patch(WrittenResource resource, IEnumerable<(WireRecord Record, IReadOnlyList<ProductField> Changes)> products) =>
        Write(resource.Element, products.Select(product => (IEnumerable<ProductField>)[new ProductField("id", product.Record["id"]), .. product.Changes]));

    public static string Put(WrittenResource resource, IEnumerable<(WireRecord Record, IReadOnlyList<ProductField> Changes)> products) =>
        Write(resource.Element, products.Select(product => Whole(resource, product.Record, product.Changes)));

    /// <param name="category">The only category it is in; empty for none.</param>
    public static string Post(IEnumerable<ProductField> fields, string category) => Write(WrittenResource.Products.Element, [fields], category);

    private static IEnumerable<ProductField> Whole(WrittenResource resource, WireRecord record, IReadOnlyList<ProductField> changes) => record.Whole()
        .Where(field => !resource.NotWritable.Contains(field.Name))
        .Select(field => changes.FirstOrDefault(change => change.Name == field.Name) ?? new ProductField(field.Name, field.Text, record.WholeTexts(field.Name)));

    private static string Write(string element, IEnumerable<IEnumerable<ProductField>> products, string category = "")
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var xml = XmlWriter.Create(text, Plain))
        {
            xml.WriteStartElement("prestashop");
            foreach (var product in products)
            {
                xml.WriteStartElement(element);
                foreach (var field in product)
                {
                    Write(xml, field);
                }

                WriteCategory(xml, category);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text.ToString();
    }

    private static void Write(XmlWriter xml, ProductField field)
    {
        xml.WriteStartElement(field.Name);
        if (field.Languages is { } languages)
        {
            foreach (var (language, text) in languages)
            {
                xml.WriteStartElement("language");
                xml.WriteAttributeString("id", language);
                xml.WriteString(text);
                xml.WriteEndElement();
            }
        }
        else
        {
            xml.WriteString(field.Text);
        }

        xml.WriteEndElement();
    }

    private static void WriteCategory(XmlWriter xml, string category)
    {
        if (category.Length > 0)
        {
            xml.WriteStartElement("associations");
            xml.WriteStartElement("categories");
            xml.WriteStartElement("category");
            xml.WriteElementString("id", category);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
    }
}
