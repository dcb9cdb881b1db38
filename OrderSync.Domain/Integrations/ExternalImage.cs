namespace OrderSync.Domain.Integrations;

/// <summary>Which pictures a product shows in a shop.</summary>
/// <param name="ImageIds">The shop's ids, the cover first.</param>
/// <param name="Variants">Pictures of single variants, by the shop's id of the variant; they are among <paramref name="ImageIds"/>.</param>
public sealed record ExternalImages(string ProductId, IReadOnlyList<string> ImageIds, IReadOnlyDictionary<string, IReadOnlyList<string>> Variants);

/// <summary>Pictures of a part of a catalogue: their ids only.</summary>
/// <param name="Cursor">Where reading goes on after this page.</param>
public sealed record ImagePage(IReadOnlyList<ExternalImages> Products, IReadOnlyList<UnreadableProduct> Unreadable, string Cursor)
{
    /// <summary>About how many products this reading will give in all; null when unknown.</summary>
    public long? EstimatedTotal { get; init; }
}

public enum ImageSize
{
    Original,

    /// <summary>A small one the shop has made itself, for lists.</summary>
    Thumbnail,
}

/// <summary>A picture to be fetched.</summary>
/// <param name="MostBytes">Where downloading ends.</param>
public sealed record ImageRequest(string ProductId, string ImageId, ImageSize Size, long MostBytes);

/// <summary>A system pictures of products come from.</summary>
public interface IImageSource
{
    /// <summary>Reads which pictures the products not seen before <paramref name="cursor"/> (null: all) show, page by page.</summary>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully; pages given so far are good.</exception>
    IAsyncEnumerable<ImagePage> ReadImagesAsync(Connection connection, string? cursor, CancellationToken ct);

    /// <summary>Writes a picture to a stream as it comes. What it really is, is for the caller to find out.</summary>
    /// <returns>Null when the stream holds the whole picture; else why this one cannot be had, while others may.</returns>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully at all.</exception>
    Task<RemoteFailure?> DownloadAsync(Connection connection, ImageRequest image, Stream target, CancellationToken ct);
}
