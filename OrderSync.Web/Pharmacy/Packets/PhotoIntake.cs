using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Images;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>Takes pictures from the bytes that were sent; never from an address.</summary>
public sealed class PhotoIntake(ImageStore store)
{
    /// <summary>What a picture is, is said by its content.</summary>
    internal static OfferedProduct Check(OfferedProduct offered) => offered.Photos is { } photos && photos.Any(photo => !IsPicture(photo.Bytes))
        ? offered with { Faults = [.. offered.Faults, new FieldFault(PacketField.Photos, PacketWords.BadPhoto, new Phrase("A picture is neither JPEG, PNG, GIF nor WebP, or is too large to unpack."))] }
        : offered;

    /// <summary>The pictures of a product are those that were sent, in their order. In the caller's transaction.</summary>
    internal async Task TakeAsync(OrderSyncDb db, long integrationId, long productId, IReadOnlyList<OfferedPhoto> photos, DateTime now, CancellationToken ct)
    {
        var rows = await db.ProductImages.Where(row => row.ProductId == productId).ToListAsync(ct);
        var had = rows.Where(row => row.IntegrationId == integrationId).ToDictionary(row => row.ExternalId);
        db.ProductImages.RemoveRange(rows.Where(row => row.IntegrationId != integrationId || photos.All(photo => photo.Hash != row.ExternalId)));
        foreach (var (index, photo) in photos.Index())
        {
            if (!had.TryGetValue(photo.Hash, out var row))
            {
                var receipt = await store.ReceiveAsync(stream => stream.WriteAsync(photo.Bytes, ct).AsTask(), ct);
                row = new ProductImage
                {
                    IntegrationId = integrationId,
                    ProductId = productId,
                    ExternalId = photo.Hash,
                    Position = 0,
                    IsCover = false,
                    ImageId = await db.KeepAsync(receipt.File!, now, ct),
                    CheckedAt = now,
                };
                db.ProductImages.Add(row);
            }

            (row.Position, row.IsCover) = (index + 1, index == 0);
        }
    }

    private static bool IsPicture(byte[] bytes) => ImageHead.Read(new MemoryStream(bytes)) is { } head && head.Pixels <= ImageStore.MostPixels;
}
