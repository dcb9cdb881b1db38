namespace OrderSync.Domain.Orders;

/// <summary>A postal address as the shop gave it; any script, nothing reformatted.</summary>
public sealed record PostalAddress
{
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string Company { get; init; } = "";
    public string VatNumber { get; init; } = "";
    public string Line1 { get; init; } = "";
    public string Line2 { get; init; } = "";
    public string PostalCode { get; init; } = "";
    public string City { get; init; } = "";
    public string State { get; init; } = "";

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string CountryCode { get; init; } = "";
    public string Phone { get; init; } = "";

    /// <summary>What the customer wrote under "other information".</summary>
    public string Other { get; init; } = "";

    public string FullName => $"{FirstName} {LastName}".Trim();
}
