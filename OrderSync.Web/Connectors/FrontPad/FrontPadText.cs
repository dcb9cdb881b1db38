using System.Text;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>Text as it fits FrontPad's fields: one line, and cut by characters, not by bytes.</summary>
internal static class FrontPadText
{
    /// <summary>One line without control characters; halves of characters become the replacement character.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var sign in text.EnumerateRunes())
        {
            line.Append(Rune.IsControl(sign) || Rune.IsWhiteSpace(sign) ? " " : sign.ToString());
        }

        return string.Join(' ', line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <returns>The beginning of the text, whole characters only.</returns>
    public static string Cut(string text, int most)
    {
        var (at, left) = (0, most);
        foreach (var sign in text.EnumerateRunes())
        {
            if (left-- == 0)
            {
                return text[..at].TrimEnd();
            }

            at += sign.Utf16SequenceLength;
        }

        return text;
    }

    public static int Length(string text) => text.EnumerateRunes().Count();

    public static bool IsDigits(string text, int most) => text.Length > 0 && text.Length <= most && text.All(char.IsAsciiDigit);
}
