using System.Xml.Linq;

namespace OrderSync.Tests.Sandbox.Recorded;

/// <summary>What a reader of XML sees of an answer apart from the data: names, order, attributes, emptiness.</summary>
internal sealed record XmlShape(string Path, string Attributes, bool IsEmpty)
{
    /// <summary>All elements in order; of neighbours with the same name only the first.</summary>
    public static List<XmlShape> Of(string xml)
    {
        var shapes = new List<XmlShape>();
        Add(XDocument.Parse(xml).Root!, "", shapes);
        return shapes;
    }

    /// <summary>Null when alike, else the first difference.</summary>
    public static string? Difference(string recorded, string ours)
    {
        var (expected, actual) = (Of(recorded), Of(ours));
        foreach (var (one, other) in expected.Zip(actual))
        {
            // A link is shown only where there is a value, so attributes compare only between two empty or two full elements.
            if (one.Path != other.Path || (one.IsEmpty == other.IsEmpty && one.Attributes != other.Attributes))
            {
                return $"recorded {one}, ours {other}";
            }
        }

        return expected.Count == actual.Count ? null : $"recorded {expected.Count} elements, ours {actual.Count}";
    }

    private static void Add(XElement element, string parent, List<XmlShape> shapes)
    {
        var path = $"{parent}/{element.Name.LocalName}";
        var attributes = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).Select(attribute => attribute.Name.LocalName);
        shapes.Add(new(path, string.Join(' ', attributes), !element.HasElements && element.Value is "" or "0"));
        XName? before = null;
        foreach (var child in element.Elements())
        {
            if (child.Name != before)
            {
                Add(child, path, shapes);
            }

            before = child.Name;
        }
    }
}
