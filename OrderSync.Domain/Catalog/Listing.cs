namespace OrderSync.Domain.Catalog;

/// <summary>A product as one shop lists it. Unique by integration and the shop's id: this is what keeps an import from making it twice.</summary>
public sealed class Listing
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }

    /// <summary>The shop's id of the product.</summary>
    public required string ExternalId { get; init; }
    public required long ProductId { get; init; }

    /// <summary>Fingerprint of the content last taken over; equal means nothing changed.</summary>
    public required string ContentHash { get; set; }
    public required bool Active { get; set; }
    public required DateTime SeenAt { get; set; }
    public DateTime? GoneAt { get; set; }
    public List<VariantListing> Variants { get; init; } = [];
}

/// <summary>A variant as one shop lists it: order lines are matched through it, and stock is sent to it.</summary>
public sealed class VariantListing
{
    public long Id { get; private set; }
    public long ListingId { get; set; }
    public required long IntegrationId { get; init; }

    /// <summary>The shop's id of the product; with <see cref="ExternalVariantId"/> unique in the shop.</summary>
    public required string ExternalProductId { get; init; }

    /// <summary>The shop's id of the variant; empty for a product without variants.</summary>
    public required string ExternalVariantId { get; init; }
    public required long VariantId { get; init; }
    public DateTime? GoneAt { get; set; }
}
