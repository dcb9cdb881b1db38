using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data.Images;

namespace OrderSync.Web.Feeds.ImportImages;

/// <summary>A picture of a product after an attempt to get it.</summary>
/// <param name="Problem">Null when <paramref name="Original"/> is there.</param>
/// <param name="IsFinal">Asking again soon would give the same: the picture itself is at fault.</param>
internal sealed record FetchedImage(string ImageId, ImageFile? Original, ImageFile? Thumbnail, string Cause, Phrase? Problem, bool IsFinal);

/// <summary>Downloads pictures into the store, one after the other.</summary>
internal sealed class ImageFetcher(IImageSource source, Connection connection, ImageStore store)
{
    public const long MostBytes = 10 * 1024 * 1024;

    /// <summary>A picture this light needs no smaller one beside it.</summary>
    private const long LightEnough = 20_000;
    private const string TooLarge = "image-too-large";

    public int Downloaded { get; private set; }

    public int Refused { get; private set; }

    public async Task<IReadOnlyList<FetchedImage>> FetchAsync(string product, IReadOnlyList<string> images, CancellationToken ct)
    {
        var fetched = new List<FetchedImage>();
        foreach (var image in images)
        {
            fetched.Add(await FetchAsync(product, image, ct));
        }

        return fetched;
    }

    private async Task<FetchedImage> FetchAsync(string product, string image, CancellationToken ct)
    {
        var (original, failure) = await ReceiveAsync(new ImageRequest(product, image, ImageSize.Original, MostBytes), ct);
        if (original?.File is { } file)
        {
            Downloaded++;
            var small = file.Size <= LightEnough ? null : await ReceiveAsync(new ImageRequest(product, image, ImageSize.Thumbnail, MostBytes), ct) is ({ File: { } thumbnail }, _) ? thumbnail : null;
            return new FetchedImage(image, file, small, "", null, false);
        }

        Refused++;
        return failure is not null
            ? new FetchedImage(image, null, null, failure.Code, Advised(failure), failure.Code == TooLarge)
            : original!.Fault == ImageFault.TooManyPixels
                ? new FetchedImage(image, null, null, "image-too-many-pixels", new Phrase("Picture {0} has too many pixels. Upload a smaller one in the shop.", image), true)
                : new FetchedImage(image, null, null, "not-a-picture", new Phrase("Picture {0} is none: only JPEG, PNG, GIF and WebP are taken, whatever the file is called. Upload it again in the shop.", image), true);
    }

    private async Task<(ImageReceipt? Receipt, RemoteFailure? Failure)> ReceiveAsync(ImageRequest request, CancellationToken ct)
    {
        RemoteFailure? failure = null;
        try
        {
            return (await store.ReceiveAsync(ReceiveOrStopAsync, ct), null);
        }
        catch (NotReceivedException)
        {
            return (null, failure);
        }

        async Task ReceiveOrStopAsync(Stream target)
        {
            failure = await source.DownloadAsync(connection, request, target, ct);
            if (failure is not null)
            {
                throw new NotReceivedException();
            }
        }
    }

    private static Phrase Advised(RemoteFailure failure) => new("{0} {1}", failure.Message.ToString(), failure.Remedy.ToString());

    /// <summary>Leaves the store without anything being kept.</summary>
    private sealed class NotReceivedException : Exception;
}
