using System.Buffers;
using System.Text;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// The XML inside an answer. Shops put byte order marks, blank lines, PHP notices and HTML before it; the reader begins behind that.
/// What follows the closing root is never asked for. Control characters, which the shop copies into its XML although none may
/// hold them, become blanks.
/// </summary>
internal sealed class XmlEnvelope : TextReader
{
    /// <summary>A shop in debug mode prints several kB of notices for each record.</summary>
    private const int MostNoise = 4 * 1024 * 1024;
    private const int BufferSize = 16 * 1024;
    private const int KeptNoise = 300;

    private static readonly SearchValues<string> Beginnings = SearchValues.Create(["<?xml", "<prestashop", "<thirtybees"], StringComparison.OrdinalIgnoreCase);
    private static readonly int LongestBeginning = "<thirtybees".Length;

    private static readonly SearchValues<char> NotXml = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code).Except("\t\n\r"), '\uFFFE', '\uFFFF']);

    private readonly StreamReader rest;
    private ReadOnlyMemory<char> first;
    private bool renames;
    private (char Before, char Last) seen;

    private XmlEnvelope(StreamReader rest, ReadOnlyMemory<char> first, string noise, int noiseLength)
    {
        this.rest = rest;
        this.first = first;
        Noise = noise;
        NoiseLength = noiseLength;
    }

    /// <summary>The beginning of what stood before the XML (or of everything, when there is no XML).</summary>
    public string Noise { get; }

    public int NoiseLength { get; }

    /// <summary>False for a web page, plain text or an empty answer.</summary>
    public bool HasXml => first.Length > 0;

    /// <summary>True once more was asked for than there is: the XML was cut off.</summary>
    public bool IsAtEnd { get; private set; }

    /// <param name="hasNumberedElements">Elements called 0 are to be expected, which XML does not allow: they become _.</param>
    public static async Task<XmlEnvelope> OpenAsync(Stream body, CancellationToken ct, bool hasNumberedElements = false)
    {
        var reader = new StreamReader(body, new UTF8Encoding(false, throwOnInvalidBytes: false), detectEncodingFromByteOrderMarks: true, BufferSize);
        var buffer = new char[BufferSize + LongestBeginning];
        var noise = new StringBuilder();
        var noiseLength = 0;
        var kept = 0;
        while (noiseLength <= MostNoise)
        {
            var read = await reader.ReadBlockAsync(buffer.AsMemory(kept, BufferSize), ct);
            var length = kept + read;
            var start = buffer.AsSpan(0, length).IndexOfAny(Beginnings);
            var cut = start >= 0 ? start : read == 0 ? length : Math.Max(0, length - LongestBeginning);
            noise.Append(buffer, 0, Math.Min(cut, KeptNoise - noise.Length));
            noiseLength += cut;
            if (start >= 0 || read == 0)
            {
                var xml = start >= 0 ? buffer.AsMemory(start, length - start) : default;
                Clean(xml.Span);
                var envelope = new XmlEnvelope(reader, xml, noise.ToString().Trim(), noiseLength) { renames = hasNumberedElements };
                envelope.Rename(xml.Span);
                return envelope;
            }

            buffer.AsSpan(cut, length - cut).CopyTo(buffer);
            kept = length - cut;
        }

        return new XmlEnvelope(reader, default, noise.ToString().Trim(), noiseLength);
    }

    public override int Peek() => first.Length > 0 ? first.Span[0] : rest.Peek();

    public override int Read()
    {
        Span<char> one = stackalloc char[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (first.Length > 0)
        {
            return TakeFirst(buffer);
        }

        return Taken(buffer[..rest.Read(buffer)]);
    }

    public override Task<int> ReadAsync(char[] buffer, int index, int count) => ReadAsync(buffer.AsMemory(index, count)).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        if (first.Length > 0)
        {
            return TakeFirst(buffer.Span);
        }

        var read = await rest.ReadAsync(buffer, cancellationToken);
        return Taken(buffer.Span[..read]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }

    private int TakeFirst(Span<char> buffer)
    {
        var count = Math.Min(first.Length, buffer.Length);
        first.Span[..count].CopyTo(buffer);
        first = first[count..];
        return count;
    }

    private int Taken(Span<char> text)
    {
        IsAtEnd |= text.Length == 0;
        Clean(text);
        Rename(text);
        return text.Length;
    }

    private void Rename(Span<char> text)
    {
        if (!renames)
        {
            return;
        }

        foreach (ref var character in text)
        {
            if (character == '0' && (seen.Last == '<' || seen is { Before: '<', Last: '/' }))
            {
                character = '_';
            }

            seen = (seen.Last, character);
        }
    }

    private static void Clean(Span<char> text)
    {
        for (var at = text.IndexOfAny(NotXml); at >= 0; at = text.IndexOfAny(NotXml))
        {
            text[at] = ' ';
            text = text[(at + 1)..];
        }
    }
}
