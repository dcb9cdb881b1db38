namespace OrderSync.Web.Data;

/// <summary>A word a product is found by: name, SKU, EAN, manufacturer. Normalised by <see cref="SearchTerms"/>; searched by prefix.</summary>
public sealed class ProductTerm
{
    public required string Term { get; init; }
    public required long ProductId { get; init; }
}
