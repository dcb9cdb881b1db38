using System.Buffers.Binary;
using System.IO.Compression;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>A picture for each number: stripes in its colours. Always the same, so that it is stored once by its content.</summary>
internal static class GeneratedPicture
{
    private const int Stripes = 8;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(MakeEntry)];

    /// <summary>A square PNG with a palette of two colours, one byte for each pixel.</summary>
    public static byte[] Png(int number, int size)
    {
        using var png = new MemoryStream();
        png.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, size);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), size);
        (header[8], header[9]) = (8, 3);
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "PLTE"u8, [Shade(number, 37), Shade(number, 59), Shade(number, 83), Shade(number + 5, 101), Shade(number + 5, 61), Shade(number + 5, 43)]);
        WriteChunk(png, "IDAT"u8, Pixels(number, size));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte Shade(int number, int step) => (byte)(64 + (number * step % 192));

    private static byte[] Pixels(int number, int size)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var row = new byte[size + 1]; // the first byte says that the row is not filtered
            for (var y = 0; y < size; y++)
            {
                for (var x = 0; x < size; x++)
                {
                    row[x + 1] = (byte)((((x + (number * y)) * Stripes / size) % 2) & 1);
                }

                zlib.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint start, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            start = Table[(start ^ value) & 0xFF] ^ (start >> 8);
        }

        return start;
    }

    private static uint MakeEntry(int index)
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 1 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        }

        return value;
    }
}
