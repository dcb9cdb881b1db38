using System.IO.Compression;
using System.Text.Json;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>Packs products of a packet into a row and back.</summary>
internal static class PacketCodec
{
    public static byte[] Pack(IReadOnlyList<OfferedProduct> products)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(zip, products, StoredJson.Options);
        }

        return packed.ToArray();
    }

    public static List<OfferedProduct> Read(byte[] packed)
    {
        using var zip = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<List<OfferedProduct>>(zip, StoredJson.Options)!;
    }
}
