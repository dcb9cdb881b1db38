using System.Text;
using System.Xml;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>An error as the webservice words it.</summary>
internal sealed record WireError(int Code, string Message);

/// <summary>Reads the webservice's XML as a stream, one record at a time; never holds a page as a tree.</summary>
internal static class PrestaShopXml
{
    private const int MaxCharacters = 64 * 1024 * 1024;

    public static XmlReader CreateReader(TextReader text) => XmlReader.Create(text, new XmlReaderSettings
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreWhitespace = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = MaxCharacters,
    });

    /// <summary>Moves into the answer: to the list, whatever the root is called.</summary>
    /// <returns>Name of the element in the root; empty when the root holds none.</returns>
    /// <exception cref="XmlException">Not readable.</exception>
    public static async Task<string> EnterAsync(XmlReader xml)
    {
        await xml.MoveToContentAsync();
        if (xml.IsEmptyElement)
        {
            return "";
        }

        while (await xml.ReadAsync() && xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                return xml.LocalName;
            }
        }

        return "";
    }

    /// <summary>The attributes of the element the reader stands on, as a record.</summary>
    public static WireRecord Attributes(XmlReader xml)
    {
        var record = new WireRecord();
        record.Set(WireRecord.ElementName, xml.LocalName);
        for (var found = xml.MoveToFirstAttribute(); found; found = xml.MoveToNextAttribute())
        {
            record.Set(xml.LocalName, xml.Value);
        }

        xml.MoveToElement();
        return record;
    }

    /// <summary>The records of the list the reader stands on.</summary>
    /// <exception cref="XmlException">Not readable from here on; the records given so far are good.</exception>
    public static async IAsyncEnumerable<WireRecord> RecordsAsync(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            yield break;
        }

        var list = xml.Depth;
        while (await xml.ReadAsync() && xml.Depth > list)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                yield return await RecordAsync(xml);
            }
        }
    }

    /// <summary>The record the reader stands on and those beside it: a write is answered with records without a list around them.</summary>
    /// <exception cref="XmlException">Not readable from here on; the records given so far are good.</exception>
    public static async IAsyncEnumerable<WireRecord> BareRecordsAsync(XmlReader xml)
    {
        var depth = xml.Depth;
        do
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                yield return await RecordAsync(xml);
            }
        }
        while (await xml.ReadAsync() && xml.Depth >= depth);
    }

    public static async Task<IReadOnlyList<WireError>> ErrorsAsync(XmlReader xml)
    {
        var errors = new List<WireError>();
        await foreach (var record in RecordsAsync(xml))
        {
            errors.Add(new WireError(int.TryParse(record["code"], out var code) ? code : 0, record["message"]));
        }

        return errors;
    }

    /// <summary>Errors in the body of a failed request; none when the body is no XML of the webservice.</summary>
    public static async Task<IReadOnlyList<WireError>> ErrorsInAsync(string body, CancellationToken ct)
    {
        using var envelope = await XmlEnvelope.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(body)), ct);
        try
        {
            using var xml = CreateReader(envelope);
            return envelope.HasXml && await EnterAsync(xml) == "errors" ? await ErrorsAsync(xml) : [];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static async Task<WireRecord> RecordAsync(XmlReader xml)
    {
        var record = Attributes(xml);
        if (xml.IsEmptyElement)
        {
            return record;
        }

        var depth = xml.Depth;
        while (await xml.ReadAsync() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                await (xml.LocalName == "associations" ? AssociationsAsync(xml, record) : FieldAsync(xml, record));
            }
        }

        return record;
    }

    private static async Task AssociationsAsync(XmlReader xml, WireRecord record)
    {
        if (xml.IsEmptyElement)
        {
            return;
        }

        var depth = xml.Depth;
        while (await xml.ReadAsync() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                var name = xml.LocalName;
                await foreach (var row in RecordsAsync(xml))
                {
                    record.Associate(name, row);
                }
            }
        }
    }

    private static async Task FieldAsync(XmlReader xml, WireRecord record)
    {
        var name = xml.LocalName;
        if (xml.IsEmptyElement)
        {
            record.Set(name, "");
            return;
        }

        var depth = xml.Depth;
        var text = "";
        while (await xml.ReadAsync() && xml.Depth > depth)
        {
            if (IsText(xml))
            {
                text += await xml.GetValueAsync();
            }
            else if (xml.NodeType == XmlNodeType.Element)
            {
                record.Translate(name, xml.GetAttribute("id") ?? "", await TextAsync(xml));
            }
        }

        record.Set(name, text);
    }

    private static async Task<string> TextAsync(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }

        var depth = xml.Depth;
        var text = "";
        while (await xml.ReadAsync() && xml.Depth > depth)
        {
            if (IsText(xml))
            {
                text += await xml.GetValueAsync();
            }
        }

        return text;
    }

    private static bool IsText(XmlReader xml) => xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA;
}
