using OrderSync.Domain.Catalog;

namespace OrderSync.Domain.Integrations;

/// <summary>A product in our words, as a shop gave it.</summary>
public sealed record ExternalProduct
{
    public required string ExternalId { get; init; }
    public required ProductKind Kind { get; init; }

    /// <summary>Begun in the shop but never saved; not imported.</summary>
    public bool IsDraft { get; init; }
    public bool Active { get; init; }

    /// <summary>In the connection's language, or in any that has one.</summary>
    public string Name { get; init; } = "";
    public IReadOnlyList<ProductText> Texts { get; init; } = [];
    public string Manufacturer { get; init; } = "";
    public string Category { get; init; } = "";

    /// <summary>Percent; null when the shop does not say.</summary>
    public decimal? TaxRate { get; init; }

    /// <summary>Ids of its pictures, the cover first.</summary>
    public IReadOnlyList<string> ImageIds { get; init; } = [];

    /// <summary>Id of the default supplier; empty without one.</summary>
    public string SupplierId { get; init; } = "";

    /// <summary>What is sold: exactly one, with an empty id, unless the product has variants.</summary>
    public required IReadOnlyList<ExternalVariant> Variants { get; init; }
}

/// <summary>A variant as a shop gave it, with its final price and weight (not the difference to the product's).</summary>
public sealed record ExternalVariant
{
    public required string ExternalId { get; init; }
    public string Sku { get; init; } = "";
    public string Ean { get; init; } = "";
    public string Upc { get; init; } = "";
    public string Isbn { get; init; } = "";
    public string Mpn { get; init; } = "";
    public string Name { get; init; } = "";
    public decimal PriceNet { get; init; }
    public decimal Weight { get; init; }
    public IReadOnlyList<string> ImageIds { get; init; } = [];
}

/// <summary>A product whose answer is not readable, with the piece of text that shows it (capped, without secrets).</summary>
public sealed record UnreadableProduct(string ExternalId, Phrase Reason, string Excerpt);

/// <summary>A part of a catalogue.</summary>
/// <param name="Cursor">Where reading goes on after this page.</param>
public sealed record ProductPage(IReadOnlyList<ExternalProduct> Products, IReadOnlyList<UnreadableProduct> Unreadable, string Cursor)
{
    /// <summary>About how many products this reading will give in all; null when unknown.</summary>
    public long? EstimatedTotal { get; init; }

    /// <summary>Parts of the catalogue that could not be had, for example manufacturers without the permission to read them: products come without. Each is said once in a reading.</summary>
    public IReadOnlyList<RemoteFailure> Lacking { get; init; } = [];
}

/// <summary>A system products come from.</summary>
public interface ICatalogSource
{
    /// <summary>
    /// Reads products not seen before <paramref name="cursor"/> (null: all), page by page, by id. A catalogue has no reliable date of change,
    /// so an update reads all again and compares. What was a draft when the cursor passed it is delivered once it is finished.
    /// </summary>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully; pages given so far are good.</exception>
    IAsyncEnumerable<ProductPage> ReadProductsAsync(Connection connection, string? cursor, CancellationToken ct);
}
