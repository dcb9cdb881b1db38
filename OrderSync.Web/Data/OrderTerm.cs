namespace OrderSync.Web.Data;

/// <summary>A word an order is found by: number, reference, names, e-mail, phone, SKU. Normalised by <see cref="SearchTerms"/>; searched by prefix.</summary>
public sealed class OrderTerm
{
    public required string Term { get; init; }
    public required long OrderId { get; init; }
}
