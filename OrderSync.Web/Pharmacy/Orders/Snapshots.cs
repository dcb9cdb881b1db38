using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Pharmacy.Orders;

/// <summary>Frozen orders as they are stored: JSON, compressed, with the hash of the JSON beside it.</summary>
internal static class Snapshots
{
    public static (byte[] Packed, string Hash) Pack(HandedOrder order)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(order, StoredJson.Options);
        using var packed = new MemoryStream(json.Length / 3);
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(json);
        }

        return (packed.ToArray(), Convert.ToHexStringLower(SHA256.HashData(json)));
    }

    public static HandedOrder Read(byte[] packed)
    {
        using var zip = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<HandedOrder>(zip, StoredJson.Options)!;
    }
}
