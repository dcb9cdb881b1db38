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

    /// <summary>Pieces the shop showed last as far as is known: told by us, or seen there; null while nothing is known.</summary>
    public int? ShopQuantity { get; set; }

    /// <summary>When <see cref="ShopQuantity"/> was told or seen.</summary>
    public DateTime? ShopSeenAt { get; set; }

    /// <summary>When the shop was told last; equal to <see cref="ShopSeenAt"/> when nothing was seen since.</summary>
    public DateTime? StockSentAt { get; set; }

    /// <summary>From when on the shop is to be told what is sellable now; null while nothing changed. Set together with what changed.</summary>
    public DateTime? StockDueAt { get; set; }

    /// <summary>Why the shop could not be told; null when it could.</summary>
    public Phrase? StockTrouble { get; set; }
}
