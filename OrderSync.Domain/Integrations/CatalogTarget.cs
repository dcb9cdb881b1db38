using OrderSync.Domain.Catalog;

namespace OrderSync.Domain.Integrations;

/// <summary>What a shop shows of a product, as far as this program may change it.</summary>
/// <param name="PriceNet">Without tax; of a product with variants what they differ from, which nobody is sold at.</param>
/// <param name="TaxRate">Percent in the shop's own country; null when the shop does not say.</param>
/// <param name="Texts">Every language that has any.</param>
/// <param name="ImageIds">The shop's ids of its pictures.</param>
public sealed record ShownProduct(string ProductId, decimal PriceNet, decimal? TaxRate, IReadOnlyList<ProductText> Texts, IReadOnlyList<string> ImageIds)
{
    /// <summary>What it is sold as; empty when it is sold as it is.</summary>
    public IReadOnlyList<ShownVariant> Variants { get; init; } = [];
}

/// <summary>A variant as the shop shows it.</summary>
/// <param name="PriceNet">What it is sold at, without tax.</param>
public sealed record ShownVariant(string VariantId, decimal PriceNet);

/// <summary>What became of something sent to a shop's catalogue.</summary>
public enum CatalogSent
{
    /// <summary>The shop confirmed it, or showed it when asked after a doubt.</summary>
    Written,

    /// <summary>It stood there already; nothing was sent.</summary>
    AlreadyThere,

    /// <summary>The shop has no such product (any more).</summary>
    NoProduct,

    /// <summary>Another than the expected price stood there when it was read just before writing; nothing was written.</summary>
    Changed,

    /// <summary>The shop refused it, or it cannot be written as it is; the message says why.</summary>
    Refused,

    /// <summary>No answer, and nothing to see when asked again: it may still arrive. Look again before anything else is sent.</summary>
    Unknown,
}

/// <summary>A price to be sent.</summary>
/// <param name="Expected">What the decision was made on: another price in the shop stops this product, not the others.</param>
/// <param name="Price">What it is to be sold at: without tax, up to six decimals.</param>
public sealed record PriceWrite(string ProductId, decimal Expected, decimal Price)
{
    /// <summary>The shop's id of the variant; empty for a product without variants. The price of no other variant changes.</summary>
    public string VariantId { get; init; } = "";
}

/// <summary>Names and descriptions to be sent. Languages and texts that are left out or empty stay as the shop has them.</summary>
/// <param name="Texts">By ISO code of the language; an empty code is the shop's own language.</param>
public sealed record TextWrite(string ProductId, IReadOnlyList<ProductText> Texts);

/// <param name="PriceNow">Price the shop shows as far as is known afterwards.</param>
public sealed record CatalogWritten(string ProductId, CatalogSent Result, decimal? PriceNow = null, Phrase? Message = null)
{
    /// <summary>Of a price: the variant it is about; empty for the product itself.</summary>
    public string VariantId { get; init; } = "";

    public VariantKey Key => new(ProductId, VariantId);
}

/// <summary>A product the shop does not have yet. It is made switched off, so that somebody looks at it before customers do.</summary>
/// <param name="Reference">Ours alone in this shop: by it the product is found again when the answer to its making was lost.</param>
/// <param name="Texts">As in <see cref="TextWrite"/>; languages without a text get that of another.</param>
public sealed record NewProduct(string Reference, string Ean, decimal PriceNet, decimal? TaxRate, decimal Weight, IReadOnlyList<ProductText> Texts)
{
    /// <summary>It was begun before, so a product with the reference is the one that was made then.</summary>
    public bool IsRepeat { get; init; }
}

/// <summary>A picture to be added to a product.</summary>
/// <param name="Before">The pictures the shop showed before the first attempt, stored with the intent.</param>
public sealed record ImageAdd(string ProductId, ImageFormat Format, IReadOnlyCollection<string> Before)
{
    /// <summary>It was begun before: the shop is asked first, and a picture that was not there then is the one.</summary>
    public bool IsRepeat { get; init; }
}

/// <param name="Id">The shop's id of what was made or found.</param>
public sealed record CatalogAdded(CatalogSent Result, string Id = "", Phrase? Message = null);

/// <summary>
/// A shop that takes products from here. It has no lock between look and write, so only one run at a time may write to one shop; and nothing
/// that adds may be repeated without the <c>IsRepeat</c> of the intent that was stored before the first attempt.
/// </summary>
public interface ICatalogTarget
{
    /// <summary>Reads the present values of the named products, in few requests. Products the shop does not have are left out.</summary>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully.</exception>
    Task<IReadOnlyList<ShownProduct>> ReadShownAsync(Connection connection, IReadOnlyCollection<string> productIds, CancellationToken ct);

    /// <summary>Reads each product just before writing, sends only prices that differ and changes nothing else, and looks again after any doubt.</summary>
    /// <param name="writes">Each product without variants, and each variant, once.</param>
    /// <returns>One result for each, in parts, as soon as they are known. One that fails never holds up the others.</returns>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully. What has no result has not been sent.</exception>
    IAsyncEnumerable<IReadOnlyList<CatalogWritten>> WritePricesAsync(Connection connection, IReadOnlyList<PriceWrite> writes, CancellationToken ct);

    /// <summary>The same for names and descriptions.</summary>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully. What has no result has not been sent.</exception>
    IAsyncEnumerable<IReadOnlyList<CatalogWritten>> WriteTextsAsync(Connection connection, IReadOnlyList<TextWrite> writes, CancellationToken ct);

    /// <summary>Makes a product, at most once: a product with its reference is looked for first.</summary>
    /// <returns><see cref="CatalogSent.AlreadyThere"/> with the id of a product that has the reference and is not of our making.</returns>
    /// <exception cref="RemoteFailureException">Nothing was made.</exception>
    Task<CatalogAdded> AddProductAsync(Connection connection, NewProduct product, CancellationToken ct);

    /// <summary>Adds a picture to a product, at most once.</summary>
    /// <exception cref="RemoteFailureException">Nothing was added.</exception>
    Task<CatalogAdded> AddImageAsync(Connection connection, ImageAdd image, Func<Stream> open, CancellationToken ct);

    /// <summary>What the shop may be sent, as the integration is set.</summary>
    CatalogExport CatalogExport(Connection connection);

    /// <summary>What the shop has no way to be told, in words for people; null when it can be told everything.</summary>
    Phrase? CannotTell { get; }
}
