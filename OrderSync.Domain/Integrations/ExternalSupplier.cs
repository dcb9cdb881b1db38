namespace OrderSync.Domain.Integrations;

/// <summary>A supplier as a shop gave it.</summary>
public sealed record ExternalSupplier(string ExternalId, string Name, bool Active);

/// <summary>A part of a shop's suppliers.</summary>
/// <param name="Unreadable">Suppliers that are there, only not readable, by id.</param>
public sealed record SupplierPage(IReadOnlyList<ExternalSupplier> Suppliers, IReadOnlyDictionary<string, Phrase> Unreadable);

/// <summary>What a supplier asks for one variant, or for a product as a whole.</summary>
/// <param name="VariantId">Empty for the product as a whole: it stands for every variant the supplier does not name.</param>
/// <param name="Reference">The supplier's own number; may be empty.</param>
/// <param name="Price">Purchase price without tax; null when the shop does not say.</param>
/// <param name="Currency">ISO code; empty when the shop does not say.</param>
public sealed record ExternalOffer(string SupplierId, string VariantId, string Reference, decimal? Price, string Currency);

/// <summary>Everything suppliers offer of one product: what is missing here, nobody delivers any more.</summary>
/// <param name="DefaultSupplierId">The shop's first choice; empty without one. It may stand here without any offer of its own.</param>
public sealed record ProductOffers(string ProductId, string DefaultSupplierId, IReadOnlyList<ExternalOffer> Offers)
{
    /// <summary>Offers that say something else of the same supplier and variant; the first one counts.</summary>
    public int Repeated { get; init; }
}

/// <summary>Offers of a part of a catalogue.</summary>
/// <param name="Cursor">Where reading goes on after this page.</param>
public sealed record OfferPage(IReadOnlyList<ProductOffers> Products, IReadOnlyList<UnreadableProduct> Unreadable, string Cursor)
{
    /// <summary>About how many products this reading will give in all; null when unknown.</summary>
    public long? EstimatedTotal { get; init; }

    /// <summary>What could not be had, for example currencies without the permission to read them. Each is said once in a reading.</summary>
    public IReadOnlyList<RemoteFailure> Lacking { get; init; } = [];
}

/// <summary>A system that knows who delivers the goods.</summary>
public interface ISupplierSource
{
    /// <summary>Reads all suppliers, page by page.</summary>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully; pages given so far are good.</exception>
    IAsyncEnumerable<SupplierPage> ReadSuppliersAsync(Connection connection, CancellationToken ct);

    /// <summary>Reads who delivers the products not seen before <paramref name="cursor"/> (null: all), page by page, whole products at a time.</summary>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully; pages given so far are good.</exception>
    IAsyncEnumerable<OfferPage> ReadOffersAsync(Connection connection, string? cursor, CancellationToken ct);
}
