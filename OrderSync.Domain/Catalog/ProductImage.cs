namespace OrderSync.Domain.Catalog;

/// <summary>Kinds of pictures that are taken; which one it is is said by the first bytes, never by a name or a header.</summary>
public enum ImageFormat
{
    Jpeg,
    Png,
    Gif,
    Webp,
}

/// <summary>A picture in the file store: one for each content, whoever shows it.</summary>
public sealed class StoredImage
{
    public long Id { get; private set; }

    /// <summary>SHA-256 of the content, hexadecimal and in lower case; its file is named by it.</summary>
    public required string Hash { get; init; }
    public required ImageFormat Format { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }

    /// <summary>When something began to point at it last; what nobody points at is removed some time after.</summary>
    public required DateTime UsedAt { get; set; }
}

/// <summary>A picture of a product, as one shop lists it.</summary>
public sealed class ProductImage
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required long ProductId { get; init; }

    /// <summary>The shop's id of the picture.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Place among the product's pictures, from 1; the cover is the first.</summary>
    public required int Position { get; set; }
    public required bool IsCover { get; set; }

    /// <summary>The picture; null when it was refused.</summary>
    public long? ImageId { get; set; }

    /// <summary>A smaller one for lists; null when the shop has none.</summary>
    public long? ThumbnailId { get; set; }

    /// <summary>Kebab-case reason why it was refused; empty when it was taken.</summary>
    public string Fault { get; set; } = "";

    /// <summary>When it was downloaded or refused.</summary>
    public required DateTime CheckedAt { get; set; }
    public List<VariantImage> Variants { get; init; } = [];
}

/// <summary>A picture that shows one variant in particular.</summary>
public sealed class VariantImage
{
    public long ProductImageId { get; set; }
    public required long VariantId { get; init; }
}
