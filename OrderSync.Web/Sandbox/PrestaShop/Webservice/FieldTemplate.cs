using System.Text;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>The bytes around the values of one field, made once per answer.</summary>
internal sealed class FieldTemplate
{
    private readonly byte[] plain;
    private readonly byte[]? linked;
    private readonly byte[] afterLink;
    private readonly byte[] close;
    private readonly bool linkHasId;
    private readonly bool linkNeedsValue;
    private readonly byte[][] languages = [];

    public FieldTemplate(Field field, string api, IReadOnlyList<int> shownLanguages, bool inAssociation)
    {
        Field = field;
        var attribute = field.IsGetter ? " notFilterable=\"true\"" : "";
        linkHasId = field.LinksTo?.EndsWith("{id}", StringComparison.Ordinal) == true;
        linkNeedsValue = field.LinkNeedsValue && !inAssociation;
        var target = linkHasId ? field.LinksTo![..^"{id}".Length] : $"{field.LinksTo}/";
        linked = field.LinksTo is null ? null : Bytes($"\t<{field.Name} xlink:href=\"{api}{target}");
        afterLink = Bytes($"\"{attribute}><![CDATA[");
        plain = Bytes($"\t<{field.Name}{attribute}><![CDATA[");
        close = Bytes($"]]></{field.Name}>\n");
        if (field.Translated)
        {
            plain = Bytes($"\t<{field.Name}{attribute}>");
            close = Bytes($"</{field.Name}>\n");
            languages = [.. shownLanguages.Select(id => Bytes($"<language id=\"{id}\" xlink:href=\"{api}languages/{id}\"><![CDATA["))];
        }

        Columns = field switch
        {
            { Sql: { } sql } => [$"({sql})"],
            { Translated: true } => [.. shownLanguages.Select(id => $"main.\"{field.ColumnFor(id)}\"")],
            _ => [$"main.\"{field.Name}\""],
        };
    }

    public Field Field { get; }

    /// <summary>What to select; as many values as <see cref="Write"/> takes.</summary>
    public IReadOnlyList<string> Columns { get; }

    public void Write(PooledBuffer output, Row row, int column)
    {
        if (Field.Translated)
        {
            WriteTranslations(output, row, column);
            return;
        }

        var value = row.Utf8(column);
        if (linked is null || (linkNeedsValue && (value.IsEmpty || value.SequenceEqual("0"u8))))
        {
            output.Write(plain);
        }
        else
        {
            output.Write(linked);
            WriteLinkEnd(output, row, value);
        }

        output.Write(value);
        output.Write(close);
    }

    private void WriteLinkEnd(PooledBuffer output, Row row, ReadOnlySpan<byte> value)
    {
        if (linkHasId)
        {
            output.Write(row.Utf8(0));
            output.Write("/"u8);
        }

        output.Write(value);
        output.Write(afterLink);
    }

    private void WriteTranslations(PooledBuffer output, Row row, int column)
    {
        output.Write(plain);
        for (var i = 0; i < languages.Length; i++)
        {
            output.Write(languages[i]);
            output.Write(row.Utf8(column + i));
            output.Write("]]></language>"u8);
        }

        output.Write(close);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
