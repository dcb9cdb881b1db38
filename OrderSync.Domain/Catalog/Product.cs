namespace OrderSync.Domain.Catalog;

/// <summary>What a product is made of.</summary>
public enum ProductKind
{
    /// <summary>Sold as it is: one variant.</summary>
    Simple,

    /// <summary>Sold only as one of its variants.</summary>
    Variants,

    /// <summary>Bundle of other products, with stock of its own or of its parts, as the shop decides.</summary>
    Pack,

    /// <summary>Nothing is shipped: a download, a service.</summary>
    Virtual,
}

/// <summary>A product of the hub. It comes from a shop's catalogue, never by hand; which shops list it is said by its listings.</summary>
public sealed class Product
{
    public long Id { get; private set; }
    public required string Name { get; set; }
    public required ProductKind Kind { get; set; }

    /// <summary>Whether it is offered, as was said last: by a shop that switched it on or off, or by a pharmacy that took it out of its offer.</summary>
    public bool Active { get; set; }
    public string Manufacturer { get; set; } = "";
    public string Category { get; set; } = "";

    /// <summary>Percent, for example 23; null when the shop does not say.</summary>
    public decimal? TaxRate { get; set; }

    /// <summary>Every language the shop gave.</summary>
    public IReadOnlyList<ProductText> Texts { get; set; } = [];

    /// <summary>Keys of the shipping methods it may travel with; empty for all, null while nobody has said.</summary>
    public IReadOnlyList<string>? Couriers { get; set; }
    public required DateTime CreatedAt { get; init; }
    public required DateTime UpdatedAt { get; set; }

    /// <summary>Who wrote which group last: shown beside the fields, and decides who may write it again.</summary>
    public IReadOnlyList<FieldWriter> Writers { get; set; } = [];
    public List<Variant> Variants { get; init; } = [];

    /// <summary>Changed by every writer; a stale one is refused.</summary>
    public Guid Stamp { get; set; }
}

/// <summary>Texts in one language; descriptions are the shop's HTML and untrusted.</summary>
public sealed record ProductText(string Language, string Name, string Summary, string Description);

/// <summary>Who wrote a group of fields last, and when.</summary>
/// <param name="IntegrationId">The integration that masters the group: no other one overwrites it. Null when a person wrote it last.</param>
public sealed record FieldWriter(FieldGroup Group, long? IntegrationId, string Writer, DateTime At);

/// <summary>Fields that have one owner at a time, and one lock.</summary>
public enum FieldGroup
{
    Stock,
    Price,
    Texts,
    Couriers,
}

/// <summary>What is sold, counted and shipped. A product without variants has exactly one, with an empty name.</summary>
public sealed class Variant
{
    public long Id { get; private set; }
    public long ProductId { get; set; }
    public required int Position { get; set; }

    /// <summary>The merchant's own number; may be empty, and may repeat by mistake. Never a key.</summary>
    public string Sku { get; set; } = "";

    /// <summary>EAN-13 or another GTIN.</summary>
    public string Ean { get; set; } = "";
    public string Upc { get; set; } = "";
    public string Isbn { get; set; } = "";

    /// <summary>Number given by the manufacturer.</summary>
    public string Mpn { get; set; } = "";

    /// <summary>Values of its options, for example "Red, M".</summary>
    public string Name { get; set; } = "";

    /// <summary>Without tax, in the shop's currency.</summary>
    public decimal PriceNet { get; set; }

    /// <summary>In kilograms.</summary>
    public decimal Weight { get; set; }

    /// <summary>Since when no shop lists it any more; its history and stock stay.</summary>
    public DateTime? GoneAt { get; set; }
}
