using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>What is wrong with a document: a code of contracts/kamsoft.md §13.</summary>
internal sealed record XmlFault(string Code, int? Line = null)
{
    public static readonly XmlFault WrongRoot = new("wrong-root");
}

/// <summary>Reads documents of strangers: no DTD, nothing fetched, not deeper than it can be. Names count without namespace and capitals.</summary>
internal static partial class SafeXml
{
    public const int Deepest = 32;

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Reads the whole document once, so that nothing of a broken one is used.</summary>
    /// <param name="roots">Names its root may have; none for any.</param>
    public static XmlFault? Check(string text, params string[] roots) => Check(text, int.MaxValue, roots);

    /// <param name="most">Elements and attributes it may have: each takes many times its own length once the document is built.</param>
    /// <param name="roots">Names its root may have; none for any.</param>
    public static XmlFault? Check(string text, int most, params string[] roots)
    {
        try
        {
            using var reader = Open(text);
            reader.MoveToContent();
            var isRoot = roots.Length == 0 || roots.Any(root => Is(reader.LocalName, root));
            var nodes = 0L;
            do
            {
                nodes += reader.NodeType == XmlNodeType.Element ? 1 + reader.AttributeCount : 0;
                if (reader.Depth > Deepest || nodes > most)
                {
                    return new XmlFault("bad-xml", (reader as IXmlLineInfo)?.LineNumber);
                }
            }
            while (reader.Read());

            return isRoot ? null : XmlFault.WrongRoot;
        }
        catch (XmlException error)
        {
            return Prolog().Match(text).Value.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) ? new XmlFault("doctype") : new XmlFault("bad-xml", error.LineNumber);
        }
    }

    /// <summary>A document that was checked.</summary>
    public static XElement Load(string text)
    {
        using var reader = Open(text);
        return XElement.Load(reader);
    }

    /// <summary>The root with its attributes, of a document that was checked; what stands in it is not read.</summary>
    public static XElement Root(string text)
    {
        using var reader = Open(text);
        reader.MoveToContent();
        var root = new XElement(reader.LocalName);
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            if (reader.Prefix is not "xmlns" && reader.LocalName is not "xmlns")
            {
                root.SetAttributeValue(reader.LocalName, reader.Value);
            }
        }

        return root;
    }

    /// <summary>The elements of these names anywhere in a document that was checked, one at a time; what stands in them is not looked through again.</summary>
    /// <param name="passed">Told of every element on the way below the root.</param>
    public static IEnumerable<XElement> Each(string text, string[] names, Action<XmlReader> passed)
    {
        using var reader = Open(text);
        reader.MoveToContent();
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth > 0 && names.Any(name => Is(reader.LocalName, name)))
            {
                yield return (XElement)XNode.ReadFrom(reader);
                continue;
            }

            if (reader.NodeType == XmlNodeType.Element && reader.Depth > 0)
            {
                passed(reader);
            }

            reader.Read();
        }
    }

    public static bool Is(this XElement element, string name) => Is(element.Name.LocalName, name);

    public static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    public static XElement? Child(this XElement element, string name) => element.Elements().FirstOrDefault(child => child.Is(name));

    public static IEnumerable<XElement> Children(this XElement element, string name) => element.Elements().Where(child => child.Is(name));

    /// <summary>The text of a child, trimmed; empty when it is absent.</summary>
    public static string Text(this XElement element, string name) => element.Child(name)?.Value.Trim() ?? "";

    /// <summary>An attribute, trimmed; empty when it is absent.</summary>
    public static string Attr(this XElement element, string name) =>
        element.Attributes().FirstOrDefault(attribute => Is(attribute.Name.LocalName, name))?.Value.Trim() ?? "";

    /// <summary>An attribute of the element a reader stands on, trimmed; empty when it is absent.</summary>
    public static string Attr(this XmlReader reader, string name)
    {
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            if (Is(reader.LocalName, name))
            {
                var value = reader.Value.Trim();
                reader.MoveToElement();
                return value;
            }
        }

        reader.MoveToElement();
        return "";
    }

    private static XmlReader Open(string text) => XmlReader.Create(new StringReader(text.TrimStart('\uFEFF', ' ', '\r', '\n', '\t')), Strict);

    /// <summary>What stands before the first element.</summary>
    [GeneratedRegex(@"\A.*?(?=<[A-Za-z_]|\z)", RegexOptions.Singleline)]
    private static partial Regex Prolog();
}
