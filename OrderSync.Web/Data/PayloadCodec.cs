using System.IO.Compression;
using System.Text.Json;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data;

/// <summary>Packs what a shop showed into a payload and back: JSON, compressed, capped.</summary>
public static class PayloadCodec
{
    /// <summary>Largest payload kept, before compression. A real order is 3 to 20 kB.</summary>
    public const int MaxBytes = 1024 * 1024;

    public static byte[] ToJson(ExternalOrder order) => JsonSerializer.SerializeToUtf8Bytes(order, StoredJson.Options);

    public static byte[] Pack(ReadOnlySpan<byte> json)
    {
        using var packed = new MemoryStream(json.Length / 3);
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(json[..Math.Min(json.Length, MaxBytes)]);
        }

        return packed.ToArray();
    }

    /// <summary>The order, or null when the payload is the text of an unreadable one, or was removed.</summary>
    public static ExternalOrder? ReadOrder(byte[] packed)
    {
        if (packed.Length == 0)
        {
            return null;
        }

        try
        {
            using var zip = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            return JsonSerializer.Deserialize<ExternalOrder>(zip, StoredJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The payload as text, for people.</summary>
    public static string ReadText(byte[] packed)
    {
        using var reader = new StreamReader(new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
