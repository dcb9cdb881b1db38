using System.Xml;

namespace OrderSync.Web.Connectors.Kamsoft;

internal static class XmlText
{
    /// <summary>Text that may stand in a document: what no XML can hold is left out.</summary>
    public static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : CleanWithPairs(text);

    private static string CleanWithPairs(string text)
    {
        var kept = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                kept.Append(text, i++, 2);
            }
            else if (XmlConvert.IsXmlChar(text[i]))
            {
                kept.Append(text[i]);
            }
        }

        return kept.ToString();
    }
}
