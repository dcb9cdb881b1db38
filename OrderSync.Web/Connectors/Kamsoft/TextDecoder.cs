using System.Text;
using System.Text.RegularExpressions;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>
/// Turns the bytes of a document into text (contracts/kamsoft.md §10). What the bytes say of themselves counts first, then the document, then the
/// header of the call; two common lies are set right. Bytes that are no text in any of them are refused, never lost in silence.
/// </summary>
internal static partial class TextDecoder
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows1250 = Page(1250);
    private static readonly Encoding Latin2 = Page(28592);

    /// <param name="charset">As the header of the call says; null when it does not.</param>
    /// <returns>Null when the bytes are no text in the encoding they claim, or nobody knows that encoding.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        var (marked, mark) = ByMark(bytes);
        if (marked is not null)
        {
            return TryDecode(marked, bytes[mark..]);
        }

        var name = Declared(bytes) ?? charset?.Trim().Trim('"') ?? "utf-8";
        return Find(name) is not { } encoding ? null : TryDecode(SetRight(encoding, bytes), bytes);
    }

    /// <summary>The encoding of a name; null for one that is not taken.</summary>
    public static Encoding? Find(string name) => name.ToLowerInvariant() switch
    {
        "utf-8" or "utf8" or "us-ascii" or "ascii" => Utf8,
        "windows-1250" or "cp1250" or "cp-1250" => Windows1250,
        "iso-8859-2" or "latin2" or "iso8859-2" => Latin2,
        _ => null,
    };

    /// <summary>What is written with: UTF-8 unless a known other one is asked for. What does not exist in a code page becomes a numeric reference in XML.</summary>
    public static Encoding ForWriting(string name) => name.ToLowerInvariant() is "windows-1250" or "iso-8859-2" ? Find(name)! : new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    private static (Encoding? Encoding, int Length) ByMark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Utf8, 3),
        [0xFF, 0xFE, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), 2),
        [0xFE, 0xFF, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), 2),
        _ => (null, 0),
    };

    private static string? Declared(ReadOnlySpan<byte> bytes) =>
        Declaration().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 200)])) is { Success: true } found ? found.Groups[1].Value : null;

    /// <summary>UTF-8 under a declaration of an old code page, and windows-1250 under the name of Latin-2.</summary>
    private static Encoding SetRight(Encoding claimed, ReadOnlySpan<byte> bytes)
    {
        if (claimed == Utf8)
        {
            return claimed;
        }

        return bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0 && System.Text.Unicode.Utf8.IsValid(bytes) ? Utf8
            : claimed == Latin2 && bytes.IndexOfAnyInRange((byte)0x80, (byte)0x9F) >= 0 ? Windows1250
            : claimed;
    }

    private static string? TryDecode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = encoding.GetString(bytes);

            // Where a code page has a gap, .NET gives a control character of the upper range instead of an error.
            return encoding is not UnicodeEncoding && encoding != Utf8 && text.AsSpan().IndexOfAnyInRange('\u0080', '\u009F') >= 0 ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Encoding Page(int number) => CodePagesEncodingProvider.Instance.GetEncoding(number, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    [GeneratedRegex("""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")]
    private static partial Regex Declaration();
}
