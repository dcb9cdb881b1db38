namespace OrderSync.Domain.Catalog;

/// <summary>Somebody goods are bought from, as one shop names them. Unique by integration and the shop's id; never deleted, what is gone is marked.</summary>
public sealed class Supplier
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }

    /// <summary>The shop's id of the supplier.</summary>
    public required string ExternalId { get; init; }
    public required string Name { get; set; }

    /// <summary>What a search finds it by: the words of its name, normalised, each after a blank.</summary>
    public string Words { get; set; } = "";

    /// <summary>Whether the shop has it switched on.</summary>
    public required bool Active { get; set; }
    public required DateTime CreatedAt { get; init; }
    public required DateTime UpdatedAt { get; set; }
    public required DateTime SeenAt { get; set; }

    /// <summary>Since when the shop does not have it any more.</summary>
    public DateTime? GoneAt { get; set; }
}

/// <summary>A variant as a supplier delivers it: the supplier's own number and price. At most one for each supplier and variant.</summary>
public sealed class SupplierOffer
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required long SupplierId { get; init; }
    public required long ProductId { get; init; }
    public required long VariantId { get; init; }

    /// <summary>The supplier's number of the variant; may be empty.</summary>
    public string Reference { get; set; } = "";

    /// <summary>Purchase price without tax; null when the shop does not say.</summary>
    public decimal? Price { get; set; }

    /// <summary>ISO code; empty when the shop does not say.</summary>
    public string Currency { get; set; } = "";

    /// <summary>The shop's first choice for the product.</summary>
    public bool IsDefault { get; set; }
    public required DateTime UpdatedAt { get; set; }

    /// <summary>Since when the shop does not say any more that this supplier delivers it.</summary>
    public DateTime? GoneAt { get; set; }
}
