namespace OrderSync.Web.Features.Suppliers;

/// <summary>A supplier as lists show it.</summary>
/// <param name="Products">How many products it delivers.</param>
public sealed record SupplierRow(long Id, long IntegrationId, string ExternalId, string Name, bool Active, DateTime? GoneAt, DateTime UpdatedAt, int Products);

/// <summary>What a supplier delivers: one variant of a product.</summary>
public sealed record SuppliedRow(
    long Id, long ProductId, string ProductName, string VariantName, string Sku, string Reference, decimal? Price, string Currency, bool IsDefault)
{
    public string Name => VariantName.Length > 0 ? $"{ProductName} · {VariantName}" : ProductName;
}

/// <summary>Who delivers a variant, for the page of its product and for scripts.</summary>
public sealed record OfferView(
    long Id, long ProductId, long VariantId, string Sku, string VariantName, long SupplierId, string Supplier, string Reference, decimal? Price, string Currency, bool IsDefault);

/// <summary>Which suppliers a list shows. Everything left out matches all.</summary>
public sealed record SupplierFilter
{
    /// <summary>Words, each the beginning of a word of the name.</summary>
    public string? Search { get; init; }
    public long? IntegrationId { get; init; }

    /// <summary>True shows only those that are gone, false only those that are not.</summary>
    public bool? Gone { get; init; }
}
