using System.Buffers.Binary;
using OrderSync.Domain.Catalog;

namespace OrderSync.Web.Data.Images;

/// <summary>What a file says of itself in its first bytes: names and headers of other systems are not believed.</summary>
public sealed record ImageHead(ImageFormat Format, int Width, int Height)
{
    private const int Enough = 32;
    private const int MostSegments = 1000;

    /// <summary>Pixels a browser would have to unpack.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>Null when it is none of the pictures that are taken, or cut off at the beginning.</summary>
    public static ImageHead? Read(Stream file)
    {
        Span<byte> head = stackalloc byte[Enough];
        var length = file.ReadAtLeast(head, Enough, throwOnEndOfStream: false);
        head = head[..length];
        var found = length < Enough ? null
            : head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) && head[12..16].SequenceEqual("IHDR"u8) ? Png(head)
            : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? Gif(head)
            : head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8) ? Webp(head)
            : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? Jpeg(file)
            : null;
        return found is { Width: > 0, Height: > 0 } ? found : null;
    }

    private static ImageHead? Png(ReadOnlySpan<byte> head)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..]));
        return width > int.MaxValue || height > int.MaxValue ? null : new(ImageFormat.Png, (int)width, (int)height);
    }

    private static ImageHead Gif(ReadOnlySpan<byte> head) =>
        new(ImageFormat.Gif, BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]));

    private static ImageHead? Webp(ReadOnlySpan<byte> head)
    {
        if (head[12..16].SequenceEqual("VP8X"u8))
        {
            return new(ImageFormat.Webp, 1 + Three(head[24..]), 1 + Three(head[27..]));
        }

        if (head[12..16].SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
            return new(ImageFormat.Webp, 1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
        }

        return head[12..16].SequenceEqual("VP8 "u8)
            ? new(ImageFormat.Webp, BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF)
            : null;
    }

    private static int Three(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    /// <summary>The size stands in the first frame header, behind segments of any length.</summary>
    private static ImageHead? Jpeg(Stream file)
    {
        Span<byte> segment = stackalloc byte[9];
        file.Position = 2;
        for (var count = 0; count < MostSegments; count++)
        {
            if (file.ReadAtLeast(segment[..4], 4, throwOnEndOfStream: false) < 4 || segment[0] != 0xFF)
            {
                return null;
            }

            var (marker, length) = (segment[1], BinaryPrimitives.ReadUInt16BigEndian(segment[2..]));
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return file.ReadAtLeast(segment[..5], 5, throwOnEndOfStream: false) < 5 ? null
                    : new(ImageFormat.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[1..]));
            }

            // A byte more of 0xFF fills up between segments.
            file.Position += marker == 0xFF ? -3 : length - 2;
        }

        return null;
    }
}
